"""The attempts as data, the reading of answers, and the printing: without a server."""

import string
from io import StringIO

import httpx
import pytest

from app.demo.attempts import GENERATED_COLUMN, Call, Consequence, Outcome, Race, Verdict
from app.demo.contradictions import CONTRADICTIONS
from app.demo.desk import DemoError, Desk
from app.demo.printing import Page
from app.demo.scene import ROOMS
from app.invariants import BY_NAME

SCENE = {
    *ROOMS,
    "in_house",
    "waiting",
    "called_off",
    "free",
    "free_too",
    "incomplete",
    "authorised",
    "draft",
}


class Terminal(StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def desk_that_answers(response: httpx.Response) -> Desk:
    transport = httpx.MockTransport(lambda request: response)
    return Desk(httpx.Client(transport=transport, base_url="http://desk"), "harbour-view")


def test_the_ten_are_the_reports_each_tried_both_ways() -> None:
    assert [each.number for each in CONTRADICTIONS] == [
        f"{part}.{number}" for part in "DF" for number in range(1, 6)
    ]
    assert all(any(isinstance(a, Call) for a in each.http) for each in CONTRADICTIONS)
    assert all(each.sql for each in CONTRADICTIONS)


def test_every_refusal_is_expected_by_the_name_of_an_invariant() -> None:
    for each in CONTRADICTIONS:
        refusals = [a for a in each.http if not isinstance(a, Consequence)]
        assert {attempt.refused_by for attempt in refusals} <= set(BY_NAME)
        assert {attempt.refused_by for attempt in each.sql} <= {*BY_NAME, GENERATED_COLUMN}


def test_every_name_in_braces_is_of_the_scene() -> None:
    for each in CONTRADICTIONS:
        for attempt in each.http:
            calls = attempt.calls if isinstance(attempt, Race) else (attempt.call,)
            values = [v for v in (attempt.body or {}).values() if isinstance(v, str)]
            assert {name for text in (*calls, *values) for name in fields(text)} <= SCENE
        for statement in each.sql:
            assert fields(statement.sql) <= {*SCENE, "hotel"}


def test_a_problem_is_named_by_its_invariant() -> None:
    problem = {"type": "/problems/room-ready-is-vacant", "invariant": "room_ready_is_vacant"}
    media_type = {"content-type": "application/problem+json"}
    answer = desk_that_answers(httpx.Response(409, json=problem, headers=media_type)).call(
        "GET", "/rooms"
    )
    assert (answer.status, answer.refused_by) == (409, "room_ready_is_vacant")


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
