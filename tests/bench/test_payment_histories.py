"""A few histories, and what must be noticed when one ends badly."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from bench.payments.copies import EFFECTS, post_copies
from bench.payments.histories import playing
from bench.payments.histories.exploring import Played, explore, shorten, together
from bench.payments.histories.hands import LIFETIME, OurHands
from bench.payments.histories.history import History, Plan, Step
from bench.payments.histories.killing import worker_process
from bench.payments.histories.moves import MOVES
from bench.payments.histories.plans import EPILOGUES, KILLS, STORIES, WEIGHTS, plans
from bench.payments.histories.run import WRONG, Shares, figures, shares
from bench.payments.histories.verdict import Finding, verdict
from bench.payments.stage import Stage, stage
from bench.proof.server import Server
from tests.stripe_server.client import client_of

SEED = 3
HELD = (Step("ask_page"), Step("pay"), Step("deliver_all"))
CONFIRMED = (*HELD, Step("approve"), Step("work"), Step("deliver_all"))
PLAN = Plan(price=20_000, currency="EUR", terms=(), days=5, steps=(), restores=False)


@pytest.fixture(scope="module")
def theatre(server: str) -> Iterator[Stage]:
    with stage(Server(server)) as set_up:
        yield set_up


def played(theatre: Stage, *steps: Step) -> History:
    history, found = playing.play(theatre, replace(PLAN, steps=steps), OurHands())
    assert found == []
    return history


def kinds(history: History) -> set[str]:
    return {found.kind for found in verdict(history)}


@pytest.mark.proof
def test_random_histories_end_in_stripes_truth(theatre: Stage) -> None:
    result = explore(theatre, plans(), 12, OurHands(), SEED)
    assert result.failures == []
    assert result.histories == 12
    assert result.effects["authorisation_by_guest"] > 0


@pytest.mark.proof
@pytest.mark.parametrize("steps", range(1, LIFETIME + 1))
def test_a_worker_that_dies_between_two_steps_captures_and_refunds_once(
    steps: int, theatre: Stage
) -> None:
    death, pause = Step("die_working", how=steps - 1), Step("time_passes")
    history = played(
        theatre, *HELD, Step("approve"), death, pause, Step("work"), Step("cancel"), death, pause
    )
    (intent,) = history.intents()
    truth = theatre.stripe.truth(intent["id"])
    assert (truth.api_captures, truth.api_refunds, truth.refunded) == (1, 1, PLAN.price)


@pytest.mark.proof
def test_a_worker_that_is_killed_at_work_captures_once(theatre: Stage) -> None:
    steps = (*HELD, Step("approve"), Step("die_working", how=5), Step("time_passes"))
    with worker_process(theatre) as worker:
        history, found = playing.play(theatre, replace(PLAN, steps=steps), worker)
    assert (found, worker.kills) == ([], 1)
    assert history.status() == "CONFIRMED"


@pytest.mark.proof
def test_copies_of_an_event_have_one_effect(theatre: Stage) -> None:
    result = post_copies(theatre, copies=10)
    assert result.wrong == []
    assert all(each.ok for each in result.posts)
    assert (result.rows, result.effects) == (1, dict.fromkeys(EFFECTS, 1))


def test_whatever_a_plan_may_contain_can_be_done() -> None:
    told = {move for story in (*STORIES, *KILLS, *EPILOGUES) for move in story}
    assert told | WEIGHTS.keys() <= MOVES.keys()


def refund_unheard_of(history: History) -> None:
    history.stage.stripe.people.dashboard_refund(history.intents()[0]["id"], 100)


def refund_twice(history: History) -> None:
    (refund,) = history.refunds("succeeded")
    stripe = history.stage.stripe
    with client_of(stripe.api_base, stripe.api_key) as client:
        client.v1.refunds.create(
            {
                "payment_intent": refund["payment_intent"],
                "amount": refund["amount"],
                "metadata": refund["metadata"],
            }
        )


def wish_for_a_refund(history: History) -> None:
    history.hotel.run(
        "INSERT INTO hotelmate.payment_instruction (hotel_id, booking_id, payment_id, kind, amount)"
        " SELECT hotel_id, booking_id, id, 'REFUND', 100 FROM hotelmate.payment"
        " WHERE hotel_id = %s",
        history.hotel.hotel_id,
    )


def declare_done(history: History) -> None:
    with history.stage.owner.transaction():
        wish_for_a_refund(history)
        history.hotel.run("SET LOCAL session_replication_role = replica")
        history.hotel.run(
            "UPDATE hotelmate.payment_instruction SET state = 'DONE', settled_at = now()"
            " WHERE hotel_id = %s AND state = 'PENDING'",
            history.hotel.hotel_id,
        )


def forget_an_event(history: History) -> None:
    with history.stage.owner.transaction():
        history.hotel.run("ALTER TABLE hotelmate.stripe_webhook_event DISABLE TRIGGER USER")
        history.hotel.run(
            "DELETE FROM hotelmate.stripe_webhook_event"
            " WHERE hotel_id = %s AND event_type = 'checkout.session.completed'",
            history.hotel.hotel_id,
        )
        history.hotel.run("ALTER TABLE hotelmate.stripe_webhook_event ENABLE TRIGGER USER")
        history.hotel.run(
            "ALTER TABLE hotelmate.stripe_webhook_event"
            " ENABLE ALWAYS TRIGGER webhook_event_is_evidence"
        )


def cancel_and_carry_out_nothing(history: History) -> None:
    MOVES["cancel"](history, 0, 0)


def charge_no_fee(history: History) -> None:
    history.fee = 1
    MOVES["cancel"](history, 0, 0)
    history.fee = PLAN.price


@pytest.mark.proof
@pytest.mark.parametrize(
    ("steps", "mischief", "noticed"),
    [
        (CONFIRMED, refund_unheard_of, {"differences_from_stripe", "events_lost"}),
        (
            (*CONFIRMED, Step("refund", how=40), Step("work")),
            refund_twice,
            {"double_refunds", "differences_from_stripe", "events_lost"},
        ),
        (CONFIRMED, wish_for_a_refund, {"instructions_left"}),
        (CONFIRMED, declare_done, {"contradictions", "instructions_out_of_line"}),
        (CONFIRMED, forget_an_event, {"events_lost"}),
        (CONFIRMED, cancel_and_carry_out_nothing, {"booking_out_of_line", "instructions_left"}),
        (CONFIRMED, charge_no_fee, {"booking_out_of_line", "instructions_left"}),
    ],
)
def test_the_verdict_notices(
    steps: tuple[Step, ...],
    mischief: Callable[[History], None],
    noticed: set[str],
    theatre: Stage,
) -> None:
    history = played(theatre, *steps)
    mischief(history)
    assert kinds(history) == noticed
    assert noticed <= set(WRONG)
    playing.clear_away(history)


def test_a_history_that_ends_badly_is_made_short() -> None:
    steps = tuple(Step(move) for move in ("ask_page", "pay", "drop", "cancel", "work"))

    def bad_with_pay_and_cancel(plan: Plan) -> list[Finding]:
        moves = [step.move for step in plan.steps]
        return [Finding("events_lost", "one")] if {"pay", "cancel"} <= set(moves) else []

    plan, found = shorten(replace(PLAN, steps=steps), [], bad_with_pay_and_cancel)
    assert [step.move for step in plan.steps] == ["pay", "cancel"]
    assert found == [Finding("events_lost", "one")]


def test_every_history_is_played_by_somebody() -> None:
    assert shares(20, 2) == Shares(ours=(20, 20), killed=4)
    assert shares(1, 2).histories == 40
    assert shares(900, 3) == Shares(ours=(645, 645, 644), killed=66)


def test_what_is_wrong_falls_short_and_what_is_not_does_not() -> None:
    good = Played(histories=40, kills=4)
    bad = Played(histories=4)
    bad.fail(PLAN, [Finding("double_refunds", "re_1 and re_2")])
    share = Shares(ours=(20, 20), killed=4)
    by_name = {figure.name: figure for figure in figures([good, bad], share)}
    assert by_name["payment_histories"].value == 44
    short = [name for name, figure in by_name.items() if figure.falls_short]
    assert short == ["double_refunds"]
    assert together([good, bad]).failures == bad.failures
