"""A standby: the API reads there and is told when it writes; and the primary dies for good."""

import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import psycopg

from app.embedded import EmbeddedPostgres
from app.embedded.account import server_account
from app.embedded.binaries import server_binaries
from app.embedded.postmaster import listens_in
from app.embedded.throwaway import FORGETFUL
from bench.faults.answers import UNAVAILABLE
from bench.faults.books import ended
from bench.faults.happening import WAITED_FOR_THE_POOL, Fault, happen
from bench.faults.scene import SERVER_SETTINGS, Scene, end_process
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.relay.kills.pair import wait_until

# Its limits of connections are not below the primary's.
STANDBY_SETTINGS = {**FORGETFUL, **SERVER_SETTINGS}
SYNC_SECONDS = 30.0
ENOUGH = 10
REPLICATION = "local replication all peer map=hotelmate\n"
_IN_SYNC = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"


@contextmanager
def standby(scene: Scene) -> Iterator[EmbeddedPostgres]:
    """Run a hot standby of the scene's server, for which every COMMIT waits, until the block ends.

    Args:
        scene: whose server is copied while clerks write.
    """
    hba = scene.server.cluster / "pg_hba.conf"
    hba.write_text(hba.read_text() + REPLICATION)
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with scene.owner() as owner:
            owner.execute("SELECT pg_reload_conf()")
            _copy(scene.server, folder / "cluster")
            follower = EmbeddedPostgres(folder, settings=STANDBY_SETTINGS, durable=False)
            follower.start()
            try:
                owner.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
                owner.execute("SELECT pg_reload_conf()")
                if not wait_until(lambda: _one(owner, _IN_SYNC) == 1, SYNC_SECONDS):
                    raise RuntimeError("the standby does not keep up")
                yield follower
            finally:
                follower.stop()


def read_only_and_failover(follower: EmbeddedPostgres, reads: list[int]) -> tuple[Fault, Fault]:
    """Return what happens with a standby: it is worked on, then it takes over.

    Args:
        follower: the standby.
        reads: takes the statuses of what was read there.
    """
    told = (UNAVAILABLE, WAITED_FOR_THE_POOL)
    read_only = partial(_read_only, follower=follower, reads=reads)
    fail_over = partial(_fail_over, follower=follower)
    return (
        Fault("standby_read_only", read_only, *told),
        Fault("failed_over_to_standby", fail_over, *told),
    )


def standby_figures(scene: Scene) -> Iterator[Figure]:
    """Lead the API to a standby for a while, then let the primary die and the standby take over."""
    with standby(scene) as follower:
        reads: list[int] = []
        read_only, failover = read_only_and_failover(follower, reads)
        yield from happen(scene, read_only, 1)
        yield Figure("standby_reads_answered", reads.count(200), AtLeast(1))
        yield Figure("standby_reads_not_answered", len(reads) - reads.count(200), AtMost(0))
        yield from happen(scene, failover, 1)
        # What is compared in the end is what the new primary holds.
        yield from ended(scene)


def _read_only(scene: Scene, follower: EmbeddedPostgres, reads: list[int]) -> float:
    """Let the API work on the standby; read there as well, once the first write was refused."""
    scene.wire.lead_to(follower.url())
    wait_until(lambda: scene.record.refused(scene.record.label) >= ENOUGH, SYNC_SECONDS)
    with httpx.Client(headers=scene.desk.headers, timeout=30, trust_env=False) as client:
        for _ in range(ENOUGH):
            reads.append(client.get(f"{scene.desk.url}/rooms").status_code)
    scene.wire.lead_to(scene.url)
    return time.monotonic()


def _fail_over(scene: Scene, follower: EmbeddedPostgres) -> float:
    """Let the primary die for good; promote the standby and lead the API there."""
    pid = scene.server.pid
    assert pid is not None
    end_process(pid, signal.SIGKILL)
    scene.url = follower.url()
    with scene.owner() as owner:
        owner.execute("ALTER SYSTEM RESET synchronous_standby_names")
        owner.execute("SELECT pg_promote()")
        owner.execute("SELECT pg_reload_conf()")
    scene.wire.lead_to(scene.url)
    return time.monotonic()


def _one(owner: psycopg.Connection[tuple[object, ...]], query: str) -> object:
    row = owner.execute(query).fetchone()
    assert row is not None
    return row[0]


def _copy(server: EmbeddedPostgres, target: Path) -> None:
    """Copy a running server's files, as its own user."""
    where = listens_in(server.cluster)
    assert where is not None
    account = server_account()
    account.own_folder(target)
    command = [str(server_binaries(account, server.data_dir) / "pg_basebackup")]
    command += ["--host", where[0], "--port", where[1]]
    command += ["--username=hotelmate", f"--pgdata={target}", "--wal-method=stream"]
    command += ["--write-recovery-conf", "--checkpoint=fast", "--no-sync"]
    done = account.run(command, target)
    if done.returncode != 0:
        raise RuntimeError(f"pg_basebackup failed: {done.stderr.strip()}")
