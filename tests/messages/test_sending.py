"""What guests are told is sent once, when it is committed and still true."""

import asyncio
import stat
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest

from app.messages.file_sender import FileSender
from app.messages.sender import Later, Mail, Refused, SendError, Uncertain
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.messages.guest_post import AT_ONCE, GuestPost, Recorder
from tests.messages.mail_server import parsed, text_of
from tests.refusal import refused_by

KIND_OF = {
    "CONFIRMED": "BOOKING_CONFIRMED",
    "DECLINED": "BOOKING_DECLINED",
    "CANCELLED": "BOOKING_CANCELLED",
}


def failing(error: SendError) -> Callable[[Mail], None]:
    def fail(_: Mail) -> None:
        raise error

    return fail


# What is told.


@pytest.mark.parametrize(("status", "kind"), KIND_OF.items())
def test_guests_are_told_of_a_decision_whoever_makes_it(
    post: GuestPost, status: str, kind: str
) -> None:
    booking, sender = post.booking(status), Recorder()

    post.send(sender)
    post.send(sender)

    assert post.messages(booking) == [(kind, "SENT", None)]
    (mail,) = sender.sent
    assert mail.recipient == "ada@guest.example"
    assert post.reference(booking) in parsed(mail.content)["Subject"]
    assert post.counted == {"SENT": 1}


def test_a_link_is_sent_with_its_token_which_is_nowhere_kept(post: GuestPost) -> None:
    booking, sender = post.booking("PENDING_APPROVAL"), Recorder()
    token = post.link(booking)

    post.send(sender)

    assert post.messages(booking) == [("PRECHECKIN_LINK", "SENT", None)]
    (mail,) = sender.sent
    assert f"https://hotel.example/precheckin/{token}" in text_of(parsed(mail.content))
    kept = post.hotel.value(
        "SELECT string_agg(message::text, '') FROM hotelmate.guest_message AS message"
        " WHERE hotel_id = %s",
        post.hotel.hotel_id,
    )
    assert token not in kept


def test_guests_are_told_in_the_language_of_their_booking_or_of_the_hotel(post: GuestPost) -> None:
    sender = Recorder()
    post.booking(language="ar")
    post.hotel.run(
        "UPDATE hotelmate.hotel SET language = 'de' WHERE hotel_id = %s", post.hotel.hotel_id
    )
    post.booking()

    post.send(sender)

    languages = {parsed(mail.content)["Content-Language"] for mail in sender.sent}
    assert languages == {"ar", "de"}


def test_a_change_that_is_rolled_back_tells_nobody(post: GuestPost) -> None:
    booking, sender = post.booking("PENDING_APPROVAL"), Recorder()
    with post.hotel.connection.transaction(force_rollback=True):
        post.hotel.approve(booking)
        assert post.states(booking) == ["WAITING"]

    post.send(sender)

    assert sender.sent == []
    assert post.messages(booking) == []


def test_the_bookers_address_is_used_where_the_primary_guest_has_none(post: GuestPost) -> None:
    sender = Recorder()
    booker = {"booker_first_name": "Mary", "booker_last_name": "Somerville"}
    post.booking(email=None, booker_email="mary@booker.example", **booker)

    post.send(sender)

    (mail,) = sender.sent
    assert mail.recipient == "mary@booker.example"
    assert "Mary Somerville" in text_of(parsed(mail.content))


def test_without_any_address_the_message_says_so(post: GuestPost) -> None:
    booking, sender = post.booking(email=None), Recorder()
    post.send(sender)
    assert post.states(booking) == ["NO_ADDRESS"]
    assert sender.sent == []


# What is not true any more.


def test_a_confirmation_of_a_booking_that_was_cancelled_since_is_overtaken(
    post: GuestPost,
) -> None:
    booking, sender = post.booking(), Recorder()
    post.hotel.cancel(booking)

    post.send(sender)

    assert post.messages(booking) == [
        ("BOOKING_CONFIRMED", "OVERTAKEN", None),
        ("BOOKING_CANCELLED", "SENT", None),
    ]


def test_a_link_that_another_superseded_is_overtaken(post: GuestPost) -> None:
    booking, sender = post.booking("PENDING_APPROVAL"), Recorder()
    post.link(booking)
    token = post.link(booking)

    post.send(sender)

    assert post.states(booking) == ["OVERTAKEN", "SENT"]
    assert token in text_of(parsed(sender.sent[0].content))


def test_a_link_that_expired_or_ended_with_its_booking_is_overtaken(post: GuestPost) -> None:
    ended, expired, sender = post.booking("PENDING_APPROVAL"), post.booking(), Recorder()
    post.link(ended)
    post.hotel.cancel(ended)
    post.link(expired)
    with post.hotel.connection.transaction():
        post.hotel.run("SET LOCAL session_replication_role = replica")
        post.hotel.run(
            "UPDATE hotelmate.booking_token SET created_at = created_at - interval '1 week',"
            " expires_at = expires_at - interval '1 week' WHERE hotel_id = %s AND booking_id = %s",
            post.hotel.hotel_id,
            expired,
        )

    post.send(sender)

    assert post.states(ended) == ["OVERTAKEN", "SENT"]
    assert post.states(expired) == ["SENT", "OVERTAKEN"]


def test_a_link_that_was_issued_in_psql_is_not_sent_and_says_why(post: GuestPost) -> None:
    booking, sender = post.booking("PENDING_APPROVAL"), Recorder()
    post.link(booking, token_recipe=None)
    post.send(sender)
    assert post.messages(booking) == [("PRECHECKIN_LINK", "REFUSED", "token_not_known")]


# What becomes of it.


@pytest.mark.parametrize(
    ("error", "state"),
    [(Refused("no"), "REFUSED"), (Uncertain("perhaps"), "UNCERTAIN")],
)
def test_what_is_refused_or_uncertain_is_not_sent_again(
    post: GuestPost, error: SendError, state: str
) -> None:
    booking, sender = post.booking(), Recorder(failing(error))
    post.send(sender, AT_ONCE)
    post.send(sender, AT_ONCE)
    assert post.messages(booking) == [("BOOKING_CONFIRMED", state, error.code)]
    assert len(sender.sent) == 1


def test_what_failed_on_the_way_waits_longer_each_time(post: GuestPost) -> None:
    booking, sender = post.booking(), Recorder(failing(Later("busy")))
    pauses = []
    for _ in range(4):
        post.send(sender)
        pauses.append(
            post.hotel.value(
                "SELECT next_try_at - now() FROM hotelmate.guest_message WHERE hotel_id = %s",
                post.hotel.hotel_id,
            )
        )
        post.send(sender)  # it is not due
        post.hotel.run(
            "UPDATE hotelmate.guest_message SET next_try_at = now() WHERE hotel_id = %s",
            post.hotel.hotel_id,
        )

    assert post.messages(booking) == [("BOOKING_CONFIRMED", "WAITING", "busy")]
    assert len(sender.sent) == 4
    # 10, 20, 40 and 80 minutes, less what reading them took.
    assert pauses[0] > timedelta(minutes=5)
    assert all(later > sooner * 1.5 for sooner, later in pairwise(pauses))

    answering = Recorder()
    post.send(answering)
    assert post.states(booking) == ["SENT"]
    assert {mail.message_id for mail in sender.sent} == {answering.sent[0].message_id}


def test_a_server_that_is_away_is_not_asked_for_each_message(post: GuestPost) -> None:
    sender = Recorder(failing(Later("not_reached", for_all=True)))
    bookings = [post.booking() for _ in range(12)]
    post.send(sender, AT_ONCE)
    assert len(sender.sent) <= 4
    assert {state for each in bookings for state in post.states(each)} == {"WAITING"}


def test_a_sender_that_breaks_leaves_its_message_uncertain_and_sends_the_others(
    post: GuestPost,
) -> None:
    first, second = post.booking(email="a@guest.example"), post.booking(email="b@guest.example")

    def break_at_first(mail: Mail) -> None:
        if mail.recipient == "a@guest.example":
            raise RuntimeError("broken")

    post.send(Recorder(break_at_first))
    assert post.messages(first)[0][1:] == ("UNCERTAIN", "broke_off_RuntimeError")
    assert post.states(second) == ["SENT"]


# Time.


@pytest.mark.parametrize("sender", [None, Recorder()], ids=["nobody sends", "somebody sends"])
def test_what_nobody_sent_in_time_expires(post: GuestPost, sender: Recorder | None) -> None:
    late = post.booking()
    post.age("expires_at")
    fresh = post.booking()

    post.send(sender)

    assert post.messages(late) == [("BOOKING_CONFIRMED", "EXPIRED", "not_tried")]
    assert post.states(fresh) == ["WAITING" if sender is None else "SENT"]
    assert post.counted["EXPIRED"] == 1


def test_a_claim_that_ran_out_is_uncertain_and_one_that_did_not_is_left_alone(
    post: GuestPost,
) -> None:
    claim = (
        "UPDATE hotelmate.guest_message SET state = 'SENDING', tries = 1,"
        " claimed_until = now() + interval '1 minute' WHERE hotel_id = %s AND state = 'WAITING'"
    )
    cut_off = post.booking()
    post.hotel.run(claim, post.hotel.hotel_id)
    post.age("claimed_until")
    under_way, sender = post.booking(), Recorder()
    post.hotel.run(claim, post.hotel.hotel_id)

    post.send(sender)

    assert post.messages(cut_off) == [("BOOKING_CONFIRMED", "UNCERTAIN", "cut_off")]
    assert post.states(under_way) == ["SENDING"]
    assert sender.sent == []


def test_what_cannot_be_settled_keeps_nothing_else_from_being_sent(post: GuestPost) -> None:
    late = post.booking()
    post.age("expires_at")
    fresh, sender = post.booking(), Recorder()
    post.hotel.run(
        "ALTER TABLE hotelmate.guest_message ADD CONSTRAINT unforeseen"
        " CHECK (state <> 'EXPIRED') NOT VALID"
    )
    try:
        with refused_by("unforeseen"):
            post.send(sender)
    finally:
        post.hotel.run("ALTER TABLE hotelmate.guest_message DROP CONSTRAINT unforeseen")

    assert post.states(late) == ["WAITING"]
    assert post.states(fresh) == ["SENT"]


# Once.


def test_several_processes_send_each_message_once(post: GuestPost) -> None:
    other = GuestPost(HotelBuilder(post.hotel.connection), post.url)
    bookings = [post.booking(email=f"{number}@guest.example") for number in range(20)]
    bookings_there = [other.booking(email=f"{number}@there.example") for number in range(20)]
    sender = Recorder()

    post.send(sender, posts=3)

    assert len(sender.sent) == len({mail.recipient for mail in sender.sent}) == 40
    assert {post.states(each)[0] for each in bookings} == {"SENT"}
    assert {other.states(each)[0] for each in bookings_there} == {"SENT"}


def test_nothing_is_sent_before_its_claim_is_committed(post: GuestPost, connect: Connect) -> None:
    booking = post.booking()
    onlooker: psycopg.Connection = connect(url=post.url)
    seen = []

    class Looking(Recorder):
        async def send(self, mail: Mail) -> None:
            row = onlooker.execute(
                "SELECT state, claimed_until > now() FROM hotelmate.guest_message"
                " WHERE hotel_id = %s AND booking_id = %s",
                (post.hotel.hotel_id, booking),
            ).fetchone()
            idle = onlooker.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND application_name LIKE 'hotelmate-api%%' AND xact_start IS NOT NULL"
            ).fetchone()
            seen.append((row, idle))
            await super().send(mail)

    post.send(Looking())

    assert seen == [(("SENDING", True), (0,))]


def test_a_sender_that_is_cut_off_leaves_it_claimed(post: GuestPost) -> None:
    booking, begun = post.booking(), asyncio.Event()

    class Hanging(Recorder):
        async def send(self, mail: Mail) -> None:
            begun.set()
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        post.send(Hanging())
    assert begun.is_set()
    assert post.states(booking) == ["SENDING"]


def test_whoever_comes_too_late_does_not_overrule_what_was_settled(post: GuestPost) -> None:
    booking = post.booking()

    class Slow(Recorder):
        async def send(self, mail: Mail) -> None:
            post.age("claimed_until")
            await asyncio.to_thread(post.send, None)
            await super().send(mail)

    post.send(Slow())
    assert post.messages(booking) == [("BOOKING_CONFIRMED", "UNCERTAIN", "cut_off")]


def test_guest_message_sent_once(post: GuestPost) -> None:
    booking = post.booking()
    post.send(Recorder())

    with refused_by("guest_message_sent_once"):
        post.hotel.run(
            "UPDATE hotelmate.guest_message SET state = 'WAITING', finished_at = NULL"
            " WHERE hotel_id = %s AND booking_id = %s",
            post.hotel.hotel_id,
            booking,
        )


# Files.


def test_each_message_is_a_file_that_only_its_owner_reads(post: GuestPost, tmp_path: Path) -> None:
    post.booking()
    booking = post.booking("DECLINED", email="b@guest.example")
    folder = tmp_path / "messages"

    post.send(FileSender(folder))

    files = list(folder.iterdir())
    assert {path.suffix for path in files} == {".eml"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    recipients = {parsed(path.read_bytes())["To"] for path in files}
    assert recipients == {"ada@guest.example", "b@guest.example"}
    assert post.states(booking) == ["SENT"]


def test_a_folder_that_cannot_be_written_is_tried_again(post: GuestPost, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    booking = post.booking()

    post.send(FileSender(in_the_way))

    assert post.messages(booking) == [("BOOKING_CONFIRMED", "WAITING", "folder_not_writable")]
