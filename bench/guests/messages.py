"""Messages by two API processes, one of which is killed again and again: each arrives once at most.

What may have arrived and what has not is said by a state; none is lost without one.
"""

import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta

import httpx

from bench.guests.bookings import confirmed
from bench.guests.stage import SETTINGS, Stage, stage
from bench.proof.api import api
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.run import say
from bench.proof.server import Server
from tests.hotel_builder import HotelBuilder
from tests.messages.mail_server import MailServer, serving_mail, text_of

FROM, PUBLIC_URL = "stay@messages.example", "https://hotel.example"
PATIENCE_SECONDS = 300
POLL_SECONDS = 0.05
# Of the links that guests are sent, so many are opened.
OPENED = 20
# A claim that is left behind is settled after its lease; what has time here is the clock.
_LET_LEASES_PASS = """\
UPDATE hotelmate.guest_message SET claimed_until = now() - interval '1 second'
WHERE state = 'SENDING'
"""
_UNFINISHED = """\
SELECT count(*) FILTER (WHERE state = 'WAITING'), count(*) FILTER (WHERE state = 'SENDING')
FROM hotelmate.guest_message
"""
_STATES = "SELECT message_id::text, kind, state FROM hotelmate.guest_message"
_TOKEN = re.compile(rf"{re.escape(PUBLIC_URL)}/precheckin/(\S+)")


@dataclass(slots=True)
class Told:
    """What guests were told, and what is wrong with it.

    Attributes:
        states: how many messages came to each state.
        arrived: how often each message arrived.
        wrong: what should not have happened.
    """

    states: Counter[str] = field(default_factory=Counter)
    arrived: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def message_figures(server: Server, links: int, kills: int = 2) -> Iterator[Figure]:
    """Confirm so many bookings, issue a link of each, and kill one of two senders meanwhile."""
    with serving_mail() as mail:
        settings = {
            **SETTINGS,
            "HOTELMATE_MAIL": mail.url,
            "HOTELMATE_MAIL_FROM": FROM,
            "HOTELMATE_PUBLIC_URL": PUBLIC_URL,
        }
        with stage(server, settings) as playing:
            hotel = playing.hotel()
            began = time.monotonic()
            with Killing(playing, mail, settings, links, kills) as killed:
                _tell(playing, hotel, links)
                told = Told()
                told.wrong += _await_the_end(playing)
            seconds = time.monotonic() - began
            judge(told, playing.owner.execute(_STATES).fetchall(), _arrived(mail), 2 * links)
            told.wrong += killed.failures + _unopened(playing, mail) + playing.findings(hotel)
    for found in told.wrong[:20]:
        say(f"messages: {found}")
    yield Figure("messages", told.states.total(), AtLeast(2 * links))
    yield Figure("messages_senders_killed", killed.count, AtLeast(kills))
    for state, count in sorted(told.states.items()):
        yield Figure(f"messages_{state.lower()}", count)
    yield Figure("messages_arrived", told.arrived.total())
    yield Figure("messages_seconds", seconds)
    yield Figure("messages_wrong", len(told.wrong), AtMost(0))


def judge(
    told: Told, rows: list[tuple[str, str, str]], arrived: Counter[str], expected: int
) -> None:
    """Hold what arrived against what the rows say.

    Args:
        told: takes what is found.
        rows: id, kind and state of every message.
        arrived: how often each id arrived.
        expected: how many messages there must be.
    """
    told.arrived = arrived
    told.states = Counter(state for _, _, state in rows)
    if len(rows) != expected:
        told.wrong.append(f"there are {len(rows)} messages, not {expected}")
    for message_id, kind, state in rows:
        count = arrived[message_id]
        if count > 1:
            told.wrong.append(f"{kind} arrived {count} times")
        if state == "SENT" and count == 0:
            told.wrong.append(f"{kind} is {state} and did not arrive")
        if state not in ("SENT", "UNCERTAIN"):
            told.wrong.append(f"{kind} is {state}" + (" and arrived" if count else ""))
    strange = set(arrived) - {message_id for message_id, _, _ in rows}
    told.wrong += [f"{len(strange)} arrived that nobody wrote"] if strange else []


class Killing:
    """Runs a second API process, and kills it in the middle of its work, so many times.

    Attributes:
        count: how often it was killed.
        failures: why it could not go on.
    """

    def __init__(
        self, playing: Stage, mail: MailServer, settings: dict[str, str], links: int, kills: int
    ) -> None:
        self.count = 0
        self.failures: list[str] = []
        self._playing, self._mail, self._settings = playing, mail, settings
        self._moments = [2 * links * (number + 1) // (kills + 2) for number in range(kills)]
        self._over = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._try)

    def __enter__(self) -> "Killing":
        self._thread.start()
        self._ready.wait(PATIENCE_SECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _try(self) -> None:
        try:
            self._run()
        except Exception as error:
            self.failures.append(f"there was no second sender: {error}")
        finally:
            self._ready.set()

    def _run(self) -> None:
        for moment in [*self._moments, None]:
            with ExitStack() as stack:
                second = stack.enter_context(
                    api(self._playing.database_url, "manager", settings=self._settings)
                )
                self._ready.set()
                while not self._over.wait(POLL_SECONDS):
                    if moment is not None and len(self._mail.taken) >= moment:
                        second.process.kill()
                        self.count += 1
                        break


def _tell(playing: Stage, hotel: HotelBuilder, links: int) -> None:
    """Confirm bookings, and issue a link of each, as the front desk does."""
    day = hotel.today() + timedelta(days=1)
    made = confirmed(hotel, links, day, day + timedelta(days=2))
    with playing.desk(hotel) as desk:
        for booking in made:
            reference = hotel.read("room_booking", booking.booking_id, "booking_reference")
            answer = desk.post(f"/bookings/{reference}/precheckin-token")
            answer.raise_for_status()


def _await_the_end(playing: Stage) -> list[str]:
    """Wait until nothing is to be sent any more; let the leases of the killed pass."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    waiting, sending = 1, 0
    while time.monotonic() < give_up_at:
        row = playing.owner.execute(_UNFINISHED).fetchone()
        assert row is not None
        waiting, sending = row
        if not waiting and not sending:
            return []
        if not waiting:
            _pass_leases(playing)
        time.sleep(POLL_SECONDS)
    return [f"{waiting} messages are still waiting and {sending} are being sent"]


def _pass_leases(playing: Stage) -> None:
    # Whoever lives ends a try within a second; what is claimed after that was left behind.
    time.sleep(2)
    with playing.owner.transaction():
        playing.owner.execute("SET LOCAL session_replication_role = replica")
        playing.owner.execute(_LET_LEASES_PASS)


def _arrived(mail: MailServer) -> Counter[str]:
    return Counter(
        str(message["Message-ID"]).strip("<>").partition("@")[0] for message in mail.messages()
    )


def _unopened(playing: Stage, mail: MailServer) -> list[str]:
    """Open some of the links that arrived, as their guests would."""
    tokens = [found[1] for each in mail.messages() if (found := _TOKEN.search(text_of(each)))]
    wrong = [] if tokens else ["no message has a link"]
    with httpx.Client(base_url=playing.running.url, timeout=60) as guest:
        for token in tokens[-OPENED:]:
            answer = guest.get(f"/api/precheckin/{token}")
            if answer.status_code != httpx.codes.OK:
                wrong.append(f"a link that arrived opens nothing: {answer.status_code}")
    return wrong
