"""docs/schema.md agrees with the database: states, tables, columns, keys, events, trigger files."""

import re
from itertools import chain

import psycopg
import pytest

from schema import repeatable
from tests.docs.guide import blocks_of, play
from tests.docs.markdown import DOCS, chapter, codes, fences, read, table_rows

ARROW = re.compile(r"^ *(\w+) --> (\w+) : (.+)$", re.MULTILINE)
END = re.compile(r"^ *(\w+) --> \[\*\]$", re.MULTILINE)
START = re.compile(r"^ *\[\*\] --> (\w+)$", re.MULTILINE)
ENTITY = re.compile(r"^    (\w+) \{$", re.MULTILINE)
EVENT = re.compile(r"'((?:booking|room|task)_[a-z_]+)'")
EVENT_FILES = {
    "booking_audit.sql",
    "guest_message.sql",
    "housekeeping_task.sql",
    "payment_lapse.sql",
    "room_audit.sql",
}
KIND = {"": {"fact", "derived"}, "s": {"generated"}, "v": {"generated"}}


def diagram(heading: str) -> str:
    drawn = fences(chapter(read("schema.md"), heading))
    (found,) = [fence.body for fence in drawn if fence.info == "mermaid"]
    assert found.startswith("stateDiagram-v2\n")
    return found


@pytest.mark.parametrize(
    ("heading", "table"),
    [
        ("### Booking status", "booking_transition"),
        ("### Turnover", "turnover_transition"),
        ("### Task", "task_transition"),
    ],
)
def test_state_diagram_is_the_transition_table(
    owner: psycopg.Connection, heading: str, table: str
) -> None:
    steps = owner.execute(f"TABLE hotelmate.{table}").fetchall()
    drawn = diagram(heading)
    assert sorted(ARROW.findall(drawn)) == sorted(steps)
    final = {step[1] for step in steps} - {step[0] for step in steps}
    assert set(END.findall(drawn)) == final


@pytest.mark.parametrize(
    ("heading", "table"),
    [("### Booking status", "room_booking"), ("### Task", "housekeeping_task")],
)
def test_state_diagram_starts_where_a_new_row_does(
    owner: psycopg.Connection, heading: str, table: str
) -> None:
    row = owner.execute(
        "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef"
        " JOIN pg_attribute ON (attrelid, attnum) = (adrelid, adnum)"
        " WHERE adrelid = to_regclass(%s) AND attname = 'status'",
        (f"hotelmate.{table}",),
    ).fetchone()
    assert row is not None
    assert START.findall(diagram(heading)) == [row[0].split("'")[1]]


def test_occupancy_diagram_has_the_values_of_the_column(owner: psycopg.Connection) -> None:
    row = owner.execute(
        "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef"
        " JOIN pg_attribute ON (attrelid, attnum) = (adrelid, adnum)"
        " WHERE adrelid = 'hotelmate.room_booking'::regclass AND attname = 'occupancy'"
    ).fetchone()
    assert row is not None
    drawn = chain.from_iterable(
        (start, end) for start, end, _ in ARROW.findall(diagram("### Occupancy"))
    )
    assert set(drawn) == set(re.findall(r"'([A-Z_]+)'", row[0]))


def test_every_table_and_view_is_listed_and_every_table_drawn(owner: psycopg.Connection) -> None:
    relations = owner.execute(
        "SELECT relname, relkind::text FROM pg_class"
        " WHERE relnamespace = 'hotelmate'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')"
    ).fetchall()
    tables = sorted(name for name, kind in relations if kind in "rp")
    views = {name for name, kind in relations if kind in "vm"}
    text = read("schema.md")
    listed = [row[0] for row in table_rows(chapter(text, "## Tables"))]
    assert sorted(codes(cell)[0] for cell in listed) == sorted([*tables, *views])
    assert {codes(cell)[0] for cell in listed if cell.endswith("(view)")} == views
    assert f"{len(tables)} tables" in text
    assert sorted(ENTITY.findall(chapter(text, "## Diagram"))) == tables


@pytest.mark.parametrize("table", ["room", "room_booking"])
def test_every_column_is_listed_by_its_kind(owner: psycopg.Connection, table: str) -> None:
    listed = {
        column: row[1]
        for row in table_rows(chapter(read("schema.md"), f"### `{table}`"))
        for column in codes(row[0])
    }
    columns: dict[str, str] = dict(
        owner.execute(
            "SELECT attname, attgenerated::text FROM pg_attribute"
            " WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped",
            (f"hotelmate.{table}",),
        ).fetchall()
    )
    assert listed.keys() == columns.keys()
    assert not {name for name, kind in listed.items() if kind not in KIND[columns[name]]}


def test_keys_that_hotel_id_does_not_lead_are_the_exceptions_listed(
    owner: psycopg.Connection,
) -> None:
    named = {
        name for row in table_rows(chapter(read("schema.md"), "## Keys")) for name in codes(row[0])
    }
    others = owner.execute(
        "SELECT owning.relname, led.name FROM ("
        " SELECT conrelid AS relation, conname AS name, conkey[1] AS first FROM pg_constraint"
        " WHERE contype IN ('p', 'u', 'f')"
        " UNION ALL"
        " SELECT indrelid, indexrelid::regclass::text, indkey[0] FROM pg_index"
        ") AS led JOIN pg_class AS owning ON owning.oid = led.relation"
        " JOIN pg_attribute ON attrelid = led.relation AND attnum = led.first"
        " WHERE owning.relnamespace = 'hotelmate'::regnamespace AND attname <> 'hotel_id'"
    ).fetchall()
    names = [(table, name.rpartition(".")[2]) for table, name in others]
    assert not [pair for pair in names if named.isdisjoint(pair)]


def test_every_event_type_is_listed() -> None:
    written = {
        name
        for file in repeatable.load()
        if file.name in EVENT_FILES
        for name in EVENT.findall(file.sql)
    }
    chapters = chapter(read("schema.md"), "## Realtime events")
    listed = {codes(row[0])[0] for row in table_rows(chapters) if "_" in row[0]}
    # Names of columns in the payloads are quoted like event types.
    assert listed <= written
    assert not {name for name in written - listed if name.endswith(("ed", "no_show", "ing"))}


def test_every_trigger_file_is_listed() -> None:
    text = chapter(read("schema.md"), "## Migrations, trigger files, snapshot")
    listed = [codes(row[0])[0] for row in table_rows(text)]
    assert [name for name in listed if name.endswith(".sql")] == [f.name for f in repeatable.load()]


def test_every_revision_is_listed() -> None:
    text = chapter(read("schema.md"), "## Migrations, trigger files, snapshot")
    listed = [codes(row[0])[0] for row in table_rows(text)]
    versions = (DOCS.parent / "schema/migrations/versions").glob("0*.py")
    assert [name for name in listed if name.isdigit()] == sorted(file.name[:4] for file in versions)


def hearer(channel: str) -> str:
    """Return what the document calls the channel of an event."""
    kind = channel.partition(".")[0]
    return "the assignee's own" if kind == "staff" else kind


def test_events_go_where_the_document_says_with_the_payload_it_says(clone: str) -> None:
    play(clone, blocks_of(read("psql.md")))
    tables = table_rows(chapter(read("schema.md"), "## Realtime events"))
    channels = {codes(row[0])[0]: set(re.split(", (?:and )?", row[2])) for row in tables if row[2:]}
    payloads = {row[0]: set(codes(row[1])) for row in tables if not row[2:]}
    with psycopg.connect(clone) as connection:
        events = connection.execute(
            "SELECT event_type, channels, category, ARRAY(SELECT jsonb_object_keys(payload))"
            " FROM hotelmate.outbox_event"
        ).fetchall()
    heard: dict[str, set[str]] = {}
    for event_type, names, category, keys in events:
        hearers = {hearer(name) for name in names}
        heard.setdefault(event_type, set()).update(hearers)
        to_guest = hearers == {"guest"}
        listener = ", for the guest" if to_guest else ", for staff" if category == "booking" else ""
        described = payloads.get(f"`{event_type}`") or payloads[f"`{category}`{listener}"]
        left_out = described ^ set(keys)
        assert left_out <= ({"room_number"} if to_guest else set())
    assert len(heard) > 15
    assert heard == {event_type: channels[event_type] for event_type in heard}


def test_every_index_without_a_rule_is_listed(owner: psycopg.Connection) -> None:
    rows = table_rows(chapter(read("schema.md"), "## Keys"))
    begin = next(
        place for place, row in enumerate(rows) if codes(row[0])[0] == "room_booking_waiting"
    )
    listed = {name for row in rows[begin:] for name in codes(row[0])}
    indexes = owner.execute(
        "SELECT named.relname FROM pg_index JOIN pg_class AS named ON named.oid = indexrelid"
        " WHERE NOT indisunique AND named.relnamespace = 'hotelmate'::regnamespace"
    ).fetchall()
    assert listed == {name for (name,) in indexes}


def test_functions_that_anybody_may_execute_are_those_named(owner: psycopg.Connection) -> None:
    executable = owner.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'hotelmate'::regnamespace"
        " AND has_function_privilege('pg_monitor', oid, 'EXECUTE')"
    ).fetchall()
    text = read("schema.md")
    spoken = codes(chapter(text, "## Settings of a transaction"))
    spoken += codes(chapter(text, "## Privileges"))
    named = {name.removeprefix("hotelmate.") for name in spoken if name.endswith("()")}
    assert named == {f"{name}()" for (name,) in executable}
