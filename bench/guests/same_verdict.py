"""What the page accepts, the API accepts, and the database accepts, and nothing else.

A form by lot is published; answers by lot are sent the three ways to equal bookings. All three must
come to the same verdict, name the same rule of the same field, and keep the same. What the
documents say must agree with them. A divergence is shrunk to its smallest example.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st

from app.guests.page.languages import languages
from bench.guests import oracle
from bench.guests.bookings import Booking, confirmed
from bench.guests.forms import LANGUAGES, forms
from bench.guests.page import Page
from bench.guests.payloads import answers, right, typed
from bench.guests.ways import Divergence, Place, Sent, Verdict, by_api, by_database
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.run import say
from tests.hotel_builder import HotelBuilder
from tests.page.forms import BOOKING, GUEST, Form, publish
from tests.precheckin import issue_link

# Bookings are made so many at a time: an accepted submission uses one up.
AT_ONCE = 20
WAYS = ("database", "api", "page")
EXAMPLES_A_PIECE = 25


@dataclass(slots=True)
class Compared:
    """What was compared.

    Attributes:
        verdicts: how often something was accepted or refused, by the way it was sent.
        rules: how often each rule refused something.
        not_sure: answers about which the documents say nothing.
        divergences: smallest examples.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    not_sure: int = 0
    divergences: list[str] = field(default_factory=list)

    @property
    def examples(self) -> int:
        """How many answers were judged."""
        return sum(n for way, n in self.verdicts.items() if way.startswith("database"))


class Bench:
    """A hotel, its forms and bookings, and clients of the API and of the page."""

    def __init__(self, hotel: HotelBuilder, client: httpx.Client, compared: Compared) -> None:
        self._hotel, self._client, self._compared = hotel, client, compared
        self._page = Page(client)
        self._spare: list[Booking] = []
        # Nothing is left of what is judged here.
        self._of_database = self._booking()

    def compare(self, form: Form, sent: Sent, *, page: bool) -> None:
        """Send answers each way; fail where two differ.

        Args:
            form: what is asked.
            sent: the answers.
            page: whether a browser can send them.
        """
        version = publish(self._hotel.connection, self._hotel.hotel_id, form)
        verdict = by_database(self._hotel, self._of_database, version, sent)
        self._count("database", verdict)
        self._hold_against_documents(form, sent, verdict)
        self._hold("api", verdict, self._by_api(sent))
        if page:
            self._hold("page", verdict, self._by_page(sent))

    def _by_api(self, sent: Sent) -> Verdict:
        return self._on_a_booking(
            lambda booking, token: by_api(self._client, self._hotel, booking, token, sent)
        )

    def _by_page(self, sent: Sent) -> Verdict:
        return self._on_a_booking(
            lambda booking, token: self._page.send(self._hotel, booking, token, sent)
        )

    def _on_a_booking(self, send: Callable[[Booking, str], Verdict]) -> Verdict:
        """Send by a new link; a booking that was told something is not used again."""
        booking = self._booking()
        verdict = send(booking, issue_link(self._hotel, booking.booking_id))
        if not verdict.is_accepted:
            self._spare.append(booking)
        return verdict

    def _booking(self) -> Booking:
        if not self._spare:
            day = self._hotel.today() + timedelta(days=1)
            self._spare = confirmed(self._hotel, AT_ONCE, day, day + timedelta(days=2))
        return self._spare.pop()

    def _hold(self, way: str, expected: Verdict, found: Verdict) -> None:
        self._count(way, found)
        both_name_fields = None not in (found.faults, expected.faults)
        if (
            found.is_accepted != expected.is_accepted
            or (both_name_fields and found.faults != expected.faults)
            or found.kept != expected.kept
        ):
            raise Divergence(f"database: {expected}\n{way}: {found}")

    def _hold_against_documents(self, form: Form, sent: Sent, found: Verdict) -> None:
        if found.faults is None:
            return  # text that no database keeps
        expected: dict[tuple[Place, str], Any] = {}
        for place, said in sent.by_place().items():
            whom = BOOKING if place is None else GUEST
            asked = {each.name: each for each in form.asked_of(whom)}
            for name, rule in oracle.faults(asked, said, submit=sent.submit).items():
                expected[place, name] = rule
        open_to_doubt = {where for where, rule in expected.items() if rule is oracle.NotSure}
        self._compared.not_sure += len(open_to_doubt)
        sure = {(*where, rule) for where, rule in expected.items() if where not in open_to_doubt}
        told = {fault for fault in found.faults if fault[:2] not in open_to_doubt}
        if sure != told:
            raise Divergence(f"documents: {sure}\ndatabase: {found}")

    def _count(self, way: str, verdict: Verdict) -> None:
        outcome = "accepted" if verdict.is_accepted else "refused"
        self._compared.verdicts[f"{way}_{outcome}"] += 1
        for _, _, rule in verdict.faults or ():
            self._compared.rules[rule] += 1


@st.composite
def submissions(draw: st.DrawFn) -> tuple[Form, Sent, bool]:
    """Draw a form, and answers of a booking and two guests; say whether a browser can send them."""
    form = draw(forms())
    some = draw(st.sampled_from((right, typed, answers)))
    sent = Sent(
        draw(some(form.asked_of(BOOKING))),
        tuple(draw(some(form.asked_of(GUEST))) for _ in range(2)),
        draw(st.booleans()),
        draw(st.sampled_from(LANGUAGES if some is answers else sorted(languages()))),
    )
    return form, sent, some is not answers


def compare_some(bench: Bench, number: int, examples: int) -> None:
    """Compare so many examples; raise Divergence with the smallest one that is found.

    Args:
        number: seed.
        examples: how many.
    """

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(submissions())
    def same(drawn: tuple[Form, Sent, bool]) -> None:
        form, sent, page = drawn
        assume(form.fields)
        bench.compare(form, sent, page=page)

    same()


def compare_for(hotel: HotelBuilder, client: httpx.Client, seconds: float, number: int) -> Compared:
    """Compare examples for so long, in pieces; stop at the first divergence.

    On a busy machine a short time is over before every rule was broken: then twice as long.
    """
    compared = Compared()
    bench = Bench(hotel, client, compared)
    began = time.monotonic()
    while (taken := time.monotonic() - began) < seconds or (
        taken < 2 * seconds and not {*oracle.RULES.values()} <= {*compared.rules}
    ):
        try:
            compare_some(bench, number, EXAMPLES_A_PIECE)
        except Divergence as found:
            compared.divergences.append(f"seed {number}: {found}\n{_form_of(found)}")
            break
        number += 1
    return compared


def _form_of(found: Divergence) -> str:
    """Return what Hypothesis says about the smallest example."""
    return "\n".join(getattr(found, "__notes__", []))


def verdict_figures(compared: Compared, findings: list[str]) -> Iterator[Figure]:
    """Return what was compared: every way must have accepted and refused something.

    Args:
        compared: the verdicts.
        findings: what the product's checks find afterwards.
    """
    for found in [*compared.divergences, *findings]:
        say(f"verdicts: {found}")
    yield Figure("verdict_examples", compared.examples)
    for way in WAYS:
        for outcome in ("accepted", "refused"):
            name = f"{way}_{outcome}"
            yield Figure(f"verdict_by_{name}", compared.verdicts[name], AtLeast(1))
    yield Figure("verdict_rules_broken", len(compared.rules), AtLeast(len(oracle.RULES)))
    yield Figure("verdict_answers_not_in_the_documents", compared.not_sure)
    yield Figure("verdict_divergences", len(compared.divergences), AtMost(0))
    yield Figure("verdict_findings", len(findings), AtMost(0))
