import psycopg
import pytest

from bench.proof.server import Server, named


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://me@host:5433/db", "postgresql://me@host:5433/new"),
        (
            "postgresql://me@/db?host=%2Ftmp%2Fs&port=5432",
            "postgresql://me@/new?host=%2Ftmp%2Fs&port=5432",
        ),
        ("postgresql:///db?host=%2Ftmp%2Fs", "postgresql:///new?host=%2Ftmp%2Fs"),
        ("postgresql://host", "postgresql://host/new"),
        ("postgresql://a:1,b:2/db", "postgresql://a:1,b:2/new"),
    ],
)
def test_another_database_of_the_same_server(url: str, expected: str) -> None:
    assert named(url, "new") == expected


def test_a_database_is_migrated_and_dropped_at_the_end(server: str) -> None:
    with Server(server).database("test") as url, psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM hotelmate.hotel").fetchone()
        assert row == (0,)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_a_database_is_dropped_with_the_sessions_that_were_left(server: str) -> None:
    with Server(server).database("test") as url:
        left = psycopg.connect(url)
    with pytest.raises(psycopg.OperationalError):
        left.execute("SELECT 1")
    left.close()
