"""A hotel's settings over HTTP: read, and changed one by one."""

from typing import Any

import httpx
import pytest

from tests.api.conftest import Desk, refusal
from tests.credentials import as_staff
from tests.hotel_builder import HotelBuilder


def change(desk: Desk, **body: object) -> dict[str, Any]:
    response = desk.patch("/settings", json=body)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_settings_are_changed_one_by_one(desk: Desk) -> None:
    before = desk.get("/settings").json()

    changed = change(desk, brand_color="#aa0033", standard_check_in_time="16:30")
    changed = change(desk, contact_email="desk@example.org", personal_data_days=30, language="ar")

    assert changed == {
        **before,
        "brand_color": "#aa0033",
        "standard_check_in_time": "16:30",
        "contact_email": "desk@example.org",
        "personal_data_days": 30,
        "language": "ar",
    }
    assert desk.get("/settings").json() == changed


def test_a_contact_is_taken_away_by_null(desk: Desk) -> None:
    change(desk, contact_phone="+442079460000")

    assert change(desk, contact_phone=None)["contact_phone"] is None


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("hotel_has_name", {"name": " "}),
        ("hotel_brand_color_well_formed", {"brand_color": "red"}),
        ("hotel_contact_well_formed", {"contact_email": "nobody"}),
        ("hotel_contact_well_formed", {"contact_phone": "x"}),
        ("hotel_contact_well_formed", {"contact_email": "nobody", "contact_phone": None}),
        ("hotel_periods_positive", {"personal_data_days": 0}),
        ("value_invalid", {"contact_phone": "1\0"}),
    ],
)
def test_a_setting_that_a_rule_refuses_is_named_and_left_as_it_is(
    desk: Desk, rule: str, body: dict[str, object]
) -> None:
    before = desk.get("/settings").json()

    problem = refusal(
        desk.patch("/settings", json={"standard_check_in_time": "17:00", **body}),
        rule.replace("_", "-"),
        422,
    )

    assert [error["field"] for error in problem["errors"]] == list(body)
    assert desk.get("/settings").json() == before


@pytest.mark.parametrize("body", [{}, {"slug": "other"}, {"standard_check_in_time": "25:00"}])
def test_what_is_no_change_is_invalid(desk: Desk, body: dict[str, object]) -> None:
    refusal(desk.patch("/settings", json=body), "request-invalid", 400)


def test_only_a_manager_changes_them(desk: Desk, hotel: HotelBuilder) -> None:
    hotel.staff(role="FRONT_DESK", username="desk")
    headers = as_staff(hotel, "desk")

    assert desk.get("/settings", headers=headers).status_code == 200
    response: httpx.Response = desk.patch("/settings", headers=headers, json={"name": "Mine"})
    refusal(response, "role-not-permitted", 403)
