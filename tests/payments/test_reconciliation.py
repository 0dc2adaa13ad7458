"""Reconciliation: what was never heard is mended by evidence, what contradicts is reported."""

import asyncio
from datetime import timedelta

import pytest
from psycopg.types.json import Jsonb

from app.database import Database, conninfo
from app.payments.gateway import Gateway, Misconfigured, Unclear
from app.payments.reconciliation import Report, alone, reconcile_if_due
from tests.hotel_builder import HotelBuilder
from tests.payments.both_sides import PRICE, BothSides
from tests.stripe_payments import approve

DAY = 86_400
TABLES = (
    "stripe_webhook_event",
    "stripe_payment_intent",
    "payment",
    "payment_entry",
    "payment_session",
    "payment_instruction",
    "payment_reconciliation",
    "room_booking",
    "outbox_event",
)


def kinds(report: Report, sides: BothSides) -> list[str]:
    """Return the kinds of findings about this test's hotel."""
    return [each.kind for each in report.findings if each.hotel == sides.hotel.slug]


def stories(sides: BothSides) -> dict[str, str]:
    """Let happen at Stripe whatever may, and nobody hear of it; return the intents by story."""
    people = sides.stripe.people
    paid = {
        name: sides.paid()[1]
        for name in ("held", "captured", "voided", "lapsed", "refunded", "disputed", "won")
    }
    people.dashboard_capture(paid["captured"], 15000)
    people.dashboard_cancel(paid["voided"])
    people.lapse_hold(paid["lapsed"])
    for name in ("refunded", "disputed", "won"):
        people.dashboard_capture(paid[name])
    people.dashboard_refund(paid["refunded"], 5000)
    people.fail_refund(people.dashboard_refund(paid["refunded"], 3000))
    people.open_dispute(paid["disputed"], 7000)
    people.win_dispute(people.open_dispute(paid["won"]))
    return paid


def snapshot(sides: BothSides) -> list[object]:
    """Return a print of every row that reconciliation could touch."""
    return [
        sides.hotel.value(
            f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
            f" FROM hotelmate.{table} AS t"
        )
        for table in TABLES
    ]


def test_after_the_loss_of_every_webhook_both_sides_agree(sides: BothSides) -> None:
    intents = stories(sides)
    report = sides.reconcile()
    assert report.repaired > 0
    assert report.payments_compared >= len(intents)
    for intent in intents.values():
        sides.agree(intent)
    assert kinds(report, sides) == []
    # What followed is carried out, as if everything had been heard in time.
    sides.work()
    for intent in intents.values():
        sides.agree(intent)
    assert sides.truth(intents["captured"]).refunded == 15000, (
        "less than the price confirms nothing"
    )
    # The webhooks come after all.
    sides.hear()
    for intent in intents.values():
        sides.agree(intent)


def test_a_second_run_finds_everything_known(sides: BothSides) -> None:
    stories(sides)
    sides.reconcile()
    sides.work()
    before = sides.reconcile()
    again = sides.reconcile()
    assert before.listed_until - timedelta(hours=1) == again.since
    assert (again.repaired, kinds(again, sides)) == (0, [])
    assert again.events_listed == len(sides.stripe.events())


def test_after_four_days_of_silence_the_events_are_listed(sides: BothSides) -> None:
    booking, intent = sides.held()
    sides.reconcile()
    sides.stripe.clock.move(4 * DAY)
    sides.stripe.people.dashboard_capture(intent)
    report = sides.reconcile()
    assert report.repaired > 0
    assert sides.status(booking) == "CONFIRMED"
    sides.agree(intent)


def test_what_is_not_listed_any_more_is_looked_at(sides: BothSides) -> None:
    held, known = sides.held()
    refunded = sides.captured()[1]
    sides.reconcile()
    half_known_booking, half_known = sides.paid()
    assert sides.hear("checkout.session.completed") == 1
    unknown_booking, unknown = sides.paid()
    sides.stripe.people.dashboard_cancel(known)
    sides.stripe.people.dashboard_refund(refunded, 5000)
    sides.hotel.run(
        "UPDATE hotelmate.payment_reconciliation"
        " SET listed_until = listed_until - interval '40 days'"
    )
    sides.stripe.clock.move(40 * DAY)
    report = sides.reconcile()
    assert report.events_listed == 0
    for intent in (known, unknown, half_known, refunded):
        sides.agree(intent)
    assert sides.status(held) == "CANCELLED"
    assert sides.status(unknown_booking) == "PENDING_APPROVAL"
    assert sides.status(half_known_booking) == "PENDING_APPROVAL"


def test_a_dry_run_changes_nothing_and_says_what_is_missing(sides: BothSides) -> None:
    _, lost = sides.paid()
    booking, behind = sides.held()
    sides.stripe.people.dashboard_capture(behind)
    before = snapshot(sides)
    report = sides.reconcile(dry_run=True)
    assert snapshot(sides) == before
    assert report.repaired == 0
    assert set(kinds(report, sides)) == {"event-missing", "ledger-differs"}
    differing = [each for each in report.findings if each.kind == "ledger-differs"]
    assert behind in "".join(each.subject for each in differing)
    assert "captured 0, Stripe: 20000" in "".join(each.what for each in differing)
    sides.reconcile()
    assert sides.status(booking) == "CONFIRMED"
    sides.agree(lost)
    assert kinds(sides.reconcile(dry_run=True), sides) == []


def test_a_contradiction_stays_reported(sides: BothSides) -> None:
    booking, intent = sides.held()
    sides.stripe.people.dashboard_cancel(intent)
    sides.hear()
    shown = sides.stripe.payment_intent(intent)
    told = {"status": "succeeded", "amount_received": PRICE, "amount_capturable": 0}
    event = sides.stripe.webhooks.record("payment_intent.succeeded", {**shown, **told})
    for _ in range(2):
        report = sides.reconcile()
        (finding,) = (each for each in report.findings if each.hotel == sides.hotel.slug)
        assert finding.kind == "event-refused"
        assert event["id"] in finding.subject
        assert "payment_outcome_is_final" in finding.what
        assert finding.booking_id == sides.hotel.read("room_booking", booking, "booking_reference")
    assert sides.status(booking) == "CANCELLED"
    assert sides.ledger(intent) == (PRICE, 0, PRICE, 0, 0)


def test_money_for_nobody_is_reported_by_its_payment(sides: BothSides) -> None:
    names = {"hotel": sides.hotel.slug, "booking": "BK-1999-000001"}
    page = sides.page(sides.hotel.booking())
    sides.stripe._store.sessions[page]["metadata"] = names
    stranger = sides.stripe.people.pay(page, metadata=names)
    for _ in range(2):
        report = sides.reconcile()
        (found,) = (each for each in report.findings if stranger in each.subject)
        assert (found.kind, found.hotel, found.booking_id) == ("event-for-nobody", *names.values())
    assert report.repaired == 0


def test_a_refused_event_takes_effect_when_its_rule_is_content(sides: BothSides) -> None:
    booking, intent = sides.paid()
    sides.hear("payment_intent.amount_capturable_updated")
    (event,) = (
        each
        for each in sides.stripe.events("charge.succeeded")
        if each["data"]["object"]["payment_intent"] == intent
    )
    sides.hotel.run(
        "INSERT INTO hotelmate.stripe_webhook_event (event_id, event_type, payload, status, error)"
        " VALUES (%s, 'charge.succeeded', %s, 'FAILED', 'a_rule')",
        event["id"],
        Jsonb(event),
    )
    report = sides.reconcile()
    assert kinds(report, sides) == []
    assert sides.status(booking) == "PENDING_APPROVAL"
    status = "SELECT status FROM hotelmate.stripe_webhook_event WHERE event_id = %s"
    assert sides.hotel.value(status, event["id"]) == "PROCESSED"


def test_an_event_in_other_words_is_not_stored_but_its_payment_is_looked_at(
    sides: BothSides,
) -> None:
    booking, intent = sides.held()
    sides.stripe.people.dashboard_capture(intent)
    old = [event["id"] for event in sides.stripe.events("payment_intent.succeeded")]
    for event_id in old:
        sides.stripe._store.events[event_id]["api_version"] = "2020-08-27"
    sides.reconcile()
    assert sides.status(booking) == "CONFIRMED"
    stored = "SELECT count(*) FROM hotelmate.stripe_webhook_event WHERE event_id = ANY(%s)"
    assert sides.hotel.value(stored, old) == 0


def test_what_is_given_up_or_waits_too_long_is_reported(sides: BothSides) -> None:
    failed, intent = sides.instructed("REFUND")
    sides.work()
    (refund,) = (each for each in sides.stripe.effects if each.kind == "refund")
    sides.stripe.people.fail_refund(refund.object_id)
    lapsed, hold = sides.instructed("CAPTURE")
    sides.stripe.people.lapse_hold(hold)
    waiting, _ = sides.instructed("VOID")
    sides.hotel.run("ALTER TABLE hotelmate.payment_instruction DISABLE TRIGGER USER")
    sides.hotel.run(
        "UPDATE hotelmate.payment_instruction SET created_at = now() - interval '2 hours',"
        " last_error = 'no_answer' WHERE hotel_id = %s AND booking_id = %s",
        sides.hotel.hotel_id,
        waiting,
    )
    sides.hotel.run("ALTER TABLE hotelmate.payment_instruction ENABLE TRIGGER USER")
    report = sides.reconcile()
    references = {
        str(sides.hotel.read("room_booking", booking, "booking_reference")): booking
        for booking in (failed, lapsed, waiting)
    }
    told = {
        references[each.booking_id]: each.what
        for each in report.findings
        if each.hotel == sides.hotel.slug
    }
    assert told == {
        failed: "given up: refund_failed",
        lapsed: "given up: the hold is gone",
        waiting: "pending for 02:00:00: no_answer",
    }
    # People gave it back by other means and say so.
    sides.hotel.update("payment_instruction", int(sides.instruction(failed, "id")), state="DONE")
    assert len(kinds(sides.reconcile(), sides)) == 2
    sides.agree(intent)


def test_a_hold_about_to_lapse_is_reported(sides: BothSides) -> None:
    sides.stripe.hold_seconds = 20 * 3_600
    sides.held()
    report = sides.reconcile()
    (finding,) = (each for each in report.findings if each.hotel == sides.hotel.slug)
    assert finding.kind == "hold-lapsing"
    assert "approve or decline" in finding.mend


def test_one_hotel_leaves_the_next_run_where_it_was(sides: BothSides) -> None:
    last = sides.reconcile().listed_until
    mine, theirs = sides.hotel, HotelBuilder(sides.hotel.connection)
    _, intent = sides.held()
    sides.stripe.people.dashboard_capture(intent)
    sides.hotel = theirs
    _, other = sides.held()
    report = sides.reconcile(hotel=mine.slug)
    assert (report.payments_compared, report.listed_until) == (1, last)
    sides.agree(intent)
    assert sides.reconcile().since == last - timedelta(hours=1)
    sides.agree(other)


@pytest.mark.parametrize(
    ("fault", "error"), [("drop_before", Unclear), ("unauthorized", Misconfigured)]
)
def test_a_run_that_breaks_off_is_not_finished(
    sides: BothSides, fault: str, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.payments.reconciliation.PAUSE_SECONDS", 0.01)
    sides.reconcile()
    booking, intent = sides.paid()
    finished = "SELECT count(*), count(finished_at) FROM hotelmate.payment_reconciliation"
    before = sides.hotel.connection.execute(finished).fetchone()
    assert before is not None
    path = "/v1/payment_intents/*" if fault == "drop_before" else "/v1/events"
    sides.stripe.faults.add(fault, "GET", path, times=None)  # type: ignore[arg-type]
    with pytest.raises(error):
        sides.reconcile()
    assert sides.hotel.connection.execute(finished).fetchone() == (before[0] + 1, before[1])
    sides.stripe.faults.clear()
    sides.reconcile()
    assert sides.status(booking) == "PENDING_APPROVAL"
    sides.agree(intent)


def test_passing_silence_is_waited_out(sides: BothSides, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.payments.reconciliation.PAUSE_SECONDS", 0.01)
    _, intent = sides.paid()
    sides.stripe.faults.add("drop_before", "GET", "/v1/payment_intents/*")
    sides.stripe.faults.add("rate_limit", "GET", "/v1/payment_intents/*")
    assert kinds(sides.reconcile(), sides) == []
    sides.agree(intent)


def test_a_payment_that_stripe_does_not_know_is_reported(sides: BothSides) -> None:
    _, intent = sides.held()
    sides.stripe.reset()
    (finding,) = (each for each in sides.reconcile().findings if intent in each.subject)
    assert finding.kind == "payment-not-shown"
    assert finding.hotel == sides.hotel.slug


def test_a_fleet_reconciles_once_an_hour(sides: BothSides) -> None:
    sides.hotel.run(
        "UPDATE hotelmate.payment_reconciliation"
        " SET listed_until = listed_until - interval '2 hours'"
    )

    async def twice(database: Database, gateway: Gateway) -> list[Report | None]:
        address = conninfo(sides.settings())
        both = [reconcile_if_due(database, gateway, address) for _ in range(2)]
        return [*await asyncio.gather(*both), await reconcile_if_due(database, gateway, address)]

    assert [report is None for report in sides.run(twice)].count(False) == 1


def test_only_one_reconciliation_runs(sides: BothSides) -> None:
    async def both() -> tuple[bool, bool]:
        address = conninfo(sides.settings())
        async with alone(address) as first, alone(address) as second:
            return first, second

    assert asyncio.run(both()) == (True, False)


def test_the_run_says_what_it_did(sides: BothSides) -> None:
    sides.paid()
    report = sides.reconcile()
    row = sides.hotel.connection.execute(
        "SELECT events_listed, payments_compared, repaired, unexplained"
        " FROM hotelmate.payment_reconciliation ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert row == (
        report.events_listed,
        report.payments_compared,
        report.repaired,
        len(report.findings),
    )


def test_a_capture_that_nobody_heard_of_confirms_the_booking(sides: BothSides) -> None:
    booking, intent = sides.held()
    approve(sides.hotel, booking)
    sides.stripe.people.dashboard_capture(intent)
    sides.reconcile()
    assert sides.status(booking) == "CONFIRMED"
    assert sides.instructions(booking) == [("CAPTURE", "DONE")]
