"""The command line: what it lists, refuses and prints, and its commands on an embedded server."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from app.embedded import EmbeddedPostgres
from schema import migrate
from tests.processes.api import free_port
from tests.relay.command import as_url

COMMANDS = [
    "run",
    "demo",
    "serve",
    "relay",
    "payments",
    "check",
    "reconcile",
    "migrate",
    "staff",
    "adopt",
    "snapshot",
    "psql",
    "settings",
]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that a dropped user can enter."""
    path = Path(tempfile.mkdtemp(prefix="hm-cli-"))
    path.chmod(0o711)
    yield path
    assert EmbeddedPostgres(path).pid is None, "a command left its server running"
    shutil.rmtree(path)


def hotelmate(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the program without the caller's settings."""
    mine = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HOTELMATE_", "PUSHER_", "STRIPE_", "DATABASE_URL"))
    }
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        env={**mine, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def in_this_process(*arguments: str, **variables: str) -> Result:
    """Call the program without starting it, which takes longer than what it does here."""
    return CliRunner().invoke(cli, arguments, env={**variables}, prog_name="hotelmate")


def test_help_lists_the_commands() -> None:
    done = hotelmate("--help")
    assert done.returncode == 0
    section = done.stdout.split("Commands:")[1]
    listed = re.findall(r"^  (\w+) ", section, re.MULTILINE)
    assert [name for name in listed if name in COMMANDS] == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    done = in_this_process(command, "--help")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"Usage: hotelmate {command}")


@pytest.mark.parametrize("command", ["run", "serve", "relay", "migrate", "psql", "settings"])
def test_a_wrong_setting_ends_with_status_2_and_one_sentence(command: str) -> None:
    done = in_this_process(command, HOTELMATE_PORT="eighty")
    assert done.exit_code == 2
    assert done.stderr == "Error: HOTELMATE_PORT must be a whole number from 1 to 65535\n"


def test_settings_shows_values_and_hides_secrets() -> None:
    done = hotelmate("settings", HOTELMATE_PORT="8123", HOTELMATE_TOKEN_KEYS="hush-" * 8)
    assert done.returncode == 0
    assert "HOTELMATE_PORT=8123\n" in done.stdout
    assert "HOTELMATE_TOKEN_KEYS=(set)\n" in done.stdout
    assert "hush" not in done.stdout


def test_an_unreachable_database_is_one_sentence() -> None:
    done = hotelmate("migrate", DATABASE_URL="postgresql://owner:hush@127.0.0.1:1/hotel")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "hush" not in done.stderr


@pytest.mark.proof
def test_migrate_and_psql_share_the_embedded_server(folder: Path) -> None:
    where = {"HOTELMATE_DATA_DIR": str(folder)}
    first = hotelmate("migrate", **where)
    assert first.stdout.startswith(f"migrated to {migrate.heads()[0]}"), first.stderr
    assert hotelmate("migrate", **where).stdout.startswith(f"already at {migrate.heads()[0]}")
    query = "SELECT count(*) FROM hotelmate.hotel"
    assert hotelmate("psql", "-XAtc", query, **where).stdout == "0\n"
    assert hotelmate("psql", "-Xc", "SELECT 1 / 0", **where).returncode == 1


@pytest.mark.proof
def test_a_downgrade_is_not_done_without_an_answer(empty_database: str) -> None:
    where = {"DATABASE_URL": as_url(empty_database)}
    in_this_process("migrate", **where)
    assert in_this_process("migrate", "--downgrade", "base", **where).exit_code == 1
    assert in_this_process("migrate", **where).stdout.startswith("already at")
    done = hotelmate("migrate", "--downgrade", "base", "--yes", **where)
    assert done.stdout == "downgraded to base\n"


def test_migrate_prints_its_script_without_a_database() -> None:
    done = hotelmate("migrate", "--sql")
    assert done.returncode == 0
    assert "CREATE TABLE hotelmate.room_booking" in done.stdout
    assert "-- schema/triggers/" in done.stdout


def test_an_unknown_revision_is_one_sentence(empty_database: str) -> None:
    done = hotelmate("migrate", "--revision", "9999", DATABASE_URL=as_url(empty_database))
    assert done.returncode == 1
    assert "9999" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_taken_port_is_named(command: str, folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = hotelmate(
            command,
            HOTELMATE_PORT=port,
            HOTELMATE_DATA_DIR=str(folder),
            HOTELMATE_TOKEN_KEYS="a-key-for-tests-only-that-is-long-enough",
        )
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1 port {port}" in done.stderr
    assert "HOTELMATE_PORT" in done.stderr


@pytest.mark.parametrize("command", ["worker", "reconcile"])
def test_payments_without_a_key_say_so(command: str, folder: Path) -> None:
    done = in_this_process("payments", command, HOTELMATE_DATA_DIR=str(folder))
    assert done.exit_code == 2
    assert done.stderr == ("Error: STRIPE_SECRET_KEY is not set: there are no payments by Stripe\n")


def test_reconciliation_without_a_database_could_not_run() -> None:
    done = in_this_process(
        "payments",
        "reconcile",
        DATABASE_URL="postgresql://owner:hush@127.0.0.1:1/hotel",
        STRIPE_SECRET_KEY="sk_test_for_tests_only",
    )
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: ")
    assert "hush" not in done.stderr


def test_serve_without_a_key_for_tokens_names_the_variable(folder: Path) -> None:
    done = hotelmate("serve", HOTELMATE_DATA_DIR=str(folder))
    assert done.returncode == 2
    assert done.stderr.startswith("Error: HOTELMATE_TOKEN_KEYS must be set")


def test_serve_without_an_address_for_the_checks_names_the_variable(folder: Path) -> None:
    done = hotelmate(
        "serve",
        HOTELMATE_DATA_DIR=str(folder),
        HOTELMATE_PORT=str(free_port()),
        HOTELMATE_TOKEN_KEYS="k" * 40,
        HOTELMATE_API_DATABASE_URL="postgresql://127.0.0.1:1/hotel",
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Error: HOTELMATE_CHECKS_DATABASE_URL")


def test_demo_without_credentials_says_what_to_start(folder: Path) -> None:
    done = hotelmate("demo", HOTELMATE_DATA_DIR=str(folder))
    assert done.returncode == 1
    assert "hotelmate run" in done.stderr
