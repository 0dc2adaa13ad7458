"""`hotelmate check`: what it prints, keeps and answers with."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import psycopg
import pytest
from click.testing import CliRunner, Result
from psycopg.conninfo import make_conninfo

from app.cli.check import check
from app.cli.reconcile import reconcile
from app.consistency import running
from app.consistency.checks import CHECKS, Check, all_checks
from app.embedded.places import client_binary
from tests.checks.whole_run import findings
from tests.conftest import Connect
from tests.docs.json_shown import fields, json_under
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import switch_triggers_off
from tests.relay.command import as_url

Command = Callable[..., Result]
KEPT = (
    "SELECT occasion, hotel_id, only_checks, finished_at IS NOT NULL FROM hotelmate.consistency_run"
)


@pytest.fixture
def hotel(clone: str, connect: Connect) -> HotelBuilder:
    return HotelBuilder(connect(url=clone))


@pytest.fixture
def run(clone: str) -> Command:
    def command(*arguments: str, url: str = clone) -> Result:
        return CliRunner().invoke(check, arguments, env={"DATABASE_URL": as_url(url)})

    return command


def vacate_by_hand(hotel: HotelBuilder, guests: int = 1) -> None:
    """Let guests be in house in rooms that do not know of it."""
    for _ in range(guests):
        hotel.in_house(hotel.room())
    with hotel.connection.transaction():
        hotel.run("SET LOCAL session_replication_role = replica")
        hotel.run("UPDATE hotelmate.room SET in_house_booking_id = NULL WHERE is_occupied")


OCCUPANCY = "booking_in_house_occupies_room"


def test_a_healthy_database_ends_with_status_0(run: Command, hotel: HotelBuilder) -> None:
    done = run()
    assert (done.exit_code, done.output) == (0, f"{len(all_checks())} checks, 0 with findings.\n")
    assert hotel.connection.execute(KEPT).fetchall() == [("CHECK", None, None, True)]


def test_only_checks_that_found_something_or_broke_have_a_row(
    run: Command, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    vacate_by_hand(hotel, guests=2)
    broken = Check("a_broken_one", "Rooms", "it is so.", "low", (), "catalog", "SELECT 1 / 0")
    asked = [broken, *(each for each in all_checks() if each.name.startswith("rooms_"))]
    asked += [each for each in all_checks() if OCCUPANCY in each.rules]
    monkeypatch.setattr(running, "all_checks", lambda: asked)
    lines = run().output.splitlines()
    rows = lines[1 : lines.index("")]
    assert [(row.split()[0], row.split()[2]) for row in rows] == [
        ("a_broken_one", "0"),
        ("occupancy", "2"),
    ]
    assert lines[-1] == (
        f"{len(asked)} checks, 1 with findings, 2 findings in all, 1 could not be run."
    )


def test_every_check_has_a_row_when_asked_for(run: Command, hotel: HotelBuilder) -> None:
    lines = run("--verbose").output.splitlines()
    assert [line.split()[0] for line in lines[1:-2]] == [each.name for each in all_checks()]


CONTROL = (
    "SELECT 'a_message', '', E'room \\x1b[2J7', E'is\\nnot', NULL::timestamptz, E'look\\r there'"
)


@pytest.mark.parametrize("command", [check, reconcile])
def test_control_characters_do_not_reach_the_terminal(
    clone: str, command: click.Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Check("a_message", "Rooms", "it is so.", "low", (), "catalog", CONTROL)
    monkeypatch.setattr(running, "all_checks", lambda: (told,))
    printed = CliRunner().invoke(command, env={"DATABASE_URL": as_url(clone)}).output
    assert r"room \x1b[2J7 is\nnot" in printed
    assert r"look\r there" in printed
    assert not {"\x1b", "\r"} & set(printed)


def test_findings_are_printed_with_how_to_mend_them_and_end_with_status_1(
    run: Command, hotel: HotelBuilder
) -> None:
    vacate_by_hand(hotel)
    done = run("--only", OCCUPANCY)
    assert done.exit_code == 1
    (row,) = hotel.connection.execute(
        "SELECT subject, finding, mend FROM hotelmate.consistency_finding"
    )
    assert f"{hotel.slug}: {row[0]} {row[1]}" in done.output
    assert row[2] in done.output
    assert done.output.endswith("1 check, 1 with findings, 1 finding in all.\n")


def test_a_long_list_is_cut_and_says_how_to_see_the_rest(run: Command, hotel: HotelBuilder) -> None:
    vacate_by_hand(hotel, guests=23)
    done = run("--only", OCCUPANCY)
    assert done.output.count(f"{hotel.slug}: ") == 20
    assert "… and 3 more: `hotelmate check --only occupancy --json` shows all" in done.output


def test_json_is_one_document(run: Command, hotel: HotelBuilder) -> None:
    vacate_by_hand(hotel, guests=2)
    done = run("--json", "--only", OCCUPANCY, "--hotel", hotel.slug)
    assert done.exit_code == 1
    document: dict[str, Any] = json.loads(done.output)
    assert document["hotel"] == hotel.slug
    assert [row["number"] for row in document["findings"]] == [1, 2]
    assert {row["check_name"] for row in document["findings"]} == {OCCUPANCY}
    (asked,) = document["checks"]
    assert (asked["name"], asked["findings"], asked["error"]) == ("occupancy", 2, None)
    assert (document["finding_count"], document["not_run"]) == (2, 0)
    (run_id,) = hotel.connection.execute("SELECT id FROM hotelmate.consistency_run").fetchone() or (
        None,
    )
    assert document["run_id"] == run_id


def test_json_has_the_fields_that_the_guide_shows(run: Command, hotel: HotelBuilder) -> None:
    vacate_by_hand(hotel)
    shown = json_under("operations.md", "## Looking")
    printed = json.loads(run("--json", "--only", OCCUPANCY).output)
    assert list(printed) == list(shown)
    assert fields(printed) == fields(shown)


def test_json_of_a_healthy_database_is_one_document_too(run: Command, hotel: HotelBuilder) -> None:
    document = json.loads(run("--json").output)
    assert document["findings"] == []
    assert len(document["checks"]) == len(all_checks())


def test_one_hotel_is_looked_at_alone(
    run: Command, hotel: HotelBuilder, clone: str, connect: Connect
) -> None:
    vacate_by_hand(HotelBuilder(connect(url=clone)))
    assert run("--hotel", hotel.slug, "--only", OCCUPANCY).exit_code == 0
    switch_triggers_off(hotel.connection, "room")
    assert run("--hotel", hotel.slug).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "named"),
    [(["--hotel", "nowhere"], "nowhere"), (["--only", "occupancy,no_such"], "no_such")],
)
def test_what_is_not_there_ends_with_status_2_and_its_name(
    run: Command, hotel: HotelBuilder, arguments: list[str], named: str
) -> None:
    done = run("--json", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert named in done.stderr
    assert hotel.connection.execute(KEPT).fetchall() == []


def test_a_check_that_cannot_be_run_ends_with_status_2_and_the_others_run(
    run: Command, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Check("a_broken_one", "Rooms", "it is so.", "low", (), "catalog", "SELECT 1 / 0")
    monkeypatch.setattr(running, "all_checks", lambda: (broken, *all_checks()))
    done = run()
    assert done.exit_code == 2
    assert "division by zero" in done.output
    assert done.output.endswith(
        f"{len(all_checks()) + 1} checks, 0 with findings, 1 could not be run.\n"
    )


def test_a_database_that_is_away_ends_with_status_2(run: Command) -> None:
    done = run(url="host=127.0.0.1 port=1 user=owner password=hush dbname=hotel")
    assert done.exit_code == 2
    assert "hush" not in done.output


def test_a_database_that_cannot_be_written_is_checked_without_keeping(
    run: Command, hotel: HotelBuilder, clone: str
) -> None:
    standby = make_conninfo(clone, options="-c default_transaction_read_only=on")
    refused = run(url=standby)
    assert refused.exit_code == 2
    assert "--no-keep" in refused.stderr
    done = run("--no-keep", url=standby)
    assert done.exit_code == 0
    assert done.output.endswith("This run was not kept.\n")
    assert hotel.connection.execute(KEPT).fetchall() == []


def test_a_database_of_another_version_says_so(run: Command, empty_database: str) -> None:
    done = run(url=empty_database)
    assert done.exit_code == 2
    assert "hotelmate migrate" in done.stderr


def test_the_html_report_is_whole_and_asks_nobody(
    run: Command, hotel: HotelBuilder, tmp_path: Path
) -> None:
    hotel.run("UPDATE hotelmate.hotel SET name = 'Bed & <b>Breakfast</b>'")
    vacate_by_hand(hotel)
    file = tmp_path / "report.html"

    assert run("--html", str(file)).exit_code == 1

    text = file.read_text(encoding="utf-8")
    page = ElementTree.fromstring(text)
    assert "Bed & <b>Breakfast</b>" in "".join(page.itertext())
    assert "://" not in text
    assert not {element.tag for element in page.iter()} & {"script", "link", "img", "iframe"}
    assert not [element for element in page.iter() if {"src", "href"} & {*element.keys()}]


def test_a_report_that_has_no_place_ends_with_status_2_before_anything_is_run(
    run: Command, hotel: HotelBuilder, tmp_path: Path
) -> None:
    done = run("--html", str(tmp_path / "nowhere" / "report.html"))
    assert (done.exit_code, done.stdout) == (2, "")
    assert hotel.connection.execute(KEPT).fetchall() == []


def test_a_report_that_cannot_be_written_ends_with_status_2(
    run: Command, hotel: HotelBuilder
) -> None:
    done = run("--html", "/dev/full")
    assert (done.exit_code, done.stderr) == (2, "Error: No space left on device\n")


def test_a_run_that_is_stopped_ends_with_status_2_and_counts_for_nothing(
    run: Command, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> Iterator[running.Found | running.Outcome]:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "_ask", stopped)
    assert run().exit_code == 2
    assert hotel.connection.execute(KEPT).fetchall() == [("CHECK", None, None, False)]


def test_what_nobody_reads_to_its_end_ends_with_status_2_and_one_sentence(
    hotel: HotelBuilder, clone: str
) -> None:
    """Status 1 would say that something was found."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "app.cli", "check"],
            env={**os.environ, "DATABASE_URL": as_url(clone)},
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_psql_runs_every_check_in_order() -> None:
    script = (CHECKS / "run_all.sql").read_text(encoding="utf-8")
    included = [line.split()[1] for line in script.splitlines() if line.startswith("\\ir")]
    assert included == [f"{each.name}.sql" for each in all_checks()]


def psql(url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(client_binary("psql")), "-X", "-q", "-f", str(CHECKS / "run_all.sql"), url],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_psql_prints_one_line_of_a_healthy_database(clone: str) -> None:
    done = psql(clone)
    assert (done.returncode, done.stdout, done.stderr) == (0, "0 findings\n", "")


def test_psql_prints_what_is_wrong_and_counts_it(clone: str, hotel: HotelBuilder) -> None:
    vacate_by_hand(hotel)
    with psycopg.connect(clone) as connection:
        expected = findings(connection)
    done = psql(clone)
    assert done.returncode == 0
    assert done.stdout.count("check_name: ") == len(expected)
    assert f"subject: {expected[0].subject}\n" in done.stdout
    assert done.stdout.endswith(f"{len(expected)} findings\n")


def test_psql_stops_where_a_check_cannot_be_run(empty_database: str) -> None:
    assert psql(empty_database).returncode == 3
