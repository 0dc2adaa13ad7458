"""The user of the operating system that the embedded server runs as is made once."""

import pwd
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from app.embedded import account
from app.embedded.failure import EmbeddedPostgresError

PROCESSES = 4


@pytest.fixture
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in place of the system's users: one line for each time that the user is made."""
    made = tmp_path / "users"
    made.touch()

    def found() -> pwd.struct_passwd | None:
        numbers = made.read_text().split()
        if not numbers:
            return None
        number = int(numbers[-1])
        return pwd.struct_passwd(
            (account.SERVICE_USER, "x", number, number, "", "/nonexistent", "/usr/sbin/nologin")
        )

    monkeypatch.setattr(account, "_service_user", found)
    monkeypatch.setattr(account, "USERS_FOLDER", tmp_path)
    return made


def create_with(monkeypatch: pytest.MonkeyPatch, program: str, *arguments: str) -> None:
    """Let a program be what makes users."""
    monkeypatch.setattr(account, "CREATE_USER", ([sys.executable, "-c", program, *arguments],))


def each_at_once(act: Callable[[], pwd.struct_passwd]) -> list[int]:
    """Act several times at the same moment; return the number of the user that each got."""
    ready = Barrier(PROCESSES)

    def one(_: int) -> int:
        ready.wait(30)
        return act().pw_uid

    with ThreadPoolExecutor(PROCESSES) as pool:
        return list(pool.map(one, range(PROCESSES)))


def test_processes_that_start_at_once_have_one_user(
    users: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time that it is made the user gets another number, as useradd does it."""
    create_with(
        monkeypatch,
        "import os, sys; print(os.getpid(), file=open(sys.argv[1], 'a'))",
        str(users),
    )
    numbers = each_at_once(account._create_service_user)
    assert [str(number) for number in set(numbers)] == users.read_text().split()


def test_a_user_that_cannot_be_made_is_said(users: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create_with(monkeypatch, "raise SystemExit('no room')")
    with pytest.raises(EmbeddedPostgresError):
        account._create_service_user()
    assert users.read_text() == ""
