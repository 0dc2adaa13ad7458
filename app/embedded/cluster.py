"""One embedded server: a data folder, the process that serves it, and who uses it."""

import contextlib
import os
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Literal, Self
from urllib.parse import quote

import psycopg
from psycopg import errors, sql

from app.embedded import configuration, postmaster
from app.embedded.account import Account, server_account
from app.embedded.binaries import server_binaries
from app.embedded.failure import EmbeddedPostgresError
from app.embedded.locks import Users, exclusive
from app.embedded.places import make_data_dir, socket_dir_for

SUPERUSER = "hotelmate"
MAJOR_VERSION = "18"
# Recovery after a crash replays up to max_wal_size; a cold disk takes its time.
START_SECONDS = 120
STOP_SECONDS = 60

ShutdownMode = Literal["fast", "immediate"]


class EmbeddedPostgres:
    """PostgreSQL 18 in a folder of the user's, reached over a Unix socket.

    `start` starts the server, or joins the one that already runs in the folder, be it another
    process's or one that a `kill -9` orphaned. `stop` leaves it, and the last to leave shuts it
    down. Use it as a context manager.

    Args:
        data_dir: holds the cluster, the socket, the log and the locks; made when missing.
        settings: server settings on top of the defaults; they take effect when the server starts.
        durable: False skips the fsync of a new cluster's files, for a cluster that is thrown away.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        settings: Mapping[str, str | int] | None = None,
        durable: bool = True,
    ) -> None:
        # Resolved, because a process is recognised as the server's by this path.
        self.data_dir = data_dir.expanduser().resolve()
        self.cluster = self.data_dir / "cluster"
        self.socket_dir = socket_dir_for(self.data_dir)
        self.log_file = self.data_dir / "log" / "postgres.log"
        self._settings = dict(settings or {})
        self._durable = durable
        self._users = Users(self.data_dir / "users.lock")
        self._known_databases = {"postgres"}
        self._account: Account | None = None
        self._binaries: Path | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """Process id of the running server; None when none runs."""
        return postmaster.running_pid(self.cluster)

    def start(self) -> None:
        """Start the server or join the running one, and wait until it accepts connections.

        Raises:
            EmbeddedPostgresError: says what is in the way, with the end of the server's log.
        """
        make_data_dir(self.data_dir)
        if not os.access(self.data_dir, os.W_OK):
            raise EmbeddedPostgresError(f"HOTELMATE_DATA_DIR {self.data_dir} is not writable")
        try:
            with self._one_at_a_time():
                self._users.join()
                self._prepare_folders()
                if not (self.cluster / "PG_VERSION").exists():
                    self._initialise()
                self._check_version()
                if self.pid is None:
                    self._launch()
            self._await_connections()
        except BaseException:
            # No server outlives a start that failed, or that a signal interrupted.
            self.stop()
            raise

    def stop(self) -> bool:
        """Leave the server and tell whether it was shut down, which the last user does."""
        if not self._users.joined:
            return False
        with self._one_at_a_time():
            last = self._users.leave()
            if last and self._binaries is not None and self.pid is not None:
                self._shut_down("fast")
            return last

    def restart(self, mode: ShutdownMode = "fast") -> None:
        """Stop the server for everyone and start it again; "immediate" is a crash with recovery."""
        with self._one_at_a_time():
            if self.pid is not None:
                self._shut_down(mode)
            self._launch()
        self._await_connections()

    def url(self, database: str = "hotelmate", user: str = SUPERUSER) -> str:
        """Return the libpq URL of a database, which is made when missing."""
        if database not in self._known_databases:
            self._create_database(database)
            self._known_databases.add(database)
        return self._url(database, user)

    def _url(self, database: str, user: str = SUPERUSER) -> str:
        chosen = str(self.socket_dir), "5432"
        folder, port = postmaster.listens_in(self.cluster) or chosen
        address = f"host={quote(folder, safe='')}&port={port}"
        return f"postgresql://{user}@/{quote(database, safe='')}?{address}"

    def _create_database(self, database: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            if found.fetchone() is not None:
                return
            create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database))
            # Another process may make it between the two statements.
            with contextlib.suppress(errors.DuplicateDatabase, errors.UniqueViolation):
                connection.execute(create)

    def _one_at_a_time(self) -> contextlib.AbstractContextManager[None]:
        return exclusive(self.data_dir / "start.lock")

    def _prepare_folders(self) -> None:
        """Make the folders, each owned by the one who writes to it."""
        self._account = account = server_account()
        account.own_folder(self.log_file.parent)
        account.own_folder(self.socket_dir)
        if not account.can_enter(self.log_file.parent):
            raise EmbeddedPostgresError(
                f"the server's user {account.name!r} cannot enter HOTELMATE_DATA_DIR "
                f"{self.data_dir}; choose a folder that is not below a private one, "
                "for example /var/lib/hotelmate"
            )
        self._binaries = server_binaries(account, self.data_dir)

    def _initialise(self) -> None:
        """Make the cluster under another name, then rename it: half of one is never used."""
        account = self._the_account()
        unfinished = self.data_dir / "cluster.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        account.own_folder(unfinished)
        arguments = [f"--pgdata={unfinished}", f"--username={SUPERUSER}", "--encoding=UTF8"]
        arguments += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        arguments += ["--data-checksums", "--auth-local=peer", "--auth-host=scram-sha-256"]
        arguments += ["--no-instructions"] + ([] if self._durable else ["--no-sync"])
        self._run("initdb", arguments)
        configuration.include_in(unfinished)
        unfinished.rename(self.cluster)

    def _check_version(self) -> None:
        found = (self.cluster / "PG_VERSION").read_text().strip()
        if found != MAJOR_VERSION:
            raise EmbeddedPostgresError(
                f"{self.cluster} holds data of PostgreSQL {found}, this is {MAJOR_VERSION}; "
                "dump it with its own version, or choose another HOTELMATE_DATA_DIR"
            )

    def _launch(self) -> None:
        postmaster.clear_remains(self.cluster, self.socket_dir)
        configuration.write(self.cluster, self._the_account(), self.socket_dir, self._settings)
        arguments = ["start", f"--pgdata={self.cluster}", f"--log={self.log_file}"]
        self._run("pg_ctl", [*arguments, "--wait", f"--timeout={START_SECONDS}", "--silent"])

    def _shut_down(self, mode: ShutdownMode) -> None:
        arguments = ["stop", f"--pgdata={self.cluster}", f"--mode={mode}"]
        self._run("pg_ctl", [*arguments, "--wait", f"--timeout={STOP_SECONDS}", "--silent"])

    def _await_connections(self) -> None:
        """Wait for a server that another process started and that may still be recovering."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self._url("postgres"), connect_timeout=5).close()
                return
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline or self.pid is None:
                    raise EmbeddedPostgresError(f"{error}{self._log_end()}") from error
            time.sleep(0.05)

    def _run(self, program: str, arguments: list[str]) -> None:
        account = self._the_account()
        assert self._binaries is not None, "start() comes first"
        done = account.run([str(self._binaries / program), *arguments], self.log_file.parent)
        if done.returncode != 0:
            said = (done.stderr or done.stdout).strip()
            raise EmbeddedPostgresError(f"{program} failed: {said}{self._log_end()}")

    def _the_account(self) -> Account:
        assert self._account is not None, "start() comes first"
        return self._account

    def _log_end(self) -> str:
        try:
            lines = self.log_file.read_text(errors="replace").splitlines()[-10:]
        except OSError:
            return ""
        return "\n".join(["", f"end of {self.log_file}:", *lines])
