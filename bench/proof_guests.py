"""`make proof-guests`: one submission, one verdict on every way, erasure, the page, messages.

    SECONDS=30 python -m bench.proof_guests

Prints one `name: value` line a figure, the worst last, and ends with status 1 when one falls short.
Pictures of the page go to SCREENSHOTS, build/screenshots unless set.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx

from bench.guests.erasure import erasure_figures
from bench.guests.messages import message_figures
from bench.guests.one_link import one_link_figures
from bench.guests.pictures import FOLDER, picture_figures
from bench.guests.same_verdict import compare_for, verdict_figures
from bench.guests.size import Size
from bench.guests.stage import Stage, stage
from bench.proof.figures import Figure
from bench.proof.run import prove, say, seed_of_environment
from bench.proof.server import Server, server

# Half of it are answers by lot; the rest takes some minutes.
SECONDS = 600


def measure(seconds: float) -> Iterator[Figure]:
    """Show each part on one server."""
    seed = seed_of_environment()
    folder = Path(os.environ.get("SCREENSHOTS") or FOLDER)
    say(f"seed {seed}")
    with server() as own:
        yield from _parts(own, Size.of(seconds), seed, folder)


def _parts(own: Server, size: Size, seed: int, folder: Path) -> Iterator[Figure]:
    with stage(own) as playing:
        say(f"one link: {size.submissions} submissions at once")
        yield from one_link_figures(playing, size.submissions)
        say(f"verdicts: by page, API and database for {size.verdict_seconds:g} seconds")
        yield from _verdicts(playing, size.verdict_seconds, seed)
        say("browser: whole submissions on a phone and at a desk")
        yield from picture_figures(playing, folder)
        yield from erasure_figures(playing, size.hotels, size.bookings)
    say(f"messages: {size.messages} links by two senders, one of them killed")
    yield from message_figures(own, size.messages)


def _verdicts(playing: Stage, seconds: float, seed: int) -> Iterator[Figure]:
    hotel = playing.hotel()
    with httpx.Client(base_url=playing.running.url, timeout=60) as client:
        compared = compare_for(hotel, client, seconds, seed)
    yield from verdict_figures(compared, playing.findings(hotel))


if __name__ == "__main__":
    sys.exit(prove(measure, SECONDS))
