"""`hotelmate staff`: how a hotel gets its first manager."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from tests.access.conftest import Caller
from tests.hotel_builder import HotelBuilder
from tests.relay.command import as_url

Command = Callable[..., Result]
GIVEN = "a password from a pipe"


@pytest.fixture
def command(database_url: str, tmp_path: Path, hotel: HotelBuilder) -> Command:
    """Run `hotelmate staff` on the hotel."""

    def run(*arguments: str, given: str | None = None, slug: str = hotel.slug) -> Result:
        return CliRunner().invoke(
            cli,
            ["staff", *arguments, "--hotel", slug],
            input=given,
            env={"DATABASE_URL": as_url(database_url), "HOTELMATE_DATA_DIR": str(tmp_path)},
        )

    return run


def test_the_first_manager_is_added_and_logs_in(command: Command, caller: Caller) -> None:
    result = command(
        "add", "boss", "--role", "MANAGER", "--name", "The Boss", "--password-stdin", given=GIVEN
    )
    assert result.exit_code == 0, result.output
    assert GIVEN not in result.output
    boss = caller()
    boss.enter("boss", GIVEN)
    assert boss.get("/me").json()["display_name"] == "The Boss"


def test_the_password_is_asked_for_without_echo(command: Command, caller: Caller) -> None:
    asked = f"{GIVEN}\n{GIVEN}\n"
    result = command("add", "boss", "--role", "MANAGER", given=asked)
    assert result.exit_code == 0, result.output
    assert GIVEN not in result.output
    assert caller().log_in("boss", GIVEN).status_code == 200


def test_an_integration_gets_no_password(command: Command) -> None:
    assert command("add", "channels", "--role", "INTEGRATION").exit_code == 0
    assert "channels\tINTEGRATION\tworks here\tno password" in command("list").output


def test_a_new_password_ends_the_sessions(command: Command, caller: Caller) -> None:
    manager = caller()
    manager.enter()
    assert "manager\tMANAGER\tworks here\tpassword\t1 session\t" in command("list").output

    assert command("password", "manager", "--password-stdin", given=GIVEN).exit_code == 0

    assert not manager.is_in()
    assert manager.log_in(password=GIVEN).status_code == 200


def test_sessions_are_ended(command: Command, caller: Caller) -> None:
    manager = caller()
    manager.enter()
    assert command("end-sessions", "manager").output == "1 session ended\n"
    assert not manager.is_in()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "manager", "--role", "MANAGER"), "staff_username_unique"),
        (("add", "The Boss", "--role", "MANAGER"), "staff_username_well_formed"),
        (("password", "nobody"), "does not work there"),
    ],
)
def test_a_mistake_is_a_sentence(command: Command, arguments: tuple[str, ...], said: str) -> None:
    result = command(*arguments, "--password-stdin", given=GIVEN)
    assert result.exit_code == 1
    assert said in result.output


def test_a_weak_password_and_an_unknown_hotel_are_refused(command: Command) -> None:
    weak = command("add", "boss", "--role", "MANAGER", "--password-stdin", given="short")
    assert weak.exit_code == 1
    assert "boss" not in command("list").output
    unknown = command("list", slug="no-such-hotel")
    assert unknown.exit_code == 1
    assert "no-such-hotel" in unknown.output
