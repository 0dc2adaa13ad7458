"""The story of a payment as data: its sums, without a server."""

import pytest

from app.demo.desk import DemoError
from app.demo.hotel_plan import CANCELLATION_TERMS
from app.demo.online_payment import Decision, SameAgain, Word, fee, story


def terms(*pairs: tuple[int, int]) -> list[dict[str, int]]:
    return [{"days_before_arrival": days, "refund_percent": percent} for days, percent in pairs]


@pytest.mark.parametrize(
    ("of_hotel", "kept"),
    [
        (terms(*CANCELLATION_TERMS), 5001),
        (terms((1, 50), (7, 100)), 5001),
        (terms((3, 80), (1, 0)), 2001),
        (terms((0, 100)), 0),
        ([], 0),
    ],
)
def test_the_fee_is_what_the_terms_keep_three_days_before(
    of_hotel: list[dict[str, int]], kept: int
) -> None:
    assert fee(10001, of_hotel) == kept


@pytest.mark.parametrize("of_hotel", [terms((7, 100)), terms((0, 0)), terms((3, 0), (1, 50))])
def test_terms_that_leave_nothing_to_refund_are_said(of_hotel: list[dict[str, int]]) -> None:
    with pytest.raises(DemoError, match="refund nothing 3 days before arrival"):
        fee(10001, of_hotel)


def test_every_step_says_what_must_follow_or_that_nothing_may_change() -> None:
    steps = story(30000, 15000)
    assert len(steps) == 9
    assert sum(isinstance(step, SameAgain) for step in steps) == 1
    assert sum(isinstance(step, Word) and not step.follows for step in steps) == 1
    assert sum(isinstance(step, Decision) and step.is_dry_run for step in steps) == 1
