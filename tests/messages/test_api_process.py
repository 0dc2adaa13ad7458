"""The API as a process: it sends beside its requests, and may be killed in the middle."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.credentials import TOKEN_KEY, as_staff
from tests.messages.guest_post import FROM, PUBLIC, GuestPost, Recorder, mark
from tests.messages.mail_server import MailServer
from tests.processes.api import free_port
from tests.relay.command import start_hotelmate
from tests.waiting import wait_until


class Api:
    """A running `hotelmate serve`."""

    def __init__(self, process: subprocess.Popen[str], address: str, log: Path) -> None:
        self.process = process
        self.address = address
        self.log = log


@contextmanager
def serving_process(post: GuestPost, mail: MailServer, folder: Path) -> Iterator[Api]:
    """Serve as a process that sends to a mail server; it is killed at the end."""
    port = free_port()
    environment = {
        "HOTELMATE_TOKEN_KEYS": TOKEN_KEY,
        "HOTELMATE_CHECK_HOUR": "off",
        "HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS": "0",
        "HOTELMATE_LOG_LEVEL": "debug",
        "HOTELMATE_PORT": str(port),
        "HOTELMATE_DATA_DIR": str(folder),
        "HOTELMATE_MAIL": mail.url,
        "HOTELMATE_MAIL_FROM": FROM,
        "HOTELMATE_PUBLIC_URL": PUBLIC,
    }
    log = folder / "serve.log"
    with log.open("w") as output:
        process = start_hotelmate(
            "serve", post.url, environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield Api(process, f"http://127.0.0.1:{port}", log)
    finally:
        process.kill()
        process.wait()


@pytest.mark.proof
@pytest.mark.parametrize("held", ["RCPT", "DATA"])
def test_a_process_that_is_killed_while_it_sends_leaves_it_uncertain_and_nobody_repeats_it(
    post: GuestPost, mail: MailServer, tmp_path: Path, held: str
) -> None:
    mail.holds.add(held)
    booking = post.booking()
    with serving_process(post, mail, tmp_path):
        wait_until(mail.reached.is_set)
        assert post.states(booking) == ["SENDING"]
    mail.released.set()

    others = Recorder()
    post.send(others)
    assert post.states(booking) == ["SENDING"]
    post.age("claimed_until")
    post.send(others)
    post.send(others)

    assert post.messages(booking) == [("BOOKING_CONFIRMED", "UNCERTAIN", "cut_off")]
    assert others.sent == []
    assert mail.seen <= 1


@pytest.mark.proof
def test_requests_do_not_wait_for_the_mail_server_and_logs_tell_no_guest(
    post: GuestPost, mail: MailServer, tmp_path: Path
) -> None:
    name, address = mark(), f"{mark()}@guest.example"
    mail.holds.add("DATA")
    booking = post.booking("PENDING_APPROVAL", email=address)
    post.hotel.run(
        "UPDATE hotelmate.booking_guest SET last_name = %s WHERE hotel_id = %s AND booking_id = %s",
        name,
        post.hotel.hotel_id,
        booking,
    )
    token = post.link(booking)
    with serving_process(post, mail, tmp_path) as api:
        wait_until(mail.reached.is_set)
        path = f"{api.address}/api/hotels/{post.hotel.slug}/bookings/{post.reference(booking)}"
        with httpx.Client(headers=as_staff(post.hotel), timeout=60) as desk:
            assert desk.post(f"{path}/approve").status_code == 200
            shown = desk.get(f"{path}/messages").json()["items"]
            assert [each["kind"] for each in shown] == ["BOOKING_CONFIRMED", "PRECHECKIN_LINK"]
            assert shown[1]["state"] == "SENDING"
            mail.released.set()
            wait_until(lambda: post.states(booking) == ["SENT", "SENT"])
            figures = desk.get(f"{api.address}/metrics").text
            told = desk.get(f"{path}/messages").text
    assert 'hotelmate_guest_messages_total{state="SENT"} 2.0' in figures
    assert "hotelmate_guest_messages_waiting 0.0" in figures
    log = api.log.read_text()
    assert '"event":"message"' in log
    for secret in (name, address, token):
        for text in (log, figures, told):
            assert secret not in text
