"""The attempts as data, the reading of answers, and the printing: without a server."""

import string
from datetime import UTC, datetime
from io import StringIO

import httpx
import pytest

from app.demo.attempts import (
    GENERATED_COLUMN,
    Call,
    Consequence,
    Forgery,
    Outcome,
    Race,
    Verdict,
)
from app.demo.contradictions import CONTRADICTIONS
from app.demo.desk import DemoError, Desk
from app.demo.payment_contradictions import PAYMENT_CONTRADICTIONS
from app.demo.people import RECEPTION
from app.demo.printing import Change, Page
from app.demo.scene import ROOMS
from app.invariants import BY_NAME
from app.problems.types import PROBLEM_TYPES

ALL = (*CONTRADICTIONS, *PAYMENT_CONTRADICTIONS)

SCENE = {
    *ROOMS,
    "in_house",
    "waiting",
    "called_off",
    "free",
    "free_too",
    "incomplete",
    "draft",
}
PAYMENT_SCENE = {"held", "paid", "refunded", "capture_event", "refund_event"}


class Terminal(StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def texts(attempt: Call | Consequence | Race | Forgery) -> list[str]:
    """Return the texts of an attempt in which names stand in braces."""
    if isinstance(attempt, Forgery):
        return [attempt.booking]
    calls = attempt.calls if isinstance(attempt, Race) else (attempt.call,)
    return [*calls, *(v for v in (attempt.body or {}).values() if isinstance(v, str))]


def desk_that_answers(response: httpx.Response) -> Desk:
    transport = httpx.MockTransport(lambda request: response)
    client = httpx.Client(transport=transport, base_url="http://desk")
    return Desk({RECEPTION: client}, "harbour-view")


def test_the_ten_are_the_reports_and_five_are_of_payments_each_tried_both_ways() -> None:
    assert [each.number for each in ALL] == [
        f"{part}.{number}" for part in "DFP" for number in range(1, 6)
    ]
    assert all(any(isinstance(a, Call | Forgery) for a in each.http) for each in ALL)
    assert all(each.sql for each in ALL)


def test_every_refusal_is_expected_by_the_name_of_an_invariant() -> None:
    for each in ALL:
        refusals = [a for a in each.http if isinstance(a, Call | Race)]
        assert {attempt.refused_by for attempt in refusals} <= set(BY_NAME)
        assert {attempt.refused_by for attempt in each.sql} <= {*BY_NAME, GENERATED_COLUMN}


def test_a_forgery_is_refused_before_any_invariant_is_asked() -> None:
    forged = [a for each in ALL for a in each.http if isinstance(a, Forgery)]
    assert {PROBLEM_TYPES[attempt.refused_by].status for attempt in forged} == {400}
    assert all(a.secret or a.changes or a.age_seconds for a in forged)


def test_every_name_in_braces_is_of_its_scene() -> None:
    for each in ALL:
        scene = SCENE | (PAYMENT_SCENE if each in PAYMENT_CONTRADICTIONS else set())
        for attempt in each.http:
            assert set().union(*map(fields, texts(attempt))) <= scene
        for statement in each.sql:
            assert fields(statement.sql) <= {*scene, "hotel"}


def test_a_problem_is_named_by_its_invariant() -> None:
    problem = {"type": "/problems/room-ready-is-vacant", "invariant": "room_ready_is_vacant"}
    media_type = {"content-type": "application/problem+json"}
    answer = desk_that_answers(httpx.Response(409, json=problem, headers=media_type)).call(
        "GET", "/rooms"
    )
    assert (answer.status, answer.refused_by) == (409, "room_ready_is_vacant")


def test_a_problem_without_an_invariant_is_named_by_its_type() -> None:
    problem = {"type": "/problems/webhook-signature-invalid"}
    media_type = {"content-type": "application/problem+json"}
    answer = desk_that_answers(httpx.Response(400, json=problem, headers=media_type)).call(
        "GET", "/rooms"
    )
    assert (answer.status, answer.refused_by) == (400, "webhook-signature-invalid")


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(409, json={"invariant": "room_ready_is_vacant"}),
        httpx.Response(409, text="room_ready_is_vacant"),
        httpx.Response(409, content=b"{", headers={"content-type": "application/json"}),
    ],
)
def test_what_is_no_problem_json_names_no_invariant(response: httpx.Response) -> None:
    answer = desk_that_answers(response).call("GET", "/rooms")
    assert answer.refused_by not in BY_NAME
    with pytest.raises(DemoError, match="GET /rooms: 409"):
        desk_that_answers(response).must("GET", "/rooms")


def verdict(*, refused: bool) -> Verdict:
    contradiction = CONTRADICTIONS[0]
    good = Outcome("It is tried", "UPDATE", "room_rule", "room_rule", True)
    bad = Outcome("It is tried", "UPDATE", "room_rule", "accepted (1 rows)", False)
    return Verdict(contradiction, http=[good], sql=[good if refused else bad])


def test_summary_counts_rows() -> None:
    out = StringIO()
    Page(out).summary([verdict(refused=True), verdict(refused=False)])
    assert out.getvalue() == "HTTP: 2 of 2 refused, SQL: 1 of 2 refused\n"


def test_table_says_what_was_expected_where_it_failed() -> None:
    out = StringIO()
    Page(out).table([verdict(refused=False)])
    assert "SQL   ✗ accepted (1 rows) (expected: room_rule)" in out.getvalue()


def test_changes_are_shown_in_short() -> None:
    out = StringIO()
    today = datetime.now(UTC).date()
    changes: list[Change] = [
        ("booking.paid_at", None, f"{today}T18:25:37.123456+00:00"),
        ("payment.capture_before", None, "2031-02-03T18:25:37+00:00"),
        ("booking.fee_amount", 0, 15900),
        ("booking.pending_instructions", [], ["CAPTURE", "VOID"]),
    ]
    Page(out).changes("derived", changes)
    shown = [" ".join(line.split()) for line in out.getvalue().splitlines()]
    assert shown == [
        "derived booking.paid_at 18:25:37 UTC",
        "payment.capture_before 2031-02-03 18:25:37 UTC",
        "booking.fee_amount 0.00 → 159.00",
        "booking.pending_instructions none → CAPTURE, VOID",
    ]


def test_colours_are_for_terminals_whose_owner_wants_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal, paper = Terminal(), StringIO()
    Page(terminal).summary([verdict(refused=True)])
    Page(paper).summary([verdict(refused=True)])
    assert "\x1b[32m" in terminal.getvalue()
    assert "\x1b" not in paper.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    plain = Terminal()
    Page(plain).summary([verdict(refused=True)])
    assert "\x1b" not in plain.getvalue()


def test_a_place_without_the_signs_gets_plainer_ones() -> None:
    class Ascii(StringIO):
        encoding = "ascii"

    out = Ascii()
    Page(out).table([verdict(refused=True)])
    Page(out).failure("Zoë")
    assert out.getvalue().isascii()
    assert "ok room_rule" in out.getvalue()
