"""`hotelmate demo`: a whole stay over HTTP, then everything that must be refused."""

import sys
from datetime import date
from typing import Any, TextIO

import httpx
import psycopg

from app.demo.desk import DemoError, Desk
from app.demo.hotel_plan import NAME, SLUG
from app.demo.printing import Page
from app.demo.scene import set_scene
from app.demo.stay import Stay
from app.demo.traces import Traces
from app.demo.trying import Trial

TIMEOUT_SECONDS = 30


def play(base_url: str, token: str, database_url: str, *, out: TextIO | None = None) -> int:
    """Play the demo against a running server and print it.

    Args:
        base_url: of the server, like http://127.0.0.1:8000.
        token: of a member of the demo hotel's staff.
        database_url: of the schema's owner, for what a DBA would type.
        out: where to print; standard output unless told otherwise.

    Returns:
        0 when everything was as it must be, 1 otherwise.
    """
    page = Page(out if out is not None else sys.stdout)
    headers = {"Authorization": f"Bearer {token}"}
    try:
        with (
            httpx.Client(
                base_url=base_url, headers=headers, timeout=TIMEOUT_SECONDS, trust_env=False
            ) as http,
            psycopg.connect(database_url, autocommit=True) as owner,
        ):
            return 0 if _play(Desk(http, SLUG), owner, page) else 1
    except DemoError as error:
        page.failure(str(error))
    except httpx.HTTPError as error:
        page.failure(f"{base_url} does not answer: {type(error).__name__}")
    except psycopg.Error as error:
        page.failure(f"the database does not answer: {type(error).__name__}")
    return 1


def _play(desk: Desk, owner: psycopg.Connection[Any], page: Page) -> bool:
    hotel_id, today = _demo_hotel(owner)
    traces = Traces(desk)
    try:
        page.title(f"One stay at {NAME}")
        as_told = Stay(desk, page, traces, today).play()
        page.title("What this hotel cannot hold, tried over HTTP and in SQL as the owner")
        scene = set_scene(desk, traces, today)
        verdicts = []
        for verdict in Trial(desk, owner, hotel_id, scene).verdicts():
            page.attempts(verdict)
            verdicts.append(verdict)
    finally:
        # Also when the story broke off: the next run must find the rooms again.
        troubles = traces.clear()
        for trouble in troubles:
            page.failure(f"left behind: {trouble}")
    page.table(verdicts)
    page.summary(verdicts)
    refused = all(verdict.refused_over_http and verdict.refused_in_sql for verdict in verdicts)
    return as_told and refused and not troubles


def _demo_hotel(owner: psycopg.Connection[Any]) -> tuple[int, date]:
    """Return the id of the demo hotel and its today, which is that of its own time zone."""
    row = owner.execute(
        "SELECT hotel_id, (now() AT TIME ZONE time_zone)::date FROM hotelmate.hotel"
        " WHERE slug = %s",
        (SLUG,),
    ).fetchone()
    if row is None:
        raise DemoError(
            f"this database has no hotel {SLUG}: `hotelmate run` makes it in an empty database"
        )
    return row[0], row[1]
