"""The page without a browser: what is sent, what comes back, what nobody else gets to know."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psycopg
import pytest

from app.guests.page.languages import languages
from app.guests.page.typed import MAX_FIELDS, MAX_PAGE_BYTES
from app.models.precheckin import MAX_ANSWERS_BYTES, MOST_FIELDS
from tests.page.form_of_every_kind import ALL_RIGHT, ALL_WRONG, FAULTS_OF_WRONG
from tests.page.forms import Field, Form, publish
from tests.page.markup import read
from tests.page.stay import BRAND, EMAIL, NAME, PHONE, Stay

UNKNOWN = "1-" + "x" * 43
ALONE = {name: text for name, text in ALL_RIGHT.items() if not name.startswith("guests.1")}
JOINING = {name: text for name, text in ALL_RIGHT.items() if name not in ALONE}


def typed(client: httpx.Client, stay: Stay, values: dict[str, str], do: str) -> httpx.Response:
    """Open the page, type and press a button, as a browser without scripts does."""
    opened = client.get(stay.path)
    assert opened.status_code == 200, opened.text
    given = {**filled_in(opened.text), **values, "do": do}
    return client.post(stay.path, data={name: text for name, text in given.items() if text})


def filled_in(html: str) -> dict[str, str]:
    return dict(read(html).values)


def text_field(name: str) -> Field:
    return Field(name, "BOOKING", "TEXT", is_required=False, labels={"en": name})


def faults(html: str) -> set[tuple[str, str]]:
    return set(read(html).faults)


def test_answers_that_are_sent_are_submitted(client: httpx.Client, stay: Stay) -> None:
    sent = typed(client, stay, ALL_RIGHT, "send")

    assert sent.status_code == 303, faults(sent.text)
    assert client.get(sent.headers["location"]).status_code == 200
    assert stay.submitted_at is not None
    assert stay.answers["phone"] == "+442079460958"
    assert stay.party()[1][:2] == ("Charles", "Babbage")


def test_answers_that_are_saved_are_not_submitted(client: httpx.Client, stay: Stay) -> None:
    saved = typed(client, stay, {"answers.phone": "+442079460958"}, "save")

    assert saved.status_code == 303
    assert stay.submitted_at is None
    assert stay.answers == {"phone": "+442079460958"}
    again = client.get(saved.headers["location"])
    assert 'role="status"' in again.text
    assert filled_in(again.text)["answers.phone"] == "+442079460958"


def test_wrong_answers_are_named_with_their_rules_and_nothing_is_kept(
    client: httpx.Client, stay: Stay
) -> None:
    refused = typed(client, stay, {**ALL_WRONG, "answers.terms": ""}, "send")

    assert refused.status_code == 422
    assert faults(refused.text) == FAULTS_OF_WRONG
    assert filled_in(refused.text)["answers.phone"] == ALL_WRONG["answers.phone"]
    assert "<title>Error: " in refused.text
    assert stay.answers == {}


def test_every_missing_answer_is_named_at_once(client: httpx.Client, stay: Stay) -> None:
    refused = typed(client, stay, {}, "send")

    assert faults(refused.text) == {
        (f"guests.0.answers.{name}", "field_is_required")
        for name in ("birth_date", "nationality", "document")
    } | {
        (f"answers.{name}", "field_is_required")
        for name in ("phone", "email", "terms", "signature")
    }


def test_somebody_who_is_not_known_yet_may_be_left_out(client: httpx.Client, stay: Stay) -> None:
    assert typed(client, stay, ALONE, "send").status_code == 303
    assert len(stay.party()) == 1


def submitted_by_one(client: httpx.Client, stay: Stay) -> str:
    """Submit for the guest who is named, the other place left open; the path of a newer link."""
    assert typed(client, stay, ALONE, "send").status_code == 303
    return f"/precheckin/{stay.supersede()}"


def test_who_joins_after_the_submission_is_filled_in_by_a_newer_link(
    client: httpx.Client, stay: Stay
) -> None:
    path = submitted_by_one(client, stay)
    shown = client.get(path).text
    assert shown.count("<fieldset disabled>") == 2  # the guest's, and the booking's

    # What a browser sends of a part that is disabled: whom it is about.
    member = filled_in(shown)["guests.0.id"]
    joining = {"guests.0.id": member, "guests.0.age_group": "ADULT", **JOINING}
    for turning in ({"turn_to": "ar"}, {"do": "save", "guests.1.answers.document": "?"}):
        again = filled_in(client.post(path, data={**joining, **turning}).text)
        assert again["answers.phone"] == "+442079460958"
        assert again["guests.0.answers.nationality"] == "EG"
    sent = client.post(path, data={**joining, "do": "send"})

    assert sent.status_code == 303, faults(sent.text)
    assert [answers["nationality"] for *_, answers in stay.party()] == ["EG", "GB"]
    assert client.post(path, data={**joining, "do": "send"}).status_code == 303
    told = client.get(path)
    assert (told.status_code, "<form" in told.text) == (200, False)


def test_who_joins_after_the_submission_may_be_named_first(
    client: httpx.Client, stay: Stay
) -> None:
    path = submitted_by_one(client, stay)
    named = {name: text for name, text in JOINING.items() if "answers" not in name}

    saved = client.post(path, data={**named, "do": "save"})
    assert saved.headers["location"].endswith("saved=1")
    opened = filled_in(client.get(saved.headers["location"]).text)
    joining = {name: text for name, text in opened.items() if name.startswith("guests.1")}
    sent = client.post(path, data={**joining, "do": "send"})
    assert sent.status_code == 422
    assert {
        ("guests.1.answers.birth_date", "field_is_required"),
        ("guests.1.answers.document", "field_is_required"),
    } <= faults(sent.text)


def test_who_joins_after_the_submission_may_be_called_like_somebody_who_was_there(
    client: httpx.Client, stay: Stay
) -> None:
    path = submitted_by_one(client, stay)
    shown = {"guests.0.id": filled_in(client.get(path).text)["guests.0.id"]}
    namesake = {"guests.1.first_name": "Guest0", "guests.1.last_name": "Lovelace"}

    sent = client.post(path, data={**shown, **JOINING, **namesake, "do": "send"})

    assert sent.status_code == 303, faults(sent.text)
    assert [names for *names, _ in stay.party()] == [["Guest0", "Lovelace"]] * 2


def test_what_was_submitted_is_not_changed_by_a_newer_link(
    client: httpx.Client, stay: Stay
) -> None:
    path = submitted_by_one(client, stay)
    changed = {"answers.wishes": "A quieter room", **JOINING, "do": "send"}

    refused = client.post(path, data=changed)
    assert refused.status_code == 422
    assert faults(refused.text) == {("", "precheckin_submitted_is_final")}
    assert len(stay.party()) == 1


def test_a_page_that_is_saved_twice_names_nobody_twice(client: httpx.Client, stay: Stay) -> None:
    old = {**filled_in(client.get(stay.path).text), **ALL_RIGHT, "do": "save"}

    for _ in range(2):
        assert client.post(stay.path, data=old).status_code == 303
    assert [names for *names, _ in stay.party()] == [
        ["Guest0", "Lovelace"],
        ["Charles", "Babbage"],
    ]


def test_what_was_typed_for_somebody_whom_the_desk_wrote_anew_is_kept(
    client: httpx.Client, stay: Stay
) -> None:
    assert typed(client, stay, ALL_RIGHT, "save").status_code == 303
    country = {"guests.1.answers.nationality": "FR"}
    old = {**filled_in(client.get(stay.path).text), **country, "do": "save"}
    stay.hotel.run(
        "WITH gone AS (DELETE FROM hotelmate.booking_guest WHERE hotel_id = %s AND booking_id = %s"
        " AND role = 'COMPANION' RETURNING hotel_id, booking_id, role, first_name, last_name)"
        " INSERT INTO hotelmate.booking_guest"
        " (hotel_id, booking_id, role, first_name, last_name) SELECT * FROM gone",
        *(stay.hotel.hotel_id, stay.booking),
    )

    assert client.post(stay.path, data=old).status_code == 303
    _, (*names, answers) = stay.party()
    assert (names, answers["nationality"]) == (["Charles", "Babbage"], "FR")


def test_whom_the_desk_has_taken_off_the_party_stays_off(client: httpx.Client, stay: Stay) -> None:
    assert typed(client, stay, ALL_RIGHT, "save").status_code == 303
    old = {**filled_in(client.get(stay.path).text), "do": "save"}
    stay.hotel.run(
        "DELETE FROM hotelmate.booking_guest WHERE hotel_id = %s AND booking_id = %s"
        " AND role = 'COMPANION'",
        *(stay.hotel.hotel_id, stay.booking),
    )

    assert client.post(stay.path, data=old).status_code == 303
    assert len(stay.party()) == 1


def test_pages_that_are_saved_at_once_name_nobody_twice(client: httpx.Client, stay: Stay) -> None:
    old = {**filled_in(client.get(stay.path).text), **ALL_RIGHT, "do": "save"}

    with ThreadPoolExecutor(8) as threads:
        saved = list(threads.map(lambda _: client.post(stay.path, data=old), range(8)))

    assert {each.status_code for each in saved} == {303}
    assert len(stay.party()) == 2


def test_of_pages_that_are_sent_at_once_one_is_thanked_and_all_are_told_the_truth(
    client: httpx.Client, stay: Stay
) -> None:
    old = {**filled_in(client.get(stay.path).text), **ALL_RIGHT, "do": "send"}

    with ThreadPoolExecutor(8) as threads:
        sent = list(threads.map(lambda _: client.post(stay.path, data=old), range(8)))

    assert sorted(each.status_code for each in sent) == [303, *[410] * 7]
    assert stay.submissions() == 1


def test_a_consent_keeps_the_words_that_were_shown_and_its_first_time(
    client: httpx.Client, stay: Stay
) -> None:
    query = {"lang": "ar"}
    shown = client.get(stay.path, params=query).text
    client.post(stay.path, params=query, data={"answers.terms": "true", "do": "save"})
    kept = stay.answers["terms"]
    client.post(stay.path, params={"lang": "en"}, data={"answers.terms": "true", "do": "save"})

    assert kept["language"] == "ar"
    assert kept["text"] in shown
    assert stay.answers["terms"] == kept


def test_a_consent_to_the_words_of_an_older_form_is_asked_for_again(
    client: httpx.Client, stay: Stay, owner: psycopg.Connection[Any]
) -> None:
    client.post(stay.path, data={"answers.terms": "true", "do": "save"})
    assert filled_in(client.get(stay.path).text)["answers.terms"] == "true"
    old = stay.answers["terms"]["text"]
    new = Field(
        *("terms", "BOOKING", "CONSENT", True, {"en": "Terms"}),
        consent_texts={"en": "Other words."},
    )
    publish(owner, stay.hotel.hotel_id, Form((new,)))
    newer = f"/precheckin/{stay.supersede()}"
    shown = client.get(newer).text
    assert "Other words." in shown
    assert old not in shown
    assert not filled_in(shown).get("answers.terms")

    client.post(newer, data={"answers.terms": "true", "do": "save"})
    assert stay.answers["terms"]["text"] == "Other words."
    assert filled_in(client.get(newer).text)["answers.terms"] == "true"


def test_a_consent_that_is_not_ticked_any_more_is_withdrawn(
    client: httpx.Client, stay: Stay
) -> None:
    client.post(stay.path, data={"answers.terms": "true", "do": "save"})
    client.post(stay.path, data={"do": "save"})

    assert stay.answers == {}


def test_turning_to_another_language_keeps_what_was_typed_and_saves_nothing(
    client: httpx.Client, stay: Stay
) -> None:
    turned = client.post(stay.path, data={"answers.phone": "none of it", "turn_to": "ar"})

    assert turned.status_code == 200
    assert '<html lang="ar" dir="rtl">' in turned.text
    assert filled_in(turned.text)["answers.phone"] == "none of it"
    assert stay.answers == {}


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ({"lang": "de"}, "ar", "de"),
        ({"lang": "tlh"}, "ar-EG, en;q=0.5", "ar"),
        ({}, "fr, de;q=0.8, en;q=0.9", "en"),
        ({}, "de;q=0", "en"),
        ({}, "", "en"),
    ],
)
def test_the_page_speaks_the_language_that_is_asked_for(
    client: httpx.Client, stay: Stay, query: dict[str, str], accepted: str, language: str
) -> None:
    shown = client.get(stay.path, params=query, headers={"Accept-Language": accepted})

    assert f'<html lang="{language}"' in shown.text
    assert shown.headers["content-language"] == language


def test_without_a_wish_the_page_speaks_the_language_of_the_booking(
    client: httpx.Client, owner: psycopg.Connection[Any]
) -> None:
    stay = Stay.made(owner, language="ar")

    assert '<html lang="ar" dir="rtl">' in client.get(stay.path).text


def test_the_hotel_is_shown_with_its_name_and_color(client: httpx.Client, stay: Stay) -> None:
    shown = client.get(stay.path).text

    assert f"--brand:{BRAND};--on-brand:#000000" in shown
    assert "Grand &lt;Test&gt; House &amp; Sons" in shown
    assert NAME not in shown
    assert PHONE in shown
    assert EMAIL in shown


def test_a_page_keeps_itself_to_itself(client: httpx.Client, stay: Stay) -> None:
    shown = client.get(stay.path)

    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert shown.headers["cache-control"] == "no-store"
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in shown.headers["x-robots-tag"]
    assert "set-cookie" not in shown.headers
    assert "<script" not in shown.text
    assert not re.search(r'(src|href|action)="(https?:)?//', shown.text)


def test_the_page_is_small_enough_for_a_phone(client: httpx.Client, stay: Stay) -> None:
    assert len(client.get(stay.path).content) < 64 * 1024


def test_a_link_that_nobody_has_is_not_found(client: httpx.Client) -> None:
    for token in (UNKNOWN, "nonsense", "%3Cscript%3E"):
        for suffix in ("", "/sent"):
            answer = client.get(f"/precheckin/{token}{suffix}")
            assert answer.status_code == 404
            assert answer.headers["content-type"].startswith("text/html")
            assert "script>" not in answer.text


def test_a_link_that_is_used_says_so_and_is_not_used_again(
    client: httpx.Client, stay: Stay
) -> None:
    typed_before = {**filled_in(client.get(stay.path).text), **ALL_RIGHT, "do": "send"}
    client.post(stay.path, data=typed_before)

    for answer in (client.get(stay.path), client.post(stay.path, data=typed_before)):
        assert answer.status_code == 410
        assert "already" in answer.text
        assert EMAIL in answer.text
        assert "Lovelace" not in answer.text
    assert client.get(f"{stay.path}/sent").status_code == 200
    assert stay.submissions() == 1


def test_a_link_that_works_is_not_thanked_for(client: httpx.Client, stay: Stay) -> None:
    answer = client.get(f"{stay.path}/sent")

    assert (answer.status_code, answer.headers["location"]) == (303, stay.path)


@pytest.mark.parametrize("what", ["expired", "superseded", "ended", "revoked"])
def test_a_link_that_does_not_work_says_why_and_how_to_reach_the_hotel(
    client: httpx.Client, stay: Stay, what: str
) -> None:
    match what:
        case "expired":
            stay.expire()
        case "superseded":
            stay.supersede()
        case "ended":
            stay.hotel.cancel(stay.booking)
        case "revoked":
            stay.hotel.run(
                "UPDATE hotelmate.booking_token SET revoked_at = now(), revoked_reason = 'BY_STAFF'"
                " WHERE hotel_id = %s",
                stay.hotel.hotel_id,
            )

    for answer in (client.get(stay.path), client.post(stay.path, data={"do": "send"})):
        assert answer.status_code == 410
        assert EMAIL in answer.text
        assert "Lovelace" not in answer.text


def test_a_form_that_is_too_large_is_refused(client: httpx.Client, stay: Stay) -> None:
    long = client.post(stay.path, data={"answers.wishes": "x" * MAX_PAGE_BYTES})
    many = client.post(stay.path, data={f"answers.f{each}": "x" for each in range(MAX_FIELDS + 1)})

    assert (long.status_code, many.status_code) == (413, 400)
    assert long.headers["content-type"].startswith("text/html")
    assert languages()["en"].endings["too_large"]["title"] in long.text


def test_more_than_can_be_handed_on_is_refused_and_what_was_typed_is_kept(
    client: httpx.Client, stay: Stay
) -> None:
    wishes = "x" * MAX_ANSWERS_BYTES

    refused = client.post(stay.path, data={"answers.wishes": wishes, "do": "save"})

    assert refused.status_code == 422
    assert faults(refused.text) == {("", "request_too_large")}
    assert filled_in(refused.text)["answers.wishes"] == wishes


def test_a_form_that_is_full_of_the_longest_answers_in_any_script_is_taken(
    client: httpx.Client, owner: psycopg.Connection[Any]
) -> None:
    names = [f"text_{number}" for number in range(MOST_FIELDS)]
    stay = Stay.made(owner, Form(tuple(map(text_field, names))))
    answers = dict.fromkeys(names, "ع" * 1000)

    data = {f"answers.{name}": text for name, text in answers.items()}
    assert client.post(stay.path, data={**data, "do": "save"}).status_code == 303
    assert stay.answers == answers


def test_what_is_no_form_is_refused(client: httpx.Client, stay: Stay) -> None:
    form = "application/x-www-form-urlencoded"
    json = client.post(stay.path, json={"do": "send"})
    bytes_ = client.post(stay.path, content=b"do=\xff", headers={"Content-Type": form})
    escaped = client.post(stay.path, content=b"do=%ff", headers={"Content-Type": form})

    assert (json.status_code, bytes_.status_code, escaped.status_code) == (415, 400, 400)
    assert stay.submissions() == 0


def test_what_cannot_be_stored_is_refused_and_what_was_typed_is_kept(
    client: httpx.Client, stay: Stay
) -> None:
    null = client.post(stay.path, data={"answers.wishes": "a\0b", "do": "save"})
    long = typed(client, stay, {**ALL_RIGHT, "guests.1.last_name": "x" * 101}, "save")

    assert null.status_code == 422
    assert faults(null.text) == {("answers.wishes", "value_has_shape")}
    assert faults(long.text) == {("guests.1.last_name", "value_has_shape")}
    assert filled_in(long.text)["answers.email"] == ALL_RIGHT["answers.email"]


def test_what_was_typed_is_kept_where_the_database_is_busy(
    address: str, client: httpx.Client, stay: Stay, owner: psycopg.Connection[Any]
) -> None:
    old = {**filled_in(client.get(stay.path).text), **ALL_RIGHT, "do": "send"}

    with owner.transaction():
        stay.hotel.run(
            "SELECT FROM hotelmate.room_booking WHERE hotel_id = %s FOR UPDATE",
            stay.hotel.hotel_id,
        )
        busy = client.post(stay.path, data=old, timeout=60)

    assert busy.status_code == 503
    assert faults(busy.text) == {("", "database_busy")}
    assert filled_in(busy.text)["answers.signature"] == ALL_RIGHT["answers.signature"]
    assert client.post(stay.path, data=old).status_code == 303


def test_a_field_that_the_form_has_not_is_refused_as_by_the_api(
    client: httpx.Client, stay: Stay
) -> None:
    refused = client.post(stay.path, data={"answers.unasked": "x", "do": "save"})

    assert faults(refused.text) == {("answers.unasked", "field_is_enabled")}
