"""The page as guests meet it: in Chromium, on a phone and at a desk, in English and in Arabic."""

from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser

from tests.page.axe import violations
from tests.page.browser import DESKTOP, PHONE, Device, Visit, visit
from tests.page.form_of_every_kind import (
    ALL_RIGHT,
    ALL_WRONG,
    CONSENT_TEXTS,
    FAULTS_OF_WRONG,
)
from tests.page.stay import EMAIL, Stay

SAVED = {name: ALL_RIGHT[name] for name in ("answers.email", "answers.wishes", "answers.terms")}


def open_page(guest: Visit, stay: Stay) -> None:
    answer = guest.page.goto(stay.path)
    assert answer is not None
    assert answer.status == 200


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize(
    ("locale", "direction"), [("en-GB", "ltr"), ("ar-EG", "rtl")], ids=["english", "arabic"]
)
def test_a_guest_fills_in_every_kind_of_field_and_sends(
    chromium: Browser, address: str, stay: Stay, device: Device, locale: str, direction: str
) -> None:
    with visit(chromium, address, device, locale=locale) as guest:
        open_page(guest, stay)
        assert guest.page.locator("html").get_attribute("dir") == direction
        assert not overflows(guest)
        assert violations(guest.page) == []

        guest.fill_in(ALL_RIGHT)
        guest.press("send")

        assert guest.page.url.endswith(f"/sent?lang={locale[:2]}")
        assert violations(guest.page) == []
        assert guest.strayed == []
        assert guest.complaints == []
    assert stay.submitted_at is not None
    assert set(stay.answers) == {
        name.removeprefix("answers.") for name in ALL_RIGHT if name.startswith("answers.")
    }
    assert stay.answers["terms"]["text"] == CONSENT_TEXTS[locale[:2]]
    assert [answers["nationality"] for _, _, answers in stay.party()] == ["EG", "GB"]


def overflows(guest: Visit) -> bool:
    """Say whether the page is wider than the screen, so that one has to move it to and fro."""
    return bool(
        guest.page.evaluate(
            "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
    )


@pytest.mark.parametrize("locale", ["en-GB", "ar-EG"])
def test_wrong_fields_are_named_and_what_was_typed_is_still_there(
    chromium: Browser, address: str, stay: Stay, locale: str
) -> None:
    with visit(chromium, address, locale=locale) as guest:
        open_page(guest, stay)
        guest.fill_in(ALL_WRONG)
        guest.press("send")

        assert guest.faults() == FAULTS_OF_WRONG
        assert guest.values(ALL_WRONG) == ALL_WRONG
        assert guest.page.locator("[aria-invalid=true]").count() == len(FAULTS_OF_WRONG)
        assert guest.page.locator(".summary a").count() == len(FAULTS_OF_WRONG)
        assert violations(guest.page) == []
        assert not overflows(guest)

        guest.page.locator(".summary a").last.click()
        assert guest.page.url.endswith("#answers.signature")
        guest.fill_in(ALL_RIGHT)
        guest.press("send")
        assert "/sent" in guest.page.url
        # A page that is refused is told in the console as any 4xx is, and nothing else is.
        assert all("422" in complaint for complaint in guest.complaints)
    assert stay.submissions() == 1


def test_what_is_saved_is_there_on_another_device_and_can_be_sent_from_it(
    guest: Visit, chromium: Browser, address: str, stay: Stay
) -> None:
    open_page(guest, stay)
    guest.fill_in(SAVED)
    guest.press("save")
    assert guest.page.locator("[role=status]").count() == 1
    assert violations(guest.page) == []
    assert stay.submitted_at is None

    with visit(chromium, address, DESKTOP) as later:
        open_page(later, stay)
        assert later.values(SAVED) == SAVED
        later.fill_in(ALL_RIGHT)
        later.press("send")
        assert "/sent" in later.page.url
    assert stay.submitted_at is not None


def test_who_joins_after_the_submission_sends_their_part_by_a_newer_link(
    guest: Visit, stay: Stay
) -> None:
    stay.submit_for_the_named(ALL_RIGHT)
    guest.page.goto(f"/precheckin/{stay.supersede()}")
    assert guest.page.locator("fieldset[disabled]").count() == 2
    assert violations(guest.page) == []

    guest.fill_in({name: text for name, text in ALL_RIGHT.items() if name.startswith("guests.1")})
    guest.press("send")

    assert guest.page.locator("form").count() == 0
    assert violations(guest.page) == []
    assert guest.complaints == []
    assert [answers["nationality"] for _, _, answers in stay.party()] == ["EG", "GB"]


def test_enter_in_a_field_saves_and_does_not_send(guest: Visit, stay: Stay) -> None:
    open_page(guest, stay)
    guest.fill_in({"answers.phone": ALL_RIGHT["answers.phone"]})
    with guest.page.expect_navigation():
        guest.control("answers.phone").press("Enter")

    assert guest.page.locator("[role=status]").count() == 1
    assert stay.submitted_at is None


def test_turning_to_another_language_keeps_what_was_typed(guest: Visit, stay: Stay) -> None:
    open_page(guest, stay)
    guest.fill_in(SAVED)
    with guest.page.expect_navigation():
        guest.page.locator("button[lang=ar]").click()

    assert guest.page.locator("html").get_attribute("dir") == "rtl"
    assert guest.values(SAVED) == SAVED
    assert stay.answers == {}


def test_a_double_click_sends_once_and_says_what_is_true(guest: Visit, stay: Stay) -> None:
    open_page(guest, stay)
    guest.fill_in(ALL_RIGHT)
    guest.page.locator("button.send").dblclick(no_wait_after=True)
    guest.page.wait_for_url(lambda url: "?" in url or "/sent" in url)
    guest.page.wait_for_load_state()

    assert EMAIL in guest.page.content()
    assert guest.page.locator("form").count() == 0
    assert stay.submissions() == 1
    assert len(stay.party()) == 2


def test_back_and_reload_after_sending_do_no_harm(guest: Visit, stay: Stay) -> None:
    open_page(guest, stay)
    guest.fill_in(ALL_RIGHT)
    guest.press("send")
    guest.page.reload()
    assert guest.page.locator("h1").inner_text().startswith("Thank you")

    guest.page.go_back()
    assert guest.page.locator("h1").inner_text().endswith("already")
    assert guest.page.locator("form").count() == 0
    assert stay.submissions() == 1
    # That the page is gone is told in the console as any 410 is.
    guest.complaints = [each for each in guest.complaints if "410" not in each]


@pytest.mark.parametrize("what", ["unknown", "used", "superseded", "expired", "ended"])
def test_a_link_that_does_not_work_says_what_to_do(
    guest: Visit, stay: Stay, what: str, owner: psycopg.Connection[Any]
) -> None:
    path, status = stay.path, 410
    match what:
        case "unknown":
            path, status = f"{stay.path[:-1]}!", 404
        case "used":
            stay = Stay.asking_nothing(owner)
            path = stay.path
            stay.submit()
        case "superseded":
            stay.supersede()
        case "expired":
            stay.expire()
        case "ended":
            stay.hotel.cancel(stay.booking)
    answer = guest.page.goto(path)

    assert answer is not None
    assert answer.status == status
    assert (EMAIL in guest.page.content()) == (what != "unknown")
    assert "Lovelace" not in guest.page.content()
    assert violations(guest.page) == []
    guest.complaints = [each for each in guest.complaints if str(status) not in each]


def test_everything_works_where_scripts_do_not_run(
    chromium: Browser, address: str, stay: Stay
) -> None:
    with visit(chromium, address, runs_scripts=False) as guest:
        open_page(guest, stay)
        guest.fill_in(ALL_RIGHT)
        guest.press("send")
        assert "/sent" in guest.page.url
        # One page a step, and nothing else is asked for.
        assert [method for method, _ in guest.asked] == ["GET", "POST", "GET"]
    assert stay.submissions() == 1
