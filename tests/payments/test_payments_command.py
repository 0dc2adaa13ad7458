"""`hotelmate payments reconcile`: what it prints, and its exit status."""

import json
import subprocess

import psycopg
import pytest

from app.payments.reconciliation import LOCK
from tests.payments.both_sides import BothSides
from tests.payments.worker_process import start

pytestmark = pytest.mark.proof


def reconcile(
    sides: BothSides, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    process = start(sides, "reconcile", *arguments, **environment)
    output, errors = process.communicate(timeout=100)
    return subprocess.CompletedProcess([], process.returncode, output, errors)


def test_nothing_left_is_status_0(sides: BothSides) -> None:
    _, intent = sides.paid()
    done = reconcile(sides, "--hotel", sides.hotel.slug)
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 findings." in done.stdout
    sides.agree(intent)


def test_findings_are_lines_and_status_1(sides: BothSides) -> None:
    booking, intent = sides.held()
    sides.stripe.people.dashboard_capture(intent)
    reference = sides.hotel.read("room_booking", booking, "booking_reference")
    done = reconcile(sides, "--dry-run", "--hotel", sides.hotel.slug)
    assert done.returncode == 1
    *findings, summary = done.stdout.splitlines()
    start = f"ledger-differs: {sides.hotel.slug} {reference}: payment intent {intent}: "
    assert any(line.startswith(start) for line in findings)
    assert summary.endswith("Nothing was written.")
    assert sides.status(booking) == "PENDING_APPROVAL"


def test_the_report_as_json(sides: BothSides) -> None:
    sides.stripe.hold_seconds = 20 * 3_600
    booking, intent = sides.paid()
    done = reconcile(sides, "--json", "--hotel", sides.hotel.slug)
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["payments_compared"] == 1
    assert [
        {name: finding[name] for name in ("kind", "hotel", "booking_id", "subject")}
        for finding in report["findings"]
    ] == [
        {
            "kind": "hold-lapsing",
            "hotel": sides.hotel.slug,
            "booking_id": sides.hotel.read("room_booking", booking, "booking_reference"),
            "subject": f"payment intent {intent}",
        }
    ]


def test_what_keeps_it_from_running_is_status_2_and_one_sentence(sides: BothSides) -> None:
    unknown = reconcile(sides, "--hotel", "no-such-hotel")
    assert (unknown.returncode, unknown.stderr) == (2, "Error: there is no hotel no-such-hotel\n")
    stranger = reconcile(sides, STRIPE_SECRET_KEY="sk_test_of_somebody_else")
    assert stranger.returncode == 2
    assert stranger.stderr.startswith("Error: Stripe does not take STRIPE_SECRET_KEY (")
    nobody = reconcile(sides, STRIPE_API_BASE="http://127.0.0.1:1")
    said = "Error: Stripe does not answer (no_answer): try again later\n"
    assert (nobody.returncode, nobody.stderr) == (2, said)


def test_two_do_not_run_at_once(sides: BothSides) -> None:
    with psycopg.connect(sides.url) as other:
        other.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", (LOCK,))
        process = start(sides, "reconcile", "--hotel", sides.hotel.slug)
        try:
            waited = False
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                waited = True
            assert waited, process.communicate()
        finally:
            other.rollback()
            other.execute("SELECT pg_advisory_unlock_all()")
            output, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, ""), output
