"""Databases for tests: one migrated template, a shared copy of it, and private copies on demand.

The suite runs on a temporary embedded server, or on the server of DATABASE_URL. There it makes and
drops databases of its own and never touches the one that is named.
"""

import functools
import gc
import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import psutil
import psycopg
import pytest
from argon2 import PasswordHasher
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from pytest_postgresql import factories
from pytest_postgresql.executors import NoopExecutor

from app.access import passwords
from app.embedded import throwaway
from app.settings import as_role
from schema import migrate, roles
from tests.kept_connections import KeptConnections
from tests.left_out import LeftOut

Connect = Callable[..., psycopg.Connection]
RUN = f"hotelmate_test_{uuid.uuid4().hex[:8]}"

# Hundreds of passwords are made and compared in these processes: none of them for as long as it
# should take, and that it does where people log in has a test of its own.
PASSWORDS_IN_USE = passwords._HASHER
passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)

# Folders of memory, and what must be free of it: a run takes a quarter of that.
MEMORY = "/dev/shm"
MEMORY_BYTES = 3 * 2**30


def pytest_configure(config: pytest.Config) -> None:
    """Put what is temporary in memory, where one may: TMPDIR, when set, says otherwise.

    Databases and data folders are made and removed by the hundred. On a disk that is a third of the
    processors' work, though nobody waits for the disk itself.
    """
    config.pluginmanager.register(LeftOut(config))
    if "TMPDIR" not in os.environ and is_roomy_memory(MEMORY):
        os.environ["TMPDIR"] = MEMORY
        tempfile.tempdir = None  # pytest has asked already, and the answer is kept


def is_roomy_memory(folder: str) -> bool:
    """Tell whether there is such a folder, with room, from which programs may be run."""
    if not os.access(folder, os.W_OK):
        return False
    found = os.statvfs(folder)
    free = min(found.f_bavail * found.f_frsize, psutil.virtual_memory().available)
    return not found.f_flag & os.ST_NOEXEC and free >= MEMORY_BYTES


# Few tests that take long, which would keep one process busy while the others have nothing left.
LONGEST_FIRST = (
    "page",
    "tooling",
    "soketi",
    "bench",
    "demo",
    "migrations",
    "payments",
    "checks",
    "walls",
    "relay",
    "api",
    "guests",
    "messages",
    "personal_data",
)


def pytest_collection() -> None:
    """Look for no garbage while everything is imported and nothing is thrown away."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Look for garbage among what tests make, and not among what was imported and collected."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the folders whose files take longest."""
    folders = {name: place for place, name in enumerate(LONGEST_FIRST)}
    root = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        return folders.get(item.path.relative_to(root).parts[0], len(folders))

    items.sort(key=place)


@pytest.fixture(scope="session", autouse=True)
def one_tls_context() -> Iterator[None]:
    """Let clients of httpx share a TLS context: most speak plain HTTP, and each would make one.

    It reads 140 certificates of authorities, which takes longer than most requests.
    """
    with pytest.MonkeyPatch.context() as patch:
        made_once = functools.cache(httpx.create_ssl_context)
        patch.setattr("httpx._transports.default.create_ssl_context", made_once)
        yield


class Server(NamedTuple):
    """A PostgreSQL server in the words that pytest-postgresql uses."""

    url: str
    host: str
    port: int
    user: str
    password: str | None
    options: str
    maintenance_dbname: str
    # Nothing is cloned into the template.
    template_dbname: None = None

    @classmethod
    def at(cls, url: str) -> "Server":
        with psycopg.connect(url) as connection:
            info = connection.info
            return cls(
                url=url,
                host=info.host,
                port=info.port,
                user=info.user,
                password=info.password or None,
                options=str(conninfo_to_dict(url).get("options") or ""),
                maintenance_dbname=info.dbname,
            )

    def database(self, name: str) -> str:
        """Return the connection string of a database of this server."""
        return make_conninfo(self.url, dbname=name)

    @contextmanager
    def copy_of(self, template: str, name: str) -> Iterator[None]:
        """Make a copy for the block, which is dropped with its sessions at the end.

        Its files are copied: to write every page into the log as well takes twice as long.
        """
        making = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
        with self._connected() as connection:
            connection.execute(sql.SQL(making).format(*map(sql.Identifier, (name, template))))
        try:
            yield
        finally:
            dropping = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            with self._connected() as connection:
                connection.execute(dropping.format(sql.Identifier(name)))

    def _connected(self) -> psycopg.Connection:
        return psycopg.connect(self.url, autocommit=True)


def migrate_template(**where: str | int | None) -> None:
    """Bring the template to head; pytest-postgresql says where it is."""
    where.pop("autocommit", None)
    migrate.upgrade(make_conninfo("", **{key: value for key, value in where.items() if value}))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Server]:
    """The server that the suite uses."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield Server.at(given)
        return
    # Nothing lives long enough here to be vacuumed, and hundreds of databases would be looked at.
    # It lies in memory, which its log would fill, and where nobody else need be asked to read.
    settings = {"autovacuum": "off", "max_wal_size": "256MB", "io_method": "sync"}
    with throwaway(settings) as embedded:
        yield Server.at(embedded.url("postgres"))


template = factories.postgresql_noproc(depends_on="cluster", dbname=RUN, load=[migrate_template])


@pytest.fixture(scope="session")
def server(cluster: Server) -> str:
    """Connection string of a database from which others can be created."""
    return cluster.url


@pytest.fixture(scope="session")
def database_url(cluster: Server, template: NoopExecutor) -> Iterator[str]:
    """A migrated database that tests share: each makes a hotel of its own and commits for real."""
    with cluster.copy_of(template.template_dbname, RUN):
        yield cluster.database(RUN)


@pytest.fixture
def clone(cluster: Server, template: NoopExecutor) -> Iterator[str]:
    """A migrated database of this test's own, for tests that change the schema."""
    name = f"{RUN}_{uuid.uuid4().hex[:8]}"
    with cluster.copy_of(template.template_dbname, name):
        yield cluster.database(name)


@pytest.fixture
def empty_database(cluster: Server) -> Iterator[str]:
    """A database without any migration."""
    name = f"{RUN}_{uuid.uuid4().hex[:8]}"
    with cluster.copy_of("template0", name):
        yield cluster.database(name)


@pytest.fixture(scope="session")
def kept_connections(cluster: Server) -> Iterator[KeptConnections]:
    """Connections that tests use one after another."""
    with closing(KeptConnections()) as kept:
        yield kept


@pytest.fixture
def connect(database_url: str, kept_connections: KeptConnections) -> Iterator[Connect]:
    """Open more connections: `connect()` as owner, `connect(role="hotelmate_api")` under a role.

    Further arguments go to psycopg.connect. Autocommit is on unless `autocommit=False` is given.
    """
    shared: list[tuple[str, psycopg.Connection]] = []
    opened: list[psycopg.Connection] = []

    def open_connection(
        *, url: str = database_url, role: str | None = None, autocommit: bool = True
    ) -> psycopg.Connection:
        conninfo = as_role(url, role) if role else url
        if url == database_url:
            connection = kept_connections.take(conninfo)
            connection.autocommit = autocommit
            shared.append((conninfo, connection))
        else:
            connection = psycopg.connect(conninfo, autocommit=autocommit)
            opened.append(connection)
        return connection

    yield open_connection
    for connection in opened:
        connection.close()
    for conninfo, connection in shared:
        kept_connections.give(conninfo, connection)


@pytest.fixture
def owner(connect: Connect) -> psycopg.Connection:
    """A connection of the schema's owner, in autocommit, so that only the schema protects."""
    return connect()


@pytest.fixture
def api_role(connect: Connect) -> psycopg.Connection:
    """A connection with the privileges of the API, in autocommit."""
    return connect(role=roles.API)
