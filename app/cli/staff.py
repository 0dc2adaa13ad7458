"""`hotelmate staff`: the first manager of a hotel, and help for people who are locked out.

Each command writes as a DBA does, in plain SQL: the rules and the audit trail are the database's.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import click
import psycopg

from app.cli.environment import settings_of_process, with_database
from app.queries.context import HOTEL_OF_SLUG
from app.settings import Settings

ROLES = ("FRONT_DESK", "HOUSEKEEPING", "MANAGER", "AUDITOR", "INTEGRATION")
_ADD = """\
INSERT INTO hotelmate.staff (hotel_id, username, display_name, role)
VALUES (%(hotel_id)s, %(username)s, %(display_name)s, %(role)s)
RETURNING id
"""
_MEMBER = """\
SELECT staff.id FROM hotelmate.staff
WHERE staff.hotel_id = %(hotel_id)s AND staff.username = %(username)s
"""
_SET_PASSWORD = """\
INSERT INTO hotelmate.staff_password (hotel_id, staff_id, password_hash)
VALUES (%(hotel_id)s, %(staff_id)s, %(password_hash)s)
ON CONFLICT (hotel_id, staff_id) DO UPDATE SET password_hash = excluded.password_hash
"""
_LIST = """\
SELECT
    staff.username, staff.role, staff.is_active, password.staff_id IS NOT NULL,
    (SELECT count(*) FROM hotelmate.staff_session AS session
     WHERE session.hotel_id = staff.hotel_id AND session.staff_id = staff.id
        AND session.ended_at IS NULL AND session.expires_at > now()),
    staff.display_name
FROM hotelmate.staff
LEFT JOIN hotelmate.staff_password AS password
    ON password.hotel_id = staff.hotel_id AND password.staff_id = staff.id
WHERE staff.hotel_id = %(hotel_id)s
ORDER BY staff.username
"""
_END_SESSIONS = """\
UPDATE hotelmate.staff_session AS session
SET ended_at = now(), ended_reason = 'REVOKED'
WHERE session.hotel_id = %(hotel_id)s AND session.staff_id = %(staff_id)s
    AND session.ended_at IS NULL AND session.expires_at > now()
"""
_hotel = click.option("--hotel", "slug", metavar="SLUG", required=True, help="The hotel.")
_from_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)


class Hotel(NamedTuple):
    """A hotel, and the transaction in which its staff are changed."""

    connection: psycopg.Connection[Any]
    hotel_id: int

    def run(self, statement: str, **parameters: object) -> psycopg.Cursor[Any]:
        """Run a statement about the hotel."""
        return self.connection.execute(statement, {"hotel_id": self.hotel_id, **parameters})

    def member(self, username: str) -> int:
        """Return the id of a member of staff."""
        row = self.run(_MEMBER, username=username).fetchone()
        if row is None:
            raise click.ClickException(f"{username} does not work there")
        return int(row[0])


@click.group()
def staff() -> None:
    """Staff of a hotel: the first manager, passwords, sessions."""


@staff.command()
@click.argument("username")
@_hotel
@click.option("--role", type=click.Choice(ROLES), required=True, help="What they may do.")
@click.option("--name", "display_name", help="As people say it; without it, the username.")
@_from_stdin
def add(
    username: str, slug: str, role: str, display_name: str | None, password_stdin: bool
) -> None:
    """Add a member of staff, with a password; an INTEGRATION has none: it calls with API keys."""
    password = None if role == "INTEGRATION" else _password(username, password_stdin)
    with _at(slug) as hotel:
        row = hotel.run(
            _ADD, username=username, display_name=display_name or username, role=role
        ).fetchone()
        assert row is not None
        if password is not None:
            _set(hotel, row[0], password)
    click.echo(f"{username} works at {slug} as {role}")


@staff.command()
@click.argument("username")
@_hotel
@_from_stdin
def password(username: str, slug: str, password_stdin: bool) -> None:
    """Give a member of staff a password; their sessions end."""
    given = _password(username, password_stdin)
    with _at(slug) as hotel:
        _set(hotel, hotel.member(username), given)
    click.echo(f"{username} has a new password, and no session from before it")


@staff.command("list")
@_hotel
def list_staff(slug: str) -> None:
    """List who works or worked there, and who is logged in."""
    with _at(slug) as hotel:
        rows = hotel.run(_LIST).fetchall()
    for username, role, is_active, has_password, sessions, display_name in rows:
        said = [
            role,
            "works here" if is_active else "has left",
            "password" if has_password else "no password",
            f"{sessions} session{'' if sessions == 1 else 's'}",
            display_name,
        ]
        click.echo("\t".join([username, *said]))


@staff.command("end-sessions")
@click.argument("username")
@_hotel
def end_sessions(username: str, slug: str) -> None:
    """End every session of a member of staff; their API keys stay."""
    with _at(slug) as hotel:
        ended = hotel.run(_END_SESSIONS, staff_id=hotel.member(username)).rowcount
    click.echo(f"{ended} session{'' if ended == 1 else 's'} ended")


@contextmanager
def _at(slug: str) -> Iterator[Hotel]:
    """Open a transaction about a hotel; a refusal of the database becomes a sentence."""
    settings: Settings = settings_of_process()
    with with_database(settings) as ready, psycopg.connect(ready.owner_url) as connection:
        row = connection.execute(HOTEL_OF_SLUG, {"slug": slug}).fetchone()
        if row is None:
            raise click.ClickException(f"there is no hotel {slug}")
        try:
            with connection.transaction():
                yield Hotel(connection, row[0])
        except psycopg.errors.IntegrityError as error:
            raise click.ClickException(_rule(error)) from error


def _rule(error: psycopg.Error) -> str:
    """Return the sentence of the rule that refused."""
    from app.invariants import BY_NAME

    name = error.diag.constraint_name or ""
    return f"refused by {name}: {BY_NAME[name].sentence}" if name in BY_NAME else f"refused: {name}"


def _set(hotel: Hotel, staff_id: int, given: str) -> None:
    from app.access.passwords import hash_password

    hotel.run(_SET_PASSWORD, staff_id=staff_id, password_hash=hash_password(given))


def _password(username: str, from_stdin: bool) -> str:
    """Return the password that whoever runs the command gives, once it can be one."""
    from app.access.passwords import what_is_wrong

    if from_stdin:
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        given = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    wrong = what_is_wrong(given, username)
    if wrong is not None:
        raise click.ClickException(wrong)
    return given
