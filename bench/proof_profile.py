"""`make proof-profile`: what PostgreSQL and the API compute while stays are played.

    SECONDS=20 python -m bench.proof_profile

Needs Debian's `linux-perf`, py-spy and the right to look at other processes. Prints one
`name: value` line a figure; there is nothing to reach.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg

from bench.lifecycle.profile import sampling, shares
from bench.lifecycle.size import Size
from bench.lifecycle.stage import POOL, stage
from bench.proof.figures import Figure
from bench.proof.run import prove, say
from bench.proof.server import server

SECONDS = 20
CLIENTS = 8
WARM_UP_STAYS = 8 * POOL
# Who samples starts a little after who is sampled.
AROUND_SECONDS = 4.0
_BACKENDS = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND application_name LIKE 'hotelmate-api%'
"""


def measure(seconds: float) -> Iterator[Figure]:
    """Play stays and take samples of one side, then of the other."""
    lacking = sampling.missing()
    if lacking:
        raise SystemExit(f"needs {' and '.join(lacking)}")
    with (
        server() as own,
        own.database("profile") as url,
        psycopg.connect(url, autocommit=True) as owner,
        stage(url, owner, Size.of(seconds)) as playing,
        ThreadPoolExecutor(1) as beside,
    ):
        say("profile: warming up")
        while playing.stays < WARM_UP_STAYS:
            playing.play(CLIENTS, 1.0)
        each = seconds / 2
        say("profile: PostgreSQL")
        beside.submit(playing.play, CLIENTS, each + AROUND_SECONDS)
        pids = [pid for (pid,) in owner.execute(_BACKENDS)]
        for kind, percent in shares.of_server(sampling.of_server(pids, each)).items():
            yield Figure(f"profile_postgres_{kind}_percent", percent)
        say("profile: the API")
        played = beside.submit(playing.play, CLIENTS, each + AROUND_SECONDS)
        for package, percent in shares.of_api(sampling.of_api(playing.api_pid, each)).items():
            yield Figure(f"profile_api_{package}_percent", percent)
        yield Figure("profile_stays_a_second_while_sampled", played.result().stays_a_second)


if __name__ == "__main__":
    sys.exit(prove(measure, SECONDS))
