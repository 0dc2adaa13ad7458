"""`make proof-walls`: what the walls cost, and that nothing gets through them.

    SECONDS=30 python -m bench.proof_walls

Prints one `name: value` line a figure, the worst last, and ends with status 1 when one falls short.
"""

import sys
from collections.abc import Iterator

from bench.proof.figures import Figure
from bench.proof.run import prove, say, seed_of_environment
from bench.proof.server import Server, server
from bench.walls.cost.copies import copies
from bench.walls.cost.measure import cost_figures
from bench.walls.cost.requests import request_figures
from bench.walls.duplicates import duplicate_figures
from bench.walls.generated import generated_figures
from bench.walls.guessing import guessing_figures
from bench.walls.size import Size
from bench.walls.stage import stage
from bench.walls.statements import statement_figures
from bench.walls.strangers import stranger_figures

# How long generated requests are sent; the rest takes some minutes.
SECONDS = 600


def measure(seconds: float) -> Iterator[Figure]:
    """Measure the cost, then try to get through the walls, on one server."""
    seed = seed_of_environment()
    say(f"seed {seed}")
    with server() as own:
        yield from _parts(own, Size.of(seconds), seed)


def _parts(own: Server, size: Size, seed: int) -> Iterator[Figure]:
    say(f"cost: {size.hotels} hotels with the walls and without")
    with copies(own, size.hotels, size.fortnights) as both:
        yield from cost_figures(both, size.racks)
    with stage(own) as playing:
        say("cost: of an API key, an idempotency key and a version")
        yield from request_figures(playing, size.requests)
        say(f"duplicates: {size.copies} of each of several requests at once")
        yield from duplicate_figures(playing, size.copies)
        say(f"strangers: for {size.stranger_seconds:g} seconds through the API, then by SQL")
        yield from stranger_figures(playing, size.stranger_seconds, seed)
        yield from statement_figures(playing, size.statement_rounds)
        say(f"generated: requests to every operation for {size.generated_seconds:g} seconds")
        yield from generated_figures(playing, size.generated_seconds, seed)
    say("guessing: passwords of an account that there is, and of one that there is not")
    yield from guessing_figures(own)


if __name__ == "__main__":
    sys.exit(prove(measure, SECONDS))
