"""The proof of faults finds what was lost, doubled or half done, and answers that are not clear."""

import os
import select
import socket
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pytest_postgresql.executors import NoopExecutor

from app.embedded.places import SOCKET_NAME
from bench.faults.answers import BUSY, NOBODY, TIMED_OUT, UNAVAILABLE, Answer, judge
from bench.faults.books import ended
from bench.faults.clerk import Change
from bench.faults.happening import Fault, figures, happen
from bench.faults.paying import Both, compared
from bench.faults.proxy import COMMIT, Cut, Proxy, proxy
from bench.faults.record import Record
from bench.faults.scene import scene_on
from bench.faults.severed import severed
from bench.faults.size import Size
from bench.faults.verdict import Left, verdict
from bench.proof.server import named
from tests.conftest import RUN, Server
from tests.stripe_server.truth import Truth

CREATED = Counter({"booking_event booking_created": 1, "event booking_created": 1})
MEDIA_TYPE = "application/problem+json"


def problem(status: int, name: str, **headers: str) -> httpx.Response:
    """Return an answer as the API gives it."""
    body = {"type": f"/problems/{name}", "status": status, "request_id": "r1"}
    given = {"content-type": MEDIA_TYPE, "retry-after": "2", **headers}
    return httpx.Response(status, json=body, headers=given)


@pytest.mark.parametrize("name", sorted(BUSY | UNAVAILABLE | TIMED_OUT))
def test_a_problem_that_passes_is_a_clear_answer(name: str) -> None:
    judged = judge(problem(503, name))
    assert (judged.problem, judged.unclear, judged.is_good) == (name, "", False)


@pytest.mark.parametrize(
    "answer",
    [
        problem(500, "database-busy"),
        problem(503, "of-nobody"),
        problem(503, "database-busy", **{"retry-after": "soon"}),
        problem(503, "database-busy", **{"content-type": "text/html"}),
        httpx.Response(503, text="no", headers={"content-type": MEDIA_TYPE}),
    ],
)
def test_an_answer_of_which_a_client_can_make_nothing_is_unclear(answer: httpx.Response) -> None:
    assert judge(answer).unclear


def changes() -> tuple[Change, Change]:
    """Return a change of the time before the faults, and one of later."""
    calm = Change("a", "create", is_acknowledged=True, reference="BK-1", attempts=1, calm=True)
    return calm, Change("b", "create", is_acknowledged=True, reference="BK-2", attempts=2)


def kinds(later: Change, effect: Counter[str], reference: str = "BK-2") -> list[str]:
    """Say what is wrong when a change has left this."""
    effects = {"a": CREATED, **({"b": effect} if effect else {})}
    left = Left(effects, {"a": {"BK-1"}, **({"b": {reference}} if effect else {})})
    return [finding.kind for finding in verdict([changes()[0], later], left)]


def test_an_acknowledged_change_that_was_made_once_is_right() -> None:
    assert kinds(changes()[1], CREATED) == []


def test_an_acknowledged_change_that_left_nothing_is_lost() -> None:
    assert kinds(changes()[1], Counter()) == ["lost"]


def test_a_change_that_left_all_of_it_twice_was_done_twice() -> None:
    assert kinds(changes()[1], CREATED + CREATED) == ["done_twice"]


def test_a_change_that_left_a_part_is_half_done_also_where_nobody_was_told() -> None:
    part = Counter({"booking_event booking_created": 1})
    assert kinds(changes()[1], part) == ["half_done"]
    assert kinds(Change("b", "create"), part) == ["half_done"]


def test_an_answer_that_names_another_booking_is_found() -> None:
    assert kinds(changes()[1], CREATED, "BK-3") == ["other_booking"]


def test_a_change_that_nobody_was_told_of_is_whole_or_absent() -> None:
    assert kinds(Change("b", "create"), CREATED) == []
    assert kinds(Change("b", "create"), Counter()) == []


def short(fault: Fault, *answers: Answer, recovered: float = 1.0) -> set[str]:
    """Name what falls short of a fault with these answers, beside one that is good."""
    record = Record()
    record.begins(fault.name, fault.answers | fault.seldom)
    for answer in (Answer(200), *answers):
        record.told("create", answer)
    judged = figures(fault, record, recovered)
    return {figure.name.removeprefix(f"{fault.name}_") for figure in judged if figure.falls_short}


def kind_of(
    answers: frozenset[str] = BUSY,
    seldom: frozenset[str] = frozenset(),
    *,
    may_lose: bool = False,
    may_be_away: bool = False,
    is_felt: bool = True,
    is_done_unheard: bool = False,
) -> Fault:
    """Return a fault that is answered so."""
    return Fault(
        "any",
        lambda _: 0.0,
        answers,
        seldom,
        may_lose=may_lose,
        may_be_away=may_be_away,
        is_felt=is_felt,
        is_done_unheard=is_done_unheard,
    )


IS_BUSY = Answer(503, "database-busy")
IS_AWAY = Answer(503, "database-unavailable")
REFUSED = Answer(409, "a-rule")


def test_a_fault_that_is_told_clearly_and_passes_falls_short_of_nothing() -> None:
    assert short(kind_of(), IS_BUSY) == set()


@pytest.mark.parametrize(
    ("answers", "recovered", "expected"),
    [
        ((), 1.0, {"felt", "answered_as_meant"}),
        ((IS_BUSY, Answer(0)), 1.0, {"without_answer"}),
        ((IS_BUSY, REFUSED), 1.0, {"unclear", "answers_a_rule"}),
        ((IS_BUSY, Answer(502, unclear="502 as text/html")), 1.0, {"unclear", "answers_502"}),
        ((IS_BUSY,), 90.0, {"recovered_after_s"}),
    ],
)
def test_a_fault_that_is_not_falls_short(
    answers: tuple[Answer, ...], recovered: float, expected: set[str]
) -> None:
    assert short(kind_of(), *answers, recovered=recovered) == expected


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (503, "database-unavailable"),
        (503, "request-timed-out"),
        (503, "payments-not-configured"),
        (500, "internal-error"),
        (409, "booking-legal-transition"),
    ],
)
def test_an_answer_that_does_not_belong_to_a_fault_falls_short(status: int, name: str) -> None:
    judged = judge(problem(status, name))
    figure = f"answers_{name.replace('-', '_')}"
    assert short(kind_of(BUSY), IS_BUSY, judged) == {"unclear", figure}


def test_a_fault_may_be_answered_with_what_belongs_to_it_only_while_it_happens() -> None:
    record = Record()
    record.told("create", IS_BUSY)
    record.begins("one", BUSY)
    record.told("create", IS_BUSY)
    record.begins("other", UNAVAILABLE)
    record.told("create", IS_BUSY)
    said = "create: {} is no reason for 503 database-busy"
    assert record.unclear["calm"] == Counter([said.format("calm")])
    assert record.unclear["one"] == Counter()
    assert record.unclear["other"] == Counter([said.format("other")])


def test_what_a_fault_is_seldom_answered_with_does_not_come_more_often_than_what_is_meant() -> None:
    away = kind_of(UNAVAILABLE, BUSY)
    assert short(away, IS_AWAY, IS_BUSY) == set()
    assert short(away, IS_AWAY, IS_BUSY, IS_BUSY) == {"answered_as_meant"}
    assert short(away, IS_BUSY) == {"answered_as_meant"}
    assert short(kind_of(UNAVAILABLE, BUSY, is_felt=False), IS_BUSY) == set()


def test_a_fault_may_leave_nobody_who_listens_but_no_request_without_its_answer() -> None:
    nothing: frozenset[str] = frozenset()
    restarted = kind_of(nothing, may_be_away=True)
    assert short(restarted, Answer(0, NOBODY)) == set()
    assert short(restarted, Answer(0)) == {"without_answer"}
    assert short(kind_of(nothing), Answer(0, NOBODY)) == {"without_answer"}


def test_a_fault_may_allow_lost_answers_and_rules_and_ask_for_changes_unheard() -> None:
    assert short(kind_of(frozenset(), may_lose=True), Answer(0)) == set()
    assert short(kind_of(frozenset({"a-rule"})), REFUSED) == set()
    unheard = kind_of(is_done_unheard=True)
    assert short(unheard, IS_BUSY) == {"answered_as_before"}
    assert short(unheard, IS_BUSY, Answer(200, is_replay=True)) == set()


def test_a_short_proof_has_every_fault_for_a_shorter_time() -> None:
    less, more = Size.of(30), Size.of(600)
    assert less.times >= 1
    assert less.away_seconds < more.away_seconds
    assert less.seconds < more.seconds


def paid(*, captured: int = 100, refunded: int = 100, captures: int = 1) -> Truth:
    """Return what is true of a payment of 100 at Stripe."""
    return Truth(
        status="succeeded",
        currency="eur",
        amount=100,
        authorised=100,
        capturable=0,
        captured=captured,
        refunded=refunded,
        refund_pending=0,
        disputed=0,
        dispute_statuses=(),
        captures=captures,
        cancels=0,
        refunds=1,
        api_captures=captures,
        api_cancels=0,
        api_refunds=1,
        cancellation_reason=None,
        capture_before=None,
        charge=None,
        session=None,
    )


@pytest.mark.parametrize(
    ("true", "ours", "expected"),
    [
        (paid(), (100, 100), set()),
        (paid(captures=2), (100, 100), {"paying_done_twice_at_stripe"}),
        (paid(), (100, 0), {"paying_differences_from_stripe"}),
        (paid(refunded=0), (100, 0), {"paying_refunds_missing"}),
    ],
)
def test_money_that_is_not_the_same_in_both_books_falls_short(
    true: Truth, ours: tuple[int, int], expected: set[str]
) -> None:
    judged = compared([Both(true, *ours)], cancelled=1)
    assert {figure.name for figure in judged if figure.falls_short} == expected


class Listener:
    """A server that keeps what it is sent, and answers each piece."""

    def __init__(self, folder: Path) -> None:
        self.heard = b""
        self.ended = threading.Event()
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(folder / SOCKET_NAME))
        self._socket.listen()
        self.url = f"postgresql://any@/any?host={folder}&port=5432"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        session, _ = self._socket.accept()
        while data := session.recv(1000):
            self.heard += data
            session.sendall(b"heard")
        session.close()
        self.ended.set()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with tempfile.TemporaryDirectory() as folder:
        serving = Listener(Path(folder))
        yield serving
        serving.close()


def said_through(wire: Proxy, *pieces: bytes) -> bytes:
    """Send pieces through a wire, each after the answer to the one before; return the answers."""
    answers = b""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(10)
        client.connect(wire.socket)
        for piece in pieces:
            client.sendall(piece)
            answers += client.recv(1000)
    return answers


@pytest.mark.parametrize(
    ("cut", "heard", "answers"),
    [
        (None, b"BEGIN\0" + COMMIT, b"heardheard"),
        (Cut.BEFORE_COMMIT, b"BEGIN\0", b"heard"),
        (Cut.AFTER_COMMIT, b"BEGIN\0" + COMMIT, b"heard"),
    ],
)
def test_a_wire_is_cut_before_or_after_a_commit(
    listener: Listener, cut: Cut | None, heard: bytes, answers: bytes
) -> None:
    with proxy(listener.url) as wire:
        wire.cut_at(cut, share=1.0)
        assert said_through(wire, b"BEGIN\0", COMMIT) == answers
        assert listener.ended.wait(10)
    assert listener.heard == heard
    assert wire.cuts == (Counter({cut: 1}) if cut else Counter())


def test_a_silent_wire_hands_on_all_of_it_later(listener: Listener) -> None:
    with proxy(listener.url) as wire, socket.socket(socket.AF_UNIX) as client:
        client.settimeout(10)
        client.connect(wire.socket)
        with wire.silence():
            client.sendall(b"hello")
            assert not readable(client)
        assert client.recv(1000) == b"heard"
    assert listener.heard == b"hello"


def test_a_forgotten_wire_carries_nothing_any_more_and_is_not_closed(listener: Listener) -> None:
    with proxy(listener.url) as wire, socket.socket(socket.AF_UNIX) as client:
        client.settimeout(10)
        client.connect(wire.socket)
        client.sendall(b"I am somebody")
        assert client.recv(1000) == b"heard"
        assert (wire.forget(b"nobody"), wire.forget(b"somebody")) == (0, 1)
        client.sendall(b"hello?")
        assert not readable(client)
        assert wire.kept_in_vain() == 1
    assert listener.heard == b"I am somebody"


def readable(client: socket.socket) -> bool:
    """Say whether anything arrives within a moment, the end of the connection included."""
    return bool(select.select([client], [], [], 0.2)[0])


@pytest.mark.proof
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="wires are laid to our own server only")
def test_nothing_is_lost_when_every_wire_is_cut(cluster: Server, template: NoopExecutor) -> None:
    name = f"{RUN}_faults"
    cut = next(fault for fault in severed(0.3) if fault.name == "wires_all_cut")
    with (
        cluster.copy_of(template.template_dbname, name),
        scene_on(named(cluster.url, name), seed=1, clerks=2) as playing,
    ):
        judged = [*happen(playing, cut, times=1), *ended(playing)]

    assert [figure.name for figure in judged if figure.falls_short] == []
