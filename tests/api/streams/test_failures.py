"""The database goes away under a stream, which goes on where it was."""

import psycopg
import pytest

from app.embedded import throwaway
from app.main import create_app
from schema import migrate
from tests.api.event_log import publish
from tests.api.event_source import listening
from tests.api.serving import serving, settings_for
from tests.api.streams.watching import sessions_that_listen
from tests.credentials import as_staff
from tests.hotel_builder import HotelBuilder
from tests.waiting import wait_until


def test_a_feed_whose_session_is_cut_makes_another(own_address: str, hotel: HotelBuilder) -> None:
    with listening(own_address, hotel) as source:
        for _ in range(3):
            wait_until(lambda: bool(sessions_that_listen(hotel.connection)))
            for session in sessions_that_listen(hotel.connection):
                hotel.run("SELECT pg_terminate_backend(%s)", session)
            publish(hotel, "hotel")
            assert source.event()["type"] == "note_taken"


@pytest.mark.proof
def test_crashes_of_the_database_are_survived_by_a_stream() -> None:
    # Commits are durable here, else a crash would rightly take what had been told already.
    with throwaway({"synchronous_commit": "on"}) as server:
        url = server.url()
        migrate.upgrade(url)
        with psycopg.connect(url, autocommit=True) as connection:
            hotel = HotelBuilder(connection)
            hotel.staff()
            headers = as_staff(hotel)
        with (
            serving(create_app(settings_for(url))) as address,
            listening(address, hotel, headers=headers) as source,
        ):
            heard = []
            for crash in ("before", "between", "after"):
                with psycopg.connect(url, autocommit=True) as connection:
                    for _ in range(5):
                        publish(hotel.through(connection), "hotel", event_type=crash)
                heard += [source.event() for _ in range(3)]
                server.restart("immediate")
            heard += source.until(3 * 5)

    assert [event["meta"]["position"] for event in heard] == list(range(1, 16))
    assert [event["type"] for event in heard[::5]] == ["before", "between", "after"]
