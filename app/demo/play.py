"""`hotelmate demo`: a stay and a payment over HTTP, then everything that must be refused."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from typing import Any, TextIO

import httpx
import psycopg

from app.demo.attempts import Verdict
from app.demo.contradictions import CONTRADICTIONS
from app.demo.credentials import DemoCredentials
from app.demo.desk import DemoError, Desk
from app.demo.hotel_plan import NAME, SLUG
from app.demo.log_in import clients
from app.demo.online_payment import OnlinePayment, why_left_out
from app.demo.payment_contradictions import PAYMENT_CONTRADICTIONS
from app.demo.printing import Page
from app.demo.repeating import repeat
from app.demo.scene import set_payment_scene, set_scene
from app.demo.stay import Stay
from app.demo.stripe_part import StripePart
from app.demo.traces import Traces
from app.demo.trying import Trial
from app.demo.walls import try_walls

TIMEOUT_SECONDS = 30


def play(
    base_url: str,
    credentials: DemoCredentials,
    database_url: str,
    *,
    webhook_secrets: Sequence[str] = (),
    has_stripe_key: bool = False,
    out: TextIO | None = None,
) -> int:
    """Play the demo against a running server and print it.

    Args:
        base_url: of the server, like http://127.0.0.1:8000.
        credentials: of the demo hotel's staff.
        database_url: of the schema's owner, for what a DBA would type.
        webhook_secrets: what the server's webhooks are signed with, any of which will do; without
            one nobody pays by card.
        has_stripe_key: whether there is an account at Stripe, whose part the demo then leaves out.
        out: where to print; standard output unless told otherwise.

    Returns:
        0 when everything was as it must be, 1 otherwise.
    """
    page = Page(out if out is not None else sys.stdout)
    where: dict[str, Any] = {"base_url": base_url, "timeout": TIMEOUT_SECONDS, "trust_env": False}
    try:
        with (
            ExitStack() as stack,
            httpx.Client(**where) as nobody,
            psycopg.connect(database_url, autocommit=True) as owner,
        ):
            desk = Desk(clients(stack, credentials, **where), SLUG)
            stripe = StripePart(nobody, webhook_secrets[0]) if webhook_secrets else None
            demo = _Demo(desk, nobody, owner, page, stripe, has_stripe_key=has_stripe_key)
            return 0 if demo.play() else 1
    except DemoError as error:
        page.failure(str(error))
    except httpx.HTTPError as error:
        page.failure(f"{base_url} does not answer: {type(error).__name__}")
    except psycopg.Error as error:
        page.failure(f"the database does not answer: {type(error).__name__}")
    return 1


class _Demo:
    """One run of the demo."""

    def __init__(
        self,
        desk: Desk,
        nobody: httpx.Client,
        owner: psycopg.Connection[Any],
        page: Page,
        stripe: StripePart | None,
        *,
        has_stripe_key: bool,
    ) -> None:
        self._desk = desk
        self._nobody = nobody
        self._owner = owner
        self._page = page
        self._hotel_id, self._today = _demo_hotel(owner)
        self._traces = Traces(desk, stripe)
        self._stripe = stripe
        self._has_stripe_key = has_stripe_key

    def play(self) -> bool:
        """Play everything; return whether all was as it must be."""
        verdicts: list[Verdict] = []
        try:
            self._page.title(f"One stay at {NAME}")
            as_told = Stay(self._desk, self._page, self._traces, self._today).play()
            as_told &= self._pay_online()
            as_told &= self._knock()
            self._page.title("What this hotel cannot hold, tried over HTTP and in SQL as the owner")
            for verdict in self._try_contradictions():
                self._page.attempts(verdict)
                verdicts.append(verdict)
        finally:
            # Also when the story broke off: the next run must find the rooms again.
            troubles = self._traces.clear()
            for trouble in troubles:
                self._page.failure(f"left behind: {trouble}")
        self._page.table(verdicts)
        self._page.summary(verdicts)
        refused = all(verdict.refused_over_http and verdict.refused_in_sql for verdict in verdicts)
        return as_told and refused and not troubles

    def _pay_online(self) -> bool:
        """Tell the story of a payment by card, or why not; then Stripe has no part in the rest."""
        self._page.title("One payment by card")
        left_out = why_left_out(self._desk, self._stripe, has_account=self._has_stripe_key)
        if left_out is not None or self._stripe is None:
            self._page.paragraph(f"Left out. {left_out}")
            self._stripe = None
            return True
        self._page.paragraph(
            "There is no account at Stripe here, so the demo plays Stripe: it says what Stripe"
            " would, as webhooks that are signed with this server's secret."
        )
        story = OnlinePayment(self._desk, self._stripe, self._page, self._traces, self._today)
        return story.play()

    def _knock(self) -> bool:
        """Try what each role may not; return whether all of it was refused."""
        self._page.title("Who may do what, and what is done twice")
        bookings = self._desk.must("GET", "/bookings?limit=1").body["items"]
        rooms = self._desk.must("GET", "/rooms").body["items"]
        if not bookings or not rooms:
            raise DemoError("the hotel has no booking or no room")
        names = {"booking": bookings[0]["booking_id"], "room": rooms[0]["room_number"]}
        verdict = try_walls(self._desk, self._nobody, self._owner, self._hotel_id, names)
        verdict.http.extend(repeat(self._desk, self._traces, self._today))
        self._page.attempts(verdict)
        return verdict.refused_over_http and verdict.refused_in_sql

    def _try_contradictions(self) -> Iterator[Verdict]:
        scene = dict(set_scene(self._desk, self._traces, self._today))
        tried = CONTRADICTIONS
        if self._stripe is not None:
            scene |= set_payment_scene(self._desk, self._stripe, self._traces, self._today)
            tried += PAYMENT_CONTRADICTIONS
        trial = Trial(self._desk, self._owner, self._hotel_id, scene, self._stripe)
        return trial.verdicts(tried)


def _demo_hotel(owner: psycopg.Connection[Any]) -> tuple[int, date]:
    """Return the id of the demo hotel and its today, which is that of its own time zone."""
    row = owner.execute(
        "SELECT hotel_id, (now() AT TIME ZONE time_zone)::date FROM hotelmate.hotel"
        " WHERE slug = %s",
        (SLUG,),
    ).fetchone()
    if row is None:
        raise DemoError(
            f"this database has no hotel {SLUG}: `hotelmate run` makes it in an empty database"
        )
    return row[0], row[1]
