"""Bodies of requests that a hotel with ready rooms accepts."""

import time

PAGES = {"success_url": "https://hotel.example/paid", "cancel_url": "https://hotel.example/back"}


def new_booking(**changes: object) -> dict[str, object]:
    """Return the body of a booking for two, from today, on the calendar of a hotel in UTC."""
    today = time.strftime("%Y-%m-%d", time.gmtime())
    after = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 2 * 86_400))
    return {
        "room_type": "DBL",
        "check_in": today,
        "check_out": after,
        "adults": 2,
        "guests": [
            {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.org"},
            {"first_name": "Charles", "last_name": "Babbage"},
        ],
        **changes,
    }
