"""Tokens that lead to a hotel: made, and told from whatever else is sent."""

import re

import pytest

from app.access.tokens import API_KEY, REFRESH_TOKEN, TokenKind
from app.guests import links
from app.guests.links import LINK
from app.models.fields import LINK_TOKEN_FORM

SECRET = "x" * 43
LARGEST_ID = 10**16 - 1


@pytest.mark.parametrize("kind", [API_KEY, REFRESH_TOKEN, LINK])
@pytest.mark.parametrize("hotel_id", [1, LARGEST_ID])
def test_a_token_names_its_hotel(kind: TokenKind, hotel_id: int) -> None:
    assert kind.hotel_of(kind.make(hotel_id)) == hotel_id
    assert kind.hotel_of(kind.make(hotel_id, SECRET)) == hotel_id


def test_no_two_tokens_are_the_same() -> None:
    assert API_KEY.make(1) != API_KEY.make(1)


def test_no_kind_is_taken_for_another() -> None:
    kinds = (API_KEY, REFRESH_TOKEN, LINK)
    for kind in kinds:
        assert [each for each in kinds if each.hotel_of(kind.make(1))] == [kind]


@pytest.mark.parametrize(
    "token",
    [
        "",
        f"hk__{SECRET}",
        f"hk_0_{SECRET}",
        f"hk_01_{SECRET}",
        f"hk_{LARGEST_ID + 1}_{SECRET}",
        f"hk_\u0661_{SECRET}",
        f"hk_1-{SECRET}",
        f"hk_1_{SECRET}x",
        f"hk_1_{SECRET[1:]}",
        f"hk_1_{SECRET}\n",
        f" hk_1_{SECRET}",
    ],
)
def test_whatever_has_another_form_is_none(token: str) -> None:
    assert API_KEY.hotel_of(token) is None


def test_a_link_is_looked_up_at_the_hotel_that_it_names() -> None:
    found = links.read(f"7-{SECRET}")

    assert found is not None
    assert found.hotel_id == 7
    assert links.read(f"hk_7_{SECRET}") is None


def test_a_link_has_the_form_that_the_document_of_the_api_shows() -> None:
    assert re.fullmatch(LINK_TOKEN_FORM, LINK.make(7))
