"""Try the contradictions, over HTTP and in SQL, and see by name what refuses each."""

import copy
import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import psycopg
from psycopg import sql

from app.demo.attempts import (
    DERIVED,
    GENERATED_COLUMN,
    Call,
    Consequence,
    Contradiction,
    Forgery,
    Outcome,
    Race,
    Statement,
    Verdict,
)
from app.demo.desk import Answer, Desk
from app.demo.stripe_part import WEBHOOK, StripePart
from app.problems.types import PROBLEM_TYPES


class Trial:
    """Tries every way into a contradiction in one scene.

    Args:
        owner: connection of the schema's owner, in autocommit: each statement commits by itself,
            so that the rules that are judged at COMMIT have their say.
        scene: names that stand in braces in the attempts.
        stripe: who pays by card in the scene; None where nobody does.
    """

    def __init__(
        self,
        desk: Desk,
        owner: psycopg.Connection[Any],
        hotel_id: int,
        scene: Mapping[str, str],
        stripe: StripePart | None = None,
    ) -> None:
        self._desk = desk
        self._stripe = stripe
        self._owner = owner
        self._scene = scene
        self._literals = {name: sql.Literal(value) for name, value in scene.items()}
        self._literals["hotel"] = sql.Literal(hotel_id)

    def verdicts(self, contradictions: Iterable[Contradiction]) -> Iterator[Verdict]:
        """Try one contradiction after the other."""
        for contradiction in contradictions:
            yield self._try(contradiction)

    def _try(self, contradiction: Contradiction) -> Verdict:
        verdict = Verdict(contradiction)
        for attempt in contradiction.http:
            match attempt:
                case Call():
                    verdict.http.append(self._call(attempt))
                case Consequence():
                    verdict.http.append(self._consequence(attempt))
                case Race():
                    verdict.http.append(self._race(attempt))
                case Forgery():
                    verdict.http.append(self._forge(attempt))
        verdict.sql.extend(self._statement(statement) for statement in contradiction.sql)
        return verdict

    def _call(self, attempt: Call) -> Outcome:
        answer, tried = self._send(attempt.call, attempt.body)
        return Outcome(
            attempt.says,
            tried,
            attempt.refused_by,
            answer.refused_by or f"accepted ({answer.status})",
            _is_refusal_by(answer, attempt.refused_by),
            how=f"refused with {answer.status} by",
        )

    def _forge(self, attempt: Forgery) -> Outcome:
        assert self._stripe is not None  # forgeries are tried only where Stripe is played
        intent = self._stripe.paying(self._desk, attempt.booking.format(**self._scene))
        event = intent.captured()
        sent = copy.deepcopy(event)
        sent["data"]["object"] |= attempt.changes
        answer = self._stripe.deliver(
            event, changed_to=sent, secret=attempt.secret, age=attempt.age_seconds
        )
        return Outcome(
            attempt.says,
            f"POST {WEBHOOK} {event['type']} of {intent.booking}",
            attempt.refused_by,
            answer.refused_by or f"accepted ({answer.status})",
            _is_refusal_by(answer, attempt.refused_by),
            how=f"refused with {answer.status} by",
        )

    def _consequence(self, attempt: Consequence) -> Outcome:
        answer, tried = self._send(attempt.call, attempt.body)
        seen = {name: answer.body.get(name) for name in attempt.shows}
        return Outcome(
            attempt.says,
            tried,
            _shown(attempt.shows),
            _shown(seen) if answer.succeeded else f"{answer.status} {answer.refused_by}",
            answer.succeeded and seen == dict(attempt.shows),
            how=DERIVED,
        )

    def _race(self, attempt: Race) -> Outcome:
        start = Barrier(len(attempt.calls))

        def run(call: str) -> tuple[Answer, str]:
            start.wait()
            return self._send(call, attempt.body)

        with ThreadPoolExecutor(len(attempt.calls)) as threads:
            sent = list(threads.map(run, attempt.calls))
        winners = [answer for answer, _ in sent if answer.succeeded]
        losers = [answer for answer, _ in sent if not answer.succeeded]
        for winner in winners:
            method, path = attempt.undo.format(winner=winner.body["booking_id"]).split(" ", 1)
            self._desk.must(method, path)
        refusals = sorted({str(answer.refused_by) for answer in losers})
        return Outcome(
            attempt.says,
            " and ".join(tried for _, tried in sent),
            attempt.refused_by,
            ", ".join(refusals) if len(winners) == 1 else f"{len(winners)} of them succeeded",
            len(winners) == 1
            and all(_is_refusal_by(answer, attempt.refused_by) for answer in losers),
            how="one got it, the other was refused by",
        )

    def _send(self, call: str, body: Mapping[str, object] | None) -> tuple[Answer, str]:
        """Send a call; return its answer and how it reads."""
        method, path = call.format(**self._scene).split(" ", 1)
        filled = None
        if body is not None:
            filled = {
                name: value.format(**self._scene) if isinstance(value, str) else value
                for name, value in body.items()
            }
        answer = self._desk.call(method, path, filled)
        return answer, f"{method} {path} {json.dumps(filled) if filled else ''}".rstrip()

    def _statement(self, attempt: Statement) -> Outcome:
        # The texts are the constants of this package; scene values go in as literals.
        statement = sql.SQL(attempt.sql).format(**self._literals)
        try:
            with self._owner.transaction():
                touched = self._owner.execute(statement).rowcount
        except psycopg.Error as error:
            seen = _refuser(error)
        else:
            seen = f"accepted ({touched} rows)"
        return Outcome(
            attempt.says,
            statement.as_string(self._owner),
            attempt.refused_by,
            seen,
            seen == attempt.refused_by,
        )


def _is_refusal_by(answer: Answer, name: str) -> bool:
    problem = PROBLEM_TYPES[name.replace("_", "-")]
    return answer.refused_by == name and answer.status == problem.status


def _refuser(error: psycopg.Error) -> str:
    """Return the name of what refused, or the SQLSTATE of what is no refusal by name."""
    if isinstance(error, psycopg.errors.GeneratedAlways):
        return GENERATED_COLUMN
    return error.diag.constraint_name or f"SQLSTATE {error.sqlstate}"


def _shown(facts: Mapping[str, object]) -> str:
    return ", ".join(f"{name}: {json.dumps(value)}" for name, value in facts.items())
