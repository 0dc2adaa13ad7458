"""The pinned requirements: whole, hashed, and free of anything that belongs to one machine."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = ("runtime.txt", "dev.txt", "plots.txt")


@pytest.mark.parametrize("name", FILES)
def test_every_pin_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    for pin in text.replace("\\\n", "").splitlines():
        assert re.match(r"[a-z0-9-]+==[^ ]+( ; [^-]+)?( +--hash=sha256:[0-9a-f]{64})+$", pin), pin


def pins(name: str) -> set[str]:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return set(re.findall(r"^\S+==\S+", text, re.MULTILINE))


def test_development_adds_to_the_runtime_and_changes_nothing() -> None:
    assert pins("runtime.txt") < pins("dev.txt")


def test_drawing_adds_to_development_and_changes_nothing() -> None:
    def packages(of: set[str]) -> set[str]:
        return {pin.partition("==")[0] for pin in of}

    drawing, development = pins("plots.txt"), pins("dev.txt")
    assert not packages(drawing - development) & packages(development)
