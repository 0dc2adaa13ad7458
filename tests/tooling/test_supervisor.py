"""The supervisor of `hotelmate run`, with small programs in place of its commands."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from app.cli.demo_credentials import keep_credentials, stored_credentials
from app.cli.supervisor import ChildDied, Supervisor
from app.cli.token_key import FILE_NAME, with_stored_token_key, with_token_key
from app.cli.webhook_secret import with_stored_webhook_secret, with_webhook_secret
from app.demo.credentials import make_credentials
from app.settings import Settings, SettingsError

SLEEPER = (sys.executable, "-c", "import time; time.sleep(600)")
FAILING = (sys.executable, "-c", "print('no coffee'); raise SystemExit(3)")
# A child that follows its lifeline, in the words of the real commands.
FOLLOWER = """
import sys, time
from app.cli.lifeline import follow
follow(int(sys.argv[sys.argv.index("--lifeline") + 1]))
time.sleep(600)
"""
PARENT = f"""
import os, sys, time
from pathlib import Path
from app.cli.supervisor import Supervisor
supervisor = Supervisor(os.environ, Path(sys.argv[1]), [sys.executable, "-c", {FOLLOWER!r}])
supervisor.start("serve")
print(*[child.pid for child in supervisor._children.values()], flush=True)
time.sleep(600)
"""


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def children_of_this_process() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def test_leaving_the_supervisor_ends_its_children(tmp_path: Path) -> None:
    before = children_of_this_process()
    with Supervisor(os.environ, tmp_path, SLEEPER) as supervisor:
        supervisor.start("serve")
        supervisor.start("payments worker")
        supervisor.check()
        started = children_of_this_process() - before
        assert len(started) == 2
    assert {file.name for file in tmp_path.iterdir()} == {"serve.log", "payments-worker.log"}
    assert not [pid for pid in started if lives(pid)]


def test_a_child_that_ends_is_named_with_its_status_and_last_words(tmp_path: Path) -> None:
    with Supervisor(os.environ, tmp_path, FAILING) as supervisor:
        supervisor.start("relay")
        with pytest.raises(ChildDied, match="`hotelmate relay` ended with status 3") as death:
            supervisor.wait_until(lambda: False, 20)
    assert str(death.value).endswith("\nno coffee")


def test_waiting_ends_when_its_time_is_over(tmp_path: Path) -> None:
    with Supervisor(os.environ, tmp_path, SLEEPER) as supervisor:
        supervisor.start("serve")
        assert supervisor.wait_until(lambda: False, 0.3) is False
        assert supervisor.wait_until(lambda: True, 0.3) is True


def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.communicate(timeout=20)
    until(lambda: not lives(child))


def test_only_where_there_is_no_stripe_a_webhook_secret_is_made(tmp_path: Path) -> None:
    where = {"HOTELMATE_DATA_DIR": str(tmp_path / "data")}
    bare = Settings.from_environ(where)
    assert with_stored_webhook_secret(bare) == bare
    (secret,) = with_webhook_secret(bare).stripe_webhook_secrets or ()
    assert secret.startswith("whsec_")
    assert with_stored_webhook_secret(bare) == with_webhook_secret(bare)
    assert stat.S_IMODE((tmp_path / "data" / "webhook-secret").stat().st_mode) == 0o600
    for name in ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"):
        given = Settings.from_environ({**where, name: "sk_test_for_tests_only"})
        assert with_webhook_secret(given) == with_stored_webhook_secret(given) == given


def test_the_key_of_tokens_is_made_once_private_and_only_where_none_is_set(tmp_path: Path) -> None:
    where = {"HOTELMATE_DATA_DIR": str(tmp_path / "data")}
    bare = Settings.from_environ(where)
    with pytest.raises(SettingsError, match="HOTELMATE_TOKEN_KEYS"):
        with_stored_token_key(bare)
    (key,) = with_token_key(bare).token_keys
    assert len(key) >= 40
    assert with_stored_token_key(bare) == with_token_key(bare)
    assert stat.S_IMODE((tmp_path / "data" / FILE_NAME).stat().st_mode) == 0o600
    given = Settings.from_environ({**where, "HOTELMATE_TOKEN_KEYS": "k" * 32})
    assert with_token_key(given) == with_stored_token_key(given) == given


def test_the_demos_credentials_are_kept_private_and_only_the_newest(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert stored_credentials(folder) is None
    for hotel_id in (1, 2):
        made = make_credentials(hotel_id)
        keep_credentials(folder, made)
        assert stored_credentials(folder) == made
    (kept,) = folder.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    kept.write_text("{", encoding="ascii")
    assert stored_credentials(folder) is None
