"""Settings of the checks: when they run, and how long what they found is kept."""

from app.settings.values import integer
from app.settings.variable import Variable


def _hour_or_off(text: str) -> int | None:
    if text.lower() == "off":
        return None
    try:
        return integer(0, 23)(text)
    except ValueError as error:
        raise ValueError("must be an hour from 0 to 23, or off") from error


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "HOTELMATE_CHECK_HOUR",
        "check_hour",
        "4",
        "Hour by each hotel's clock, 0 to 23, after which the API runs the day's checks; or off",
        _hour_or_off,
        none="off",
    ),
    Variable(
        "HOTELMATE_CONSISTENCY_DAYS",
        "consistency_days",
        "400",
        "Days that runs of the checks and what they found are kept",
        integer(1, 36_500),
    ),
)
