"""The torture finds nothing in the schema as it is, and something as soon as a rule is gone."""

import random
from collections import Counter
from datetime import date
from pathlib import Path

import psycopg
import pytest

from app.invariants import BY_NAME
from bench.torture.alone import Alone
from bench.torture.comparing import differences, read_model
from bench.torture.count import PROVOKED, Count
from bench.torture.door import Door
from bench.torture.estate import build
from bench.torture.evidence import draw_evidence, varied
from bench.torture.exploring import Explored
from bench.torture.figures import (
    ENOUGH_WRITES,
    alone_figures,
    count_figures,
    model_figures,
    storm_figures,
)
from bench.torture.hotel_model import CLEANED, CLEANING, DIRTY, READY, HotelModel, Place, Stay
from bench.torture.judging import EVERYTHING, NEVER, OWNERS_BUSINESS, judge
from bench.torture.onward import onward, steps
from bench.torture.provocations import PROVOCATIONS, Provocation
from bench.torture.sample import Sample
from bench.torture.storm import Stormed, committed_between
from bench.torture.tables import read_tables
from bench.torture.together import ABOUT, NAMED_BY, SUBJECTS, draw_together, in_one
from bench.torture.worker import Place as Estate
from bench.torture.worker import Worker
from bench.torture.writes import LAW, Write, changing, draw
from tests.consistency import Contradiction
from tests.hotel_builder import HotelBuilder
from tests.stripe_evidence import Intent

WRONG = Contradiction("booking_has_adult", "booking BK-2026-000001", "has none")
WITHOUT_ADULTS = (
    "UPDATE hotelmate.room_booking SET adults = 0, children = 1 WHERE status = 'PENDING_PAYMENT'"
)


def short(listed: object) -> set[str]:
    """Name the figures that fall short."""
    return {figure.name for figure in listed if figure.falls_short}  # type: ignore[attr-defined]


@pytest.mark.proof
def test_writes_at_random_leave_no_contradiction_and_one_without_the_rule_is_seen(
    clone: str, tmp_path: Path
) -> None:
    with psycopg.connect(clone, autocommit=True) as owner:
        estate = Estate(clone, build(owner), None, tmp_path)
        worker = Worker(estate, 0, seed=1)
        worker.look_around()
        for _ in range(60):
            worker.step()
        worker.close()
        assert worker.door.count.tried >= 60
        assert worker.door.count.refused
        assert worker.door.count.committed
        assert not worker.door.count.faults
        assert judge(owner)[0] == set()
        owner.execute("ALTER TABLE hotelmate.room_booking DROP CONSTRAINT booking_has_adult")
        owner.execute(WITHOUT_ADULTS)
        assert "booking_has_adult" in {found.name for found in judge(owner)[0]}


def test_every_table_is_written_or_is_the_law(owner: psycopg.Connection) -> None:
    names = {table.name for table in read_tables(owner)}
    assert names >= LAW
    assert {"room_booking", "outbox_event", "guest_message"} <= names - LAW
    assert all(table.key for table in read_tables(owner) if table.name == "room_booking")


def test_of_the_rules_only_what_is_judged_once_may_be_found() -> None:
    known_names = {name for check in EVERYTHING for name in check.row_names}
    assert known_names >= OWNERS_BUSINESS
    assert {"changes_without_event", "closed_booking_counts_guests"} <= NEVER
    assert OWNERS_BUSINESS & BY_NAME.keys() == {"booking_approval_within_rooms"}


def test_a_count_that_is_wrong_is_a_contradiction_and_an_id_of_the_owners_choosing_is_told(
    clone: str,
) -> None:
    with psycopg.connect(clone, autocommit=True) as owner:
        hotel = HotelBuilder(owner)
        booking = hotel.booking("CONFIRMED")
        assert judge(owner) == (set(), set())
        hotel.room(id=1_000_000)
        assert judge(owner) == (set(), {"identities_behind"})
        with owner.transaction():
            owner.execute("SET LOCAL session_replication_role = replica")
            hotel.update("room_booking", booking, staying_guest_count=2)
        assert {found.name for found in judge(owner)[0]} == {"booking_guests_counted"}


def test_a_door_tells_what_became_of_each_write(
    owner: psycopg.Connection, database_url: str
) -> None:
    hotel = HotelBuilder(owner)
    room = hotel.room()
    door = Door(database_url, random.Random(1))

    def write(change: str) -> Write:
        where = f"hotel_id = {hotel.hotel_id} AND id = {room}"
        return Write("room", f"UPDATE hotelmate.room SET {change} WHERE {where}")

    assert door.attempt([write("is_active = false"), write("turnover_status = 'x'")])
    assert not door.attempt([write("room_type_id = NULL")])
    assert not door.attempt([write("version = 'x'")])
    assert not door.step([write("is_active = true"), write("turnover_status = 'x'")])
    door.close()
    assert hotel.read("room", room, "is_active") is False
    assert door.count.committed == {"room": 1}
    assert door.count.refused["not null room.room_type_id", "room"] == 1
    assert door.count.unstorable == 1
    assert not door.count.faults


def test_writes_that_belong_together_are_refused_as_one(
    owner: psycopg.Connection, database_url: str
) -> None:
    hotel = HotelBuilder(owner)
    room = hotel.room()
    door = Door(database_url, random.Random(1))

    def write(change: str, number: int = room) -> Write:
        where = f"hotel_id = {hotel.hotel_id} AND id = {number}"
        return Write("room", f"UPDATE hotelmate.room SET {change} WHERE {where}")

    broken = [write("is_active = false"), write("turnover_status = 'x'"), write("version = 9")]
    assert not door.whole([write("is_active = false", 0), *broken])
    assert hotel.read("room", room, "is_active") is True
    assert (door.count.tried, door.count.missed, door.count.refused.total()) == (3, 1, 2)
    assert not door.committed
    assert door.whole([write("is_active = false", 0), write("is_active = false")])
    assert hotel.read("room", room, "is_active") is False
    assert (door.count.tried, door.count.missed, door.count.committed) == (5, 2, {"room": 1})
    assert len(door.committed) == 1
    door.close()
    assert not door.count.faults


def test_writes_in_one_statement_are_touched_when_one_of_them_is(
    owner: psycopg.Connection, database_url: str
) -> None:
    hotel = HotelBuilder(owner)
    room, chance = hotel.room(), random.Random(1)
    door = Door(database_url, chance)

    def write(number: int) -> Write:
        where = f"hotel_id = {hotel.hotel_id} AND id = {number}"
        return Write("room", f"UPDATE hotelmate.room SET is_active = false WHERE {where}")

    assert not door.whole([in_one([write(0), write(0)])])
    assert door.whole([in_one([write(0), write(room)])])
    door.close()
    assert hotel.read("room", room, "is_active") is False


def test_what_is_drawn_depends_on_the_seed_alone_and_belongs_together(clone: str) -> None:
    with psycopg.connect(clone, autocommit=True) as connection:
        build(connection)
        sample = Sample(read_tables(connection))
        sample.refresh(connection)
    first, again = random.Random(7), random.Random(7)
    drawn = [draw_together(first, sample) for _ in range(400)]
    assert drawn == [draw_together(again, sample) for _ in range(400)]
    writes = [write.statement for written, _ in drawn for write in written]
    assert any("), (" in text and text.startswith("INSERT") for text in writes)
    assert any("INSERT" in text and "UPDATE" in text for text in writes if text[:4] == "WITH")
    assert {1, 2, 3} == {len(written) for written, _ in drawn}
    assert any("ORDER BY ctid DESC" in text for text in writes)
    evidence = [write for _ in range(200) for write in draw_evidence(first, sample)]
    assert {write.table for write in evidence} == {"payment_entry", "stripe_webhook_event"}
    changed = [changing(first, draw(first, sample))[0].statement for _ in range(50)]
    assert all("set_config('hotelmate." in text for text in changed)


def test_what_is_written_about_a_subject_names_it(owner: psycopg.Connection) -> None:
    there = {table.name: {column.name for column in table.writable} for table in read_tables(owner)}
    assert set(SUBJECTS) == ABOUT.keys()
    for subject, names in NAMED_BY.items():
        for table in ABOUT[subject]:
            assert table == subject or there[table] & set(names), table
    assert all("hotel_id" in there[table] for table in ABOUT["hotel"])


def test_a_payment_intent_is_shown_a_little_differently() -> None:
    shown = Intent().held()
    seen = [varied(random.Random(seed), shown) for seed in range(200)]
    assert shown in seen
    assert {"succeeded", "canceled"} <= {each["status"] for each in seen}
    assert any("amount_received" not in each for each in seen)
    assert {each["amount_capturable"] for each in seen if "amount_capturable" in each} > {0, 20000}
    assert all(each["id"] == shown["id"] for each in seen)


def test_counts_add_up() -> None:
    first, second = Count(), Count()
    first.tried, second.tried = 2, 3
    first.refused["rule", "room"] = 1
    second.refused["rule", "guest"] = 2
    second.refused["rule", PROVOKED] = 4
    second.fault("XX000 what", "SELECT 1")
    first.add(second)
    assert (first.tried, first.by_rule()) == (5, Counter(rule=7))
    assert first.by_rule(unprovoked=True) == Counter(rule=3)
    assert short(count_figures(first, 5)) == {"torture_faults"}
    assert short(count_figures(Count(tried=4), 5)) == {"torture_writes"}


def test_a_rule_that_refused_nothing_among_many_writes_falls_short() -> None:
    many = Count(tried=ENOUGH_WRITES)
    many.refused.update((name, "room") for name in BY_NAME)
    assert short(count_figures(many, 1)) == set()
    del many.refused["booking_has_adult", "room"]
    assert short(count_figures(many, 1)) == {"torture_rules_that_refused_nothing"}


def test_a_provocation_ends_with_the_refusal_of_its_rule(clone: str) -> None:
    with psycopg.connect(clone, autocommit=True) as connection:
        build(connection)
    door = Door(clone, random.Random(1))
    for provocation in PROVOCATIONS:
        door.count = Count()
        door.provoke(provocation)
        assert door.count.refused == {(provocation.rule, PROVOKED): 1}, provocation.rule
    door.close()


def test_a_provocation_is_of_a_rule_and_a_rule_has_one_at_most() -> None:
    rules = [provocation.rule for provocation in PROVOCATIONS]
    assert len(set(rules)) == len(rules)
    assert set(rules) <= BY_NAME.keys()


def test_a_provocation_that_passes_is_a_fault_and_is_taken_back(
    owner: psycopg.Connection, database_url: str
) -> None:
    hotel = HotelBuilder(owner)
    room = hotel.room()
    change = f"UPDATE hotelmate.room SET is_active = false WHERE hotel_id = {hotel.hotel_id}"
    door = Door(database_url, random.Random(1))
    door.provoke(Provocation("room_ready_is_vacant", change))
    door.close()
    assert hotel.read("room", room, "is_active") is True
    assert list(door.count.faults) == ["room_ready_is_vacant let pass"]
    assert not door.count.committed


@pytest.mark.parametrize(
    ("listed", "name"),
    [
        (model_figures(Explored(failures=["story"])), "torture_model_disagreements"),
        (alone_figures(Alone(seen={WRONG: ["UPDATE"]})), "torture_alone_contradictions"),
        (alone_figures(Alone(law=["UPDATE"])), "torture_alone_law_changed_unnoticed"),
        (storm_figures(Stormed(seen={WRONG: ["UPDATE"]})), "torture_storm_contradictions"),
    ],
)
def test_a_contradiction_falls_short(listed: object, name: str) -> None:
    assert short(listed) == {name}


def test_what_was_committed_shortly_before_is_told_in_order(tmp_path: Path) -> None:
    (tmp_path / "0.log").write_text("3.0\t['c']\n9.0\t['e']\n", encoding="utf-8")
    (tmp_path / "1.log").write_text("1.0\t['a']\n2.5\t['b', 'b2']\n", encoding="utf-8")
    assert committed_between(tmp_path, 2.0, 4.0) == ["b; b2", "c"]


def test_the_model_says_what_is_allowed() -> None:
    today = date(2026, 6, 1)
    stay = Stay("DBL", today, date(2026, 6, 3), adults=2, price=100, named=2)
    model = HotelModel(today, {"101": Place("DBL")}, {"BK-1": stay})
    assert not model.may("assign", stay, "101")
    for step in ("pay", "approve", "assign", "check_in", "check_out"):
        assert model.may(step, stay, "101"), step
        model.take(step, stay, "101")
        assert not model.may(step, stay, "101"), step
    assert (stay.status, stay.amounts, model.rooms["101"].turnover) == (
        "COMPLETED",
        [100, 100],
        DIRTY,
    )
    assert not model.may_turn("101", READY)
    for to in (CLEANING, CLEANED, READY):
        assert model.may_turn("101", to)
        model.rooms["101"].turnover = to


def test_a_stay_goes_on_by_itself_until_its_room_is_let_again() -> None:
    today = date(2026, 6, 1)
    stays = {
        name: Stay("DBL", today, date(2026, 6, 3), adults=2, price=100, named=2)
        for name in ("BK-1", "BK-2")
    }
    model = HotelModel(today, {"101": Place("DBL")}, stays)
    told = []
    while ahead := onward(model):
        told.append(ahead[0].name)
        if ahead[0].name == "turn":
            assert model.may_turn(ahead[0].number, ahead[0].to)
            model.rooms[ahead[0].number].turnover = ahead[0].to
        else:
            stay = stays[ahead[0].reference]
            assert model.may(ahead[0].name, stay, ahead[0].number)
            model.take(ahead[0].name, stay, ahead[0].number)
    assert [stay.status for stay in stays.values()] == ["COMPLETED"] * 2
    assert told.count("check_in") == told.count("check_out") == 2


def test_what_is_allowed_and_what_is_not_are_found_for_each_step() -> None:
    today = date(2026, 6, 2)
    rooms = {"101": Place("DBL"), "102": Place("DBL", DIRTY), "103": Place("FAM")}
    waiting = Stay("DBL", date(2026, 6, 1), date(2026, 6, 3), 1, 100, "CONFIRMED", named=1)
    model = HotelModel(today, rooms, {"BK-1": waiting})
    assert [step.number for step in steps(model, "assign", True)] == ["101", "103"]
    assert [step.number for step in steps(model, "assign", False)] == ["102"]
    assert [step.count for step in steps(model, "party", True)] == [2]
    assert [(step.number, step.to) for step in steps(model, "turn", True)] == [
        ("101", DIRTY),
        ("102", CLEANING),
        ("103", DIRTY),
    ]
    assert steps(model, "no_show", True)
    assert not steps(model, "no_show", False)
    assert steps(model, "check_in", False)
    assert not steps(model, "check_in", True)
    assert len(steps(model, "is_active", True)) == 3


@pytest.mark.parametrize(("adults", "may"), [(2, True), (3, False)])
def test_who_fits_only_in_the_larger_room_is_not_sent_out_of_it(adults: int, may: bool) -> None:
    today = date(2026, 6, 2)
    upgraded = Stay("DBL", today, date(2026, 6, 3), adults, 100, "CONFIRMED", named=adults)
    upgraded.room, upgraded.occupancy = "103", "ASSIGNED"
    model = HotelModel(today, {"103": Place("FAM")}, {"BK-1": upgraded})
    assert model.may("unassign", upgraded) is may


def test_the_model_is_read_and_compared(owner: psycopg.Connection) -> None:
    hotel = HotelBuilder(owner)
    room = hotel.room()
    hotel.in_house(room)
    model = read_model(hotel)
    assert [stay.occupancy for stay in model.stays.values()] == ["IN_HOUSE"]
    assert differences(model, read_model(hotel)) == []
    model.rooms["101"].turnover = READY
    assert len(differences(model, read_model(hotel))) == 1
