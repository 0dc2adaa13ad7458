"""`hotelmate reconcile`: what it prints, and its exit status."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from app.cli import cli
from app.consistency.mending.mending import Ending
from tests.conftest import Connect
from tests.docs.json_shown import fields, json_under
from tests.docs.markdown import chapter, codes, read, table_rows
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import switch_triggers_off
from tests.relay.command import as_url

OURS = ("HOTELMATE_", "PUSHER_", "STRIPE_", "DATABASE_URL")


@pytest.fixture
def hotel(clone: str, connect: Connect) -> HotelBuilder:
    """A hotel in a private database, with a draft that is overdue."""
    hotel = HotelBuilder(connect(url=clone))
    then = hotel.value("SELECT now() - interval '10 minutes'")
    hotel.update("room_booking", hotel.booking(), expires_at=then)
    return hotel


def started(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Start the command with nothing set but the database."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return subprocess.run(
        [sys.executable, "-m", "app.cli", "reconcile", *arguments],
        env={**inherited, "DATABASE_URL": as_url(url)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def reconcile(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call the command, which to start takes longer than what it does here."""
    unset = {name: None for name in os.environ if name.startswith(OURS)}
    environment = {**unset, "DATABASE_URL": as_url(url)}
    done = CliRunner().invoke(cli, ["reconcile", *arguments], env=environment)
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


def test_what_was_mended_is_said_and_nothing_left_is_status_0(
    clone: str, hotel: HotelBuilder
) -> None:
    dry = reconcile(clone, "--dry-run")
    assert (dry.returncode, dry.stderr) == (1, "")
    assert dry.stdout.splitlines()[-1].endswith("Nothing was written.")
    done = reconcile(clone)
    assert (done.returncode, done.stderr) == (0, "")
    finding, mended, summary = done.stdout.splitlines()
    assert finding.startswith(f"drafts_past_expiry: {hotel.slug}: booking BK-")
    assert mended.strip() == "mended: the draft is cancelled"
    assert summary == "1 finding, 1 mended, 0 left to people."


def test_what_is_left_is_listed_with_what_would_mend_it(clone: str, hotel: HotelBuilder) -> None:
    hotel.booking("CONFIRMED", arrival=-1)
    done = reconcile(clone, "--json", "--hotel", hotel.slug)
    report = json.loads(done.stdout)
    assert (done.returncode, report["left"], report["dry_run"], report["not_run"]) == (
        1,
        1,
        False,
        [],
    )
    outcomes = {each["check_name"]: each["outcome"] for each in report["findings"]}
    assert outcomes == {"drafts_past_expiry": "MENDED", "arrivals_not_come": "NO_FIX"}
    assert all(each["mend"] for each in report["findings"])


def test_json_has_the_fields_and_outcomes_that_the_guide_shows(
    clone: str, hotel: HotelBuilder
) -> None:
    shown = json_under("operations.md", "## Mending")
    switch_triggers_off(hotel.connection, "booking_token")
    printed = json.loads(reconcile(clone, "--json").stdout)
    assert list(printed) == list(shown)
    # What could not be run is a list of sentences, here an empty one.
    assert fields({**printed, "not_run": [""]}) == fields(shown)
    assert {each["hotel"] for each in printed["findings"]} == {hotel.slug, None}
    outcomes = table_rows(chapter(read("operations.md"), "## Mending"))
    assert [codes(row[0]) for row in outcomes] == [[ending.value] for ending in Ending]


def test_what_keeps_it_from_running_is_status_2_and_one_sentence(
    clone: str, hotel: HotelBuilder
) -> None:
    unknown = reconcile(clone, "--hotel", "no-such-hotel")
    assert (unknown.returncode, unknown.stderr) == (2, "Error: there is no hotel no-such-hotel\n")
    rule = reconcile(clone, "--only", "no_such_rule")
    assert rule.returncode == 2
    hotel.run("DROP TABLE hotelmate.guest_chat_session CASCADE")
    broken = reconcile(clone)
    assert broken.returncode == 2
    assert "mended: the draft is cancelled" in broken.stdout
    assert "could not be run: chats_in_house" in broken.stdout


def test_a_database_of_another_version_says_so(empty_database: str) -> None:
    done = started(empty_database)
    assert done.returncode == 2
    assert "hotelmate migrate" in done.stderr
    assert done.stderr.count("\n") == 1
