"""docs/operations.md is true: its commands are known, its files are there, its SQL runs."""

import configparser
import re
import shlex
from pathlib import Path

import click
import pytest

from app.cli import cli
from app.invariants import BY_NAME
from app.settings import VARIABLES
from schema.adoption.plan import plan
from schema.adoption.script import wanted
from tests.docs.guide import blocks_of, differences, play
from tests.docs.markdown import chapter, codes, fences, read, table_rows

ROOT = Path(__file__).parents[2]
COMMAND = re.compile(r"\bhotelmate ((?:check|reconcile|adopt|relay|migrate)(?: [^\n>`\")]+)?)")
UNITS = [fence.body for fence in fences(read("operations.md")) if fence.info == "ini"]


def commands() -> set[str]:
    text = read("operations.md")
    shown = [
        line for fence in fences(text) if fence.info == "sh" for line in fence.body.split("\n")
    ]
    spoken = [code for code in codes(text) if code.startswith("hotelmate ")]
    units = [line for unit in UNITS for line in unit.splitlines() if line.startswith("ExecStart=")]
    return {match[1] for line in [*shown, *spoken, *units] if (match := COMMAND.search(line))}


@pytest.mark.parametrize("line", sorted(commands()))
def test_commands_take_these_options(line: str) -> None:
    name, *arguments = shlex.split(line)
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    command.make_context(name, arguments)


def test_scripts_are_there() -> None:
    scripts = re.findall(r"psql -f (\S+)", read("operations.md"))
    assert scripts
    assert [name for name in scripts if not (ROOT / name).is_file()] == []


def test_settings_and_rules_are_known() -> None:
    text = read("operations.md")
    settings = set(re.findall(r"\bHOTELMATE_[A-Z_]+", text))
    assert settings <= {variable.name for variable in VARIABLES}
    named = {name for names in re.findall(r"--only ([\w,]+)", text) for name in names.split(",")}
    assert named
    assert named <= BY_NAME.keys()


def test_figures_are_those_of_the_program() -> None:
    program = (ROOT / "app" / "consistency" / "figures.py").read_text(encoding="utf-8")
    figures = {
        "hotelmate_consistency_findings",
        "hotelmate_consistency_checks_not_run",
        "hotelmate_consistency_last_run_timestamp_seconds",
    }
    assert set(re.findall(r"hotelmate_consistency_[a-z_]+", read("operations.md"))) == figures
    assert set(re.findall(r"hotelmate_consistency_[a-z_]+", program)) == figures


def test_the_sql_runs(clone: str) -> None:
    blocks = blocks_of(read("operations.md"))
    assert differences(blocks, play(clone, blocks)) == []


@pytest.mark.parametrize("unit", UNITS, ids=["service", "timer"])
def test_units_are_well_formed(unit: str) -> None:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.read_string(unit)
    assert "Unit" in parser


def test_locks_are_those_of_the_plan() -> None:
    heading = "## Adding constraints to a database in use"
    rows = table_rows(chapter(read("operations.md"), heading))
    told = {lock for row in rows for lock in codes(row[2])}
    taken = {step.lock for task in plan(wanted(), []) for step in task.steps}
    # That of the other table is told besides; a comment's stops nobody who reads or writes.
    assert told - {"ROW SHARE"} == taken - {"ACCESS SHARE", "none"}
