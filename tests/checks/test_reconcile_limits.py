"""What reconciliation leaves alone: what is gone, what a rule refuses, what no fact decides."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager

import pytest

from app.consistency.mending import mending
from app.consistency.mending.mending import Ending
from app.consistency.mending.reconciling import Report
from app.consistency.running import Scope, UnknownCheckError, UnknownHotelError
from tests.checks.planting import NAMED_GUEST
from tests.checks.reconciling import (
    ACTOR,
    endings,
    everything,
    mend_of,
    planting_in,
    reconciled,
)
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import switch_triggers_off
from tests.stripe_payments import held_booking

pytestmark = pytest.mark.proof

PATIENCE_SECONDS = 30
POLL_SECONDS = 0.005
# What a run keeps of itself.
KEPT = ("consistency_run", "consistency_result", "consistency_count", "consistency_finding")


@pytest.fixture
def hotel(clone: str, connect: Connect) -> HotelBuilder:
    """A hotel in a private database."""
    return HotelBuilder(connect(url=clone))


def overdue_draft(hotel: HotelBuilder) -> int:
    booking = hotel.booking()
    then = hotel.value("SELECT now() - interval '10 minutes'")
    hotel.update("room_booking", booking, expires_at=then)
    return booking


def guest_in_a_room_out_of_order(hotel: HotelBuilder) -> int:
    """Plant what no fix may mend: the room that a guest is in is out of order."""
    room = hotel.room()
    hotel.in_house(room)
    with planting_in(hotel) as planting:
        planting.drop("booking_in_house_occupies_room", NAMED_GUEST)
        hotel.update("room", room, in_house_booking_id=None, is_out_of_order=True)
    return room


def written_by_reconciliation(hotel: HotelBuilder) -> int:
    return int(hotel.value("SELECT count(*) FROM hotelmate.booking_event WHERE actor = %s", ACTOR))


@contextmanager
def waiting(url: str, hotel: HotelBuilder) -> Iterator[Future[Report]]:
    """Start a reconciliation and enter the block once it waits for a lock."""
    with ThreadPoolExecutor(1) as thread:
        future = thread.submit(reconciled, url)
        waits = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        for _ in range(int(PATIENCE_SECONDS / POLL_SECONDS)):
            if hotel.value(waits):
                break
            wait([future], timeout=POLL_SECONDS)
            assert not future.done(), future.result()
        yield future


def test_what_is_gone_when_its_subject_is_locked_is_left_alone(
    clone: str, hotel: HotelBuilder, connect: Connect
) -> None:
    booking = overdue_draft(hotel)
    other = hotel.through(connect(url=clone, autocommit=False))
    other.cancel(booking)
    with waiting(clone, hotel) as future:
        other.connection.commit()
        report = future.result(timeout=PATIENCE_SECONDS)
    mend = mend_of(report, "drafts_past_expiry")
    assert (mend.ending, mend.told) == (Ending.GONE, "")
    assert report.left == []
    assert hotel.read("room_booking", booking, "status") == "CANCELLED"
    assert written_by_reconciliation(hotel) == 0


def test_the_reason_is_what_is_found_under_the_lock(
    clone: str, hotel: HotelBuilder, connect: Connect
) -> None:
    booking = hotel.booking("CONFIRMED", guests=2)
    with planting_in(hotel) as planting, planting.unguarded():
        hotel.update("room_booking", booking, staying_guest_count=1)
    other = hotel.through(connect(url=clone, autocommit=False))
    other.run("SELECT")  # opens the transaction, so that what is planted is not committed yet
    with planting_in(other) as planting, planting.unguarded():
        other.update("room_booking", booking, staying_guest_count=0)
    with waiting(clone, hotel) as future:
        other.connection.commit()
        mend = mend_of(future.result(timeout=PATIENCE_SECONDS), "booking_guests_counted")
    assert mend.ending is Ending.MENDED
    assert " 1 staying, " in mend.found.finding.finding
    reason = hotel.value(
        "SELECT reason FROM hotelmate.booking_event WHERE actor = %s AND booking_id = %s",
        ACTOR,
        booking,
    )
    assert " 0 staying, " in reason


def test_what_somebody_holds_for_too_long_is_left_for_the_next_run(
    clone: str, hotel: HotelBuilder, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mending, "SESSION", "SET lock_timeout = '50ms'")
    held, free = overdue_draft(hotel), overdue_draft(hotel)
    other = hotel.through(connect(url=clone, autocommit=False))
    other.update("room_booking", held, special_requests="late arrival")
    report = reconciled(clone)
    assert sorted(endings(report, "drafts_past_expiry")) == [Ending.BUSY, Ending.MENDED]
    assert len(report.left) == 1
    assert hotel.read("room_booking", free, "status") == "CANCELLED_DRAFT"
    other.connection.rollback()
    assert reconciled(clone).left == []


def test_what_a_rule_refuses_stays_as_it_is_and_others_go_on(
    clone: str, hotel: HotelBuilder
) -> None:
    room, draft = guest_in_a_room_out_of_order(hotel), overdue_draft(hotel)
    version = hotel.read("room", room, "version")
    dry, report = reconciled(clone, dry_run=True), reconciled(clone)
    mend = mend_of(report, "booking_in_house_occupies_room")
    assert mend_of(dry, "booking_in_house_occupies_room")[1:] == mend[1:]
    assert (mend.ending, mend.told) == (Ending.REFUSED, "room_out_of_service_is_vacant")
    assert mend in report.left
    assert hotel.read("room", room, "version") == version
    assert hotel.read("room_booking", draft, "status") == "CANCELLED_DRAFT"


def test_where_triggers_are_off_nothing_is_written(clone: str, hotel: HotelBuilder) -> None:
    room = hotel.room()
    hotel.in_house(room)
    with planting_in(hotel) as planting:
        planting.drop("booking_in_house_occupies_room", NAMED_GUEST)
        hotel.update("room", room, in_house_booking_id=None)
    switch_triggers_off(hotel.connection, "room")
    before = everything(hotel, but=KEPT)
    mend = mend_of(reconciled(clone), "booking_in_house_occupies_room")
    assert mend.ending is Ending.UNRECORDED
    assert everything(hotel, but=KEPT) == before
    hotel.run("ALTER TABLE hotelmate.room ENABLE TRIGGER USER")
    assert mend_of(reconciled(clone), "booking_in_house_occupies_room").ending is Ending.MENDED


def test_a_room_that_names_a_guest_who_never_checked_in_is_left_to_people(
    clone: str, hotel: HotelBuilder
) -> None:
    room = hotel.room(turnover_status="CHECKOUT_DIRTY")
    booking = hotel.booking("CONFIRMED")
    with planting_in(hotel) as planting:
        planting.drop("room_occupied_by_in_house_booking", NAMED_GUEST)
        hotel.update("room", room, in_house_booking_id=booking)
    before = everything(hotel, but=KEPT)
    report = reconciled(clone)
    assert endings(report, "room_occupied_by_in_house_booking") == [Ending.STILL_SO]
    assert everything(hotel, but=KEPT) == before


def test_a_booking_older_than_its_trail_puts_nobody_in_a_room(
    clone: str, hotel: HotelBuilder
) -> None:
    """As where room_booking alone was restored: the room knows that its guest has left."""
    room = hotel.room()
    booking = hotel.in_house(room)
    version = hotel.read("room_booking", booking, "version")
    hotel.check_out(booking)
    with planting_in(hotel) as planting:
        planting.drop("booking_in_house_occupies_room", NAMED_GUEST)
        with planting.unguarded():
            hotel.update(
                "room_booking", booking, version=version, status="CONFIRMED", checked_out_at=None
            )
    before = everything(hotel, but=KEPT)
    report = reconciled(clone)
    assert endings(report, "booking_in_house_occupies_room") == [Ending.STILL_SO]
    assert everything(hotel, but=KEPT) == before


def test_what_was_there_before_check_in_is_no_hindrance_to_it(
    clone: str, hotel: HotelBuilder
) -> None:
    room = hotel.room()
    booking = hotel.assigned(room)
    member = hotel.value("SELECT id FROM hotelmate.booking_guest WHERE booking_id = %s", booking)
    now = hotel.value("SELECT now()")
    with planting_in(hotel) as planting, planting.unguarded():
        stay = {"booking_id": booking, "room_id": room}
        hotel.insert("guest", booking_guest_id=member, checked_in_at=now, **stay)
        hotel.insert("guest_chat_session", opened_at=now, **stay)
    report = reconciled(clone)
    assert endings(report, "guest_in_house_while_booking_is") == [Ending.MENDED]
    assert endings(report, "chat_open_while_in_house") == [Ending.MENDED]
    hotel.check_in(booking)
    assert reconciled(clone).mends == []


def test_what_was_there_of_a_booking_closed_without_a_stay_is_taken_away(
    clone: str, hotel: HotelBuilder
) -> None:
    room, booking = hotel.room(), hotel.booking("CANCELLED")
    now = hotel.value("SELECT now()")
    with planting_in(hotel) as planting, planting.unguarded():
        stay = {"booking_id": booking, "room_id": room}
        member = hotel.primary(booking)
        hotel.insert("guest", booking_guest_id=member, checked_in_at=now, **stay)
        hotel.insert("guest_chat_session", opened_at=now, **stay)
    report = reconciled(clone)
    assert endings(report, "guest_in_house_while_booking_is") == [Ending.MENDED]
    assert endings(report, "chat_open_while_in_house") == [Ending.MENDED]
    for table in ("guest", "guest_chat_session"):
        left = f"SELECT count(*) FROM hotelmate.{table} WHERE booking_id = %s"
        assert hotel.value(left, booking) == 0
    assert reconciled(clone).mends == []


def test_a_room_of_another_hotel_is_no_news_for_the_trail(clone: str, hotel: HotelBuilder) -> None:
    """Told to the trail, it would be found by nobody any more."""
    elsewhere = HotelBuilder(hotel.connection).room()
    booking = hotel.booking("CONFIRMED")
    now = hotel.value("SELECT now()")
    with planting_in(hotel) as planting, planting.unguarded():
        hotel.update(
            "room_booking",
            booking,
            assigned_room_id=elsewhere,
            room_assigned_at=now,
            room_assigned_by="restore",
        )
    before = everything(hotel, but=KEPT)
    report = reconciled(clone, Scope(only=("booking_has_audit_row",)))
    assert endings(report, "booking_has_audit_row") == [Ending.STILL_SO]
    assert endings(reconciled(clone), "booking_waits_for_ready_room") == [Ending.NO_FIX]
    assert everything(hotel, but=KEPT) == before


def test_without_evidence_nobody_is_paid(clone: str, hotel: HotelBuilder) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    with planting_in(hotel) as planting:
        planting.drop("booking_confirmed_is_paid", "booking_has_audit_row")
        now = hotel.value("SELECT now()")
        with planting.unguarded():
            hotel.update("room_booking", booking, status="CONFIRMED", approved_at=now)
    before = everything(hotel, but=KEPT)
    scope = Scope(only=("booking_confirmed_is_paid",))
    mend = mend_of(reconciled(clone, scope), "booking_confirmed_is_paid")
    assert mend.ending is Ending.STILL_SO
    assert everything(hotel, but=KEPT) == before


def test_a_ledger_without_its_events_is_no_evidence(clone: str, hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", 20000)
    payment = hotel.payment(booking)
    with planting_in(hotel) as planting:
        planting.drop("payment_entry_event_known", "tg_payment_entry__2_booking")
        evidence = {"payment_id": payment, "provider_event_id": "evt_made_up"}
        hotel.pay(booking, "CAPTURED", 20000, provider="stripe", method=None, **evidence)
    before = everything(hotel, but=KEPT)
    report = reconciled(clone)
    assert endings(report, "booking_amounts_are_ledgers") == [Ending.STILL_SO]
    assert endings(report, "payment_entry_event_known") == [Ending.NO_FIX]
    assert everything(hotel, but=KEPT) == before


def test_what_a_restore_lost_of_the_occupancy_is_mended_with_its_trail(
    clone: str, hotel: HotelBuilder
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    with planting_in(hotel) as planting, planting.unguarded():
        hotel.update("room", room, in_house_booking_id=None)
    report = reconciled(clone)
    assert endings(report, "booking_in_house_occupies_room") == [Ending.MENDED]
    assert endings(report, "room_has_audit_row") == [Ending.GONE]
    assert reconciled(clone).mends == []
    assert hotel.read("room", room, "in_house_booking_id") == booking


def test_what_went_past_the_trail_is_told_to_it_only_where_somebody_asks(
    clone: str, hotel: HotelBuilder
) -> None:
    room = hotel.room()
    with planting_in(hotel) as planting, planting.unguarded():
        hotel.update("room", room, maintenance_required=True)
    before = everything(hotel, but=KEPT)
    assert endings(reconciled(clone), "room_has_audit_row") == [Ending.NO_FIX]
    assert everything(hotel, but=KEPT) == before
    asked = reconciled(clone, Scope(only=("room_has_audit_row",)))
    assert endings(asked, "room_has_audit_row") == [Ending.MENDED]


def test_a_booking_that_was_moved_past_its_trail_decides_nothing(
    clone: str, hotel: HotelBuilder
) -> None:
    booking, other = hotel.in_house(hotel.room()), hotel.room()
    with planting_in(hotel) as planting, planting.unguarded():
        hotel.update("room_booking", booking, assigned_room_id=other)
    before = everything(hotel, but=KEPT)
    report = reconciled(clone)
    assert Ending.MENDED not in {mend.ending for mend in report.mends}
    assert everything(hotel, but=KEPT) == before


def test_a_check_in_that_its_trail_does_not_know_decides_nothing(
    clone: str, hotel: HotelBuilder
) -> None:
    booking = hotel.assigned(hotel.room())
    with planting_in(hotel) as planting, planting.unguarded():
        hotel.update("room_booking", booking, checked_in_at=hotel.value("SELECT now()"))
    before = everything(hotel, but=KEPT)
    report = reconciled(clone)
    assert Ending.MENDED not in {mend.ending for mend in report.mends}
    assert everything(hotel, but=KEPT) == before


def test_a_check_in_that_was_lost_takes_no_record_away(clone: str, hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room())
    with planting_in(hotel) as planting, planting.unguarded():
        hotel.update("room_booking", booking, checked_in_at=None)
    before = everything(hotel, but=KEPT)
    report = reconciled(clone)
    assert Ending.MENDED not in {mend.ending for mend in report.mends}
    assert everything(hotel, but=KEPT) == before


def test_a_room_that_was_assigned_with_the_approval_is_no_check_in(
    clone: str, hotel: HotelBuilder
) -> None:
    # Told by one audit row, as a check-in with the approval is.
    booking, room = hotel.booking("PENDING_APPROVAL"), hotel.room()
    hotel.update("room_booking", booking, status="CONFIRMED", assigned_room_id=room)
    with planting_in(hotel) as planting, planting.unguarded():
        hotel.insert(
            "guest",
            booking_id=booking,
            booking_guest_id=hotel.primary(booking),
            room_id=room,
            checked_in_at=hotel.value("SELECT now()"),
        )
    rule = "guest_in_house_while_booking_is"
    assert endings(reconciled(clone), rule) == [Ending.MENDED]
    assert reconciled(clone).mends == []


def test_a_step_forged_into_the_trail_decides_nothing(clone: str, hotel: HotelBuilder) -> None:
    booking = hotel.checked_out(hotel.room())
    with planting_in(hotel) as planting, planting.unguarded():
        hotel.run(
            "INSERT INTO hotelmate.booking_event (hotel_id, booking_id, version, event_type,"
            " from_status, to_status, from_room_id, to_room_id) SELECT hotel_id, id, version + 1,"
            " 'booking_updated', 'COMPLETED', 'CONFIRMED', assigned_room_id, assigned_room_id"
            " FROM hotelmate.room_booking WHERE id = %s",
            booking,
        )
        hotel.run(
            "UPDATE hotelmate.room_booking SET status = 'CONFIRMED', checked_out_at = NULL,"
            " version = version + 1 WHERE id = %s",
            booking,
        )
    before = everything(hotel, but=KEPT)
    report = reconciled(clone)
    assert Ending.MENDED not in {mend.ending for mend in report.mends}
    assert everything(hotel, but=KEPT) == before


def test_a_room_that_was_changed_past_its_trail_is_left_to_people(
    clone: str, hotel: HotelBuilder
) -> None:
    room = hotel.room()
    left = hotel.checked_out(room)
    with planting_in(hotel) as planting, planting.unguarded():
        hotel.update("room", room, in_house_booking_id=left, maintenance_required=True)
    before = everything(hotel, but=KEPT)
    report = reconciled(clone)
    assert Ending.MENDED not in {mend.ending for mend in report.mends}
    assert everything(hotel, but=KEPT) == before


def test_an_event_that_shows_nothing_is_no_evidence(clone: str, hotel: HotelBuilder) -> None:
    booking, _ = held_booking(hotel)
    with planting_in(hotel) as planting:
        planting.drop("tg_payment_entry__2_booking")
        hotel.pay_by_stripe(booking, "CAPTURED", 20000)
    assert endings(reconciled(clone), "booking_amounts_are_ledgers") == [Ending.STILL_SO]
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


def test_a_draft_whose_price_is_in_the_ledger_does_not_lapse(
    clone: str, hotel: HotelBuilder
) -> None:
    booking = overdue_draft(hotel)
    with planting_in(hotel) as planting:
        planting.drop("tg_payment_entry__2_booking")
        hotel.authorise(booking)
    report = reconciled(clone)
    assert endings(report, "booking_pending_payment_is_unpaid") == [Ending.MENDED]
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


def test_the_desks_money_confirms_no_booking_that_nobody_approved(
    clone: str, hotel: HotelBuilder
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    with planting_in(hotel) as planting:
        planting.drop("tg_payment_entry__2_booking")
        hotel.pay(booking, "CAPTURED", 20000)
    mend = mend_of(reconciled(clone), "booking_amounts_are_ledgers")
    assert mend.ending is Ending.STILL_SO
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


@pytest.mark.parametrize("rule", ["booking_has_audit_row", "room_has_audit_row"])
def test_a_trail_that_lacks_more_than_its_last_row_is_left_to_people(
    rule: str, clone: str, hotel: HotelBuilder
) -> None:
    booking, room = hotel.booking(), hotel.room()
    with planting_in(hotel) as planting, planting.unguarded():
        for table, row in (("room_booking", booking), ("room", room)):
            hotel.update(table, row, version=hotel.read(table, row, "version") + 2)
    before = everything(hotel, but=KEPT)
    assert endings(reconciled(clone, Scope(only=(rule,))), rule) == [Ending.STILL_SO]
    assert everything(hotel, but=KEPT) == before


def test_a_step_without_an_audit_row_that_is_not_legal_is_left_to_people(
    clone: str, hotel: HotelBuilder
) -> None:
    room = hotel.room(turnover_status="CHECKOUT_DIRTY")
    with planting_in(hotel) as planting, planting.unguarded():
        hotel.update("room", room, turnover_status="READY_FOR_GUEST", version=2)
    before = everything(hotel, but=KEPT)
    scope = Scope(only=("room_has_audit_row",))
    mend = mend_of(reconciled(clone, scope), "room_has_audit_row")
    assert (mend.ending, "room_legal_turnover" in mend.told) == (Ending.REFUSED, True)
    assert everything(hotel, but=KEPT) == before


def test_a_step_past_the_trail_that_is_not_legal_is_left_to_people(
    clone: str, hotel: HotelBuilder
) -> None:
    room = hotel.room(turnover_status="CHECKOUT_DIRTY")
    with planting_in(hotel) as planting, planting.unguarded():
        hotel.update("room", room, turnover_status="READY_FOR_GUEST")
    before = everything(hotel, but=KEPT)
    scope = Scope(only=("room_has_audit_row",))
    mend = mend_of(reconciled(clone, scope), "room_has_audit_row")
    assert (mend.ending, "room_legal_turnover" in mend.told) == (Ending.REFUSED, True)
    assert everything(hotel, but=KEPT) == before


def test_paid_at_is_the_time_of_the_capture_whatever_came_since(
    clone: str, hotel: HotelBuilder
) -> None:
    booking = hotel.booking("CONFIRMED")
    paid_at = hotel.read("room_booking", booking, "paid_at")
    with planting_in(hotel) as planting:
        planting.drop(
            "booking_confirmed_is_paid", "booking_payment_stamped", "tg_payment_entry__2_booking"
        )
        hotel.pay(booking, "REFUNDED", 500)
        with planting.unguarded():
            hotel.update("room_booking", booking, paid_at=None)
    assert mend_of(reconciled(clone), "booking_amounts_are_ledgers").ending is Ending.MENDED
    assert hotel.read("room_booking", booking, "paid_at") == paid_at
    assert hotel.read("room_booking", booking, "refunded_amount") == 500


def test_what_has_no_fix_is_listed(clone: str, hotel: HotelBuilder) -> None:
    hotel.booking("CONFIRMED", arrival=-1)
    report = reconciled(clone)
    mend = mend_of(report, "arrivals_not_come")
    assert (mend.ending, report.left) == (Ending.NO_FIX, [mend])


def test_only_what_was_asked_for_is_mended(clone: str, hotel: HotelBuilder) -> None:
    other = HotelBuilder(hotel.connection)
    here, there = overdue_draft(hotel), overdue_draft(other)
    assert reconciled(clone, Scope(only=("booking_closed_holds_no_room",))).mends == []
    report = reconciled(clone, Scope(hotel=hotel.slug))
    assert endings(report, "drafts_past_expiry") == [Ending.MENDED]
    assert hotel.read("room_booking", here, "status") == "CANCELLED_DRAFT"
    assert other.read("room_booking", there, "status") == "PENDING_PAYMENT"


def test_a_scope_that_is_not_there_is_an_error(clone: str) -> None:
    with pytest.raises(UnknownHotelError):
        reconciled(clone, Scope(hotel="no-such-hotel"))
    with pytest.raises(UnknownCheckError):
        reconciled(clone, Scope(only=("no_such_rule",)))


def test_the_run_is_kept_with_what_became_of_its_findings(clone: str, hotel: HotelBuilder) -> None:
    overdue_draft(hotel)
    hotel.booking("CONFIRMED", arrival=-1)
    reconciled(clone)
    kept = hotel.connection.execute(
        "SELECT check_name, mended_at IS NOT NULL, mend_outcome"
        " FROM hotelmate.consistency_finding AS finding"
        " JOIN hotelmate.consistency_run AS run ON run.id = finding.run_id"
        " WHERE occasion = 'RECONCILE' ORDER BY check_name"
    ).fetchall()
    assert kept == [
        ("arrivals_not_come", False, "NO_FIX"),
        ("drafts_past_expiry", True, "MENDED: the draft is cancelled"),
    ]
