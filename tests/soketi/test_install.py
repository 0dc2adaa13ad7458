"""npm installs once, whole or not at all, and says what is missing."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import platformdirs
import pytest

from tests.soketi import install
from tests.soketi.install import Missing, installed, node

INSTALLING = """#!/bin/sh
echo called >> "$CALLS"
mkdir node_modules && sleep 0.2
"""


class Programs:
    """A PATH of its own with programs that do what a test says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def put(self, name: str, script: str) -> None:
        program = self.folder / name
        program.write_text(script if script.startswith("#!") else f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder."""
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda name: tmp_path / "cache" / name)
    return tmp_path / "cache" / "hotelmate" / "soketi"


@pytest.fixture
def programs(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    programs = Programs(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{programs.folder}:/usr/bin:/bin")
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    programs.put("node", "echo v20.20.2")
    programs.put("npm", INSTALLING)
    return programs


def calls(tmp_path: Path) -> int:
    return len((tmp_path / "calls").read_text().splitlines())


def test_processes_that_start_at_once_install_once(
    programs: Programs, cache: Path, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(4) as pool:
        places = set(pool.map(lambda _: installed(), range(4)))
    assert len(places) == 1
    assert calls(tmp_path) == 1
    assert places.pop().is_dir()
    installed()
    assert calls(tmp_path) == 1


def test_another_package_json_is_another_installation(
    programs: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = installed()
    other = tmp_path / "package.json"
    other.write_text("{}")
    monkeypatch.setattr(install, "MANIFEST", other)
    assert installed() != first
    assert calls(tmp_path) == 2


def test_an_installation_that_fails_leaves_nothing_and_says_why(
    programs: Programs, cache: Path
) -> None:
    programs.put("npm", "mkdir node_modules; echo 'npm error code E404' >&2; exit 1")
    with pytest.raises(RuntimeError, match="E404"):
        installed()
    assert [path.name for path in cache.iterdir()] == ["lock"]
    programs.put("npm", INSTALLING)
    assert installed().is_dir()


def test_a_registry_that_is_not_reached_is_something_missing(programs: Programs) -> None:
    programs.put("npm", "echo 'npm error code ENOTFOUND' >&2; exit 1")
    with pytest.raises(Missing, match="registry"):
        installed()


@pytest.mark.parametrize("version", ["v14.21.3", "v22.12.0", "v2.0.0"])
def test_a_release_of_node_without_a_binary_is_named(programs: Programs, version: str) -> None:
    programs.put("node", f"echo {version}")
    with pytest.raises(Missing, match=version):
        installed()


def test_what_is_not_there_is_said_with_where_to_get_it(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = Programs(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(programs.folder))
    with pytest.raises(Missing, match=r"no node.*nodejs\.org"):
        node()
    programs.put("node", "echo v18.20.0")
    with pytest.raises(Missing, match=r"no npm.*nodejs\.org"):
        installed()
