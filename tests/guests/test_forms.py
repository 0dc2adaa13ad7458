"""Forms of pre-check-in: published as new versions, or refused with the field that is wrong."""

from typing import Any

import pytest

from tests.api.conftest import Desk, refusal
from tests.guests.conftest import FIELDS, publish

TEXT: dict[str, Any] = {"name": "x", "asked_of": "GUEST", "kind": "TEXT", "labels": {"en": "X"}}


def test_a_hotel_that_has_published_nothing_asks_nothing(desk: Desk) -> None:
    assert desk.get("/precheckin-form").json() == {
        "version": 0,
        "published_at": None,
        "fields": [],
    }


def test_a_form_is_a_new_version_and_reads_as_it_was_sent(desk: Desk) -> None:
    assert [publish(desk), publish(desk, TEXT), publish(desk)] == [1, 2, 3]

    found = desk.get("/precheckin-form").json()

    assert found["version"] == 3
    for sent, kept in zip(FIELDS, found["fields"], strict=True):
        assert {name: kept[name] for name in sent} == sent


def test_a_form_may_ask_nothing_any_more(desk: Desk) -> None:
    publish(desk)

    response = desk.put("/precheckin-form", json={"fields": []})

    assert (response.json()["version"], response.json()["fields"]) == (2, [])


@pytest.mark.parametrize(
    ("rule", "status", "change"),
    [
        ("precheckin_field_name_well_formed", 422, {"name": "Big"}),
        ("precheckin_field_has_label", 422, {"labels": {}}),
        ("precheckin_field_choices_offered", 422, {"kind": "CHOICE"}),
        ("precheckin_field_choice_labels_known", 422, {"choice_labels": {"a": {"en": "A"}}}),
        ("precheckin_field_consent_has_text", 422, {"kind": "CONSENT"}),
    ],
)
def test_a_field_that_is_refused_is_named_with_its_rule(
    desk: Desk, rule: str, status: int, change: dict[str, Any]
) -> None:
    fields = [TEXT, {**TEXT, "name": "y", **change}, {**TEXT, "name": "z"}]

    response = desk.put("/precheckin-form", json={"fields": fields})

    problem = refusal(response, rule.replace("_", "-"), status)
    assert [(each["field"], each["rule"]) for each in problem["errors"]] == [("fields[1]", rule)]
    assert "dry-run" not in response.headers
    assert desk.get("/precheckin-form").json()["version"] == 0


def test_every_field_that_is_refused_is_named(desk: Desk) -> None:
    fields = [{**TEXT, "labels": {}}, {**TEXT, "name": "y"}, {**TEXT, "name": "Z"}]

    problem = desk.put("/precheckin-form", json={"fields": fields}).json()

    assert [each["field"] for each in problem["errors"]] == ["fields[0]", "fields[2]"]


def test_a_field_that_cannot_be_stored_is_named(desk: Desk) -> None:
    fields = [TEXT, {**TEXT, "name": "y", "labels": {"en": "a\0b"}}]

    problem = refusal(desk.put("/precheckin-form", json={"fields": fields}), "value-invalid", 422)

    assert [each["field"] for each in problem["errors"]] == ["fields[1].labels.en"]
    assert desk.get("/precheckin-form").json()["version"] == 0


def test_two_fields_of_one_name_are_refused_unless_others_are_asked(desk: Desk) -> None:
    problem = refusal(
        desk.put("/precheckin-form", json={"fields": [TEXT, TEXT]}),
        "precheckin-field-repeated",
        422,
    )
    assert [each["field"] for each in problem["errors"]] == ["fields[1]"]

    assert publish(desk, TEXT, {**TEXT, "asked_of": "BOOKING"}) == 1


def test_what_has_no_shape_of_a_form_is_invalid(desk: Desk) -> None:
    problem = refusal(
        desk.put("/precheckin-form", json={"fields": [{**TEXT, "kind": "NUMBER"}]}),
        "request-invalid",
        400,
    )
    assert problem["errors"][0]["field"] == "fields[0].kind"
