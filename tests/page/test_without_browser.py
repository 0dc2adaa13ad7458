"""Where there is no browser, whoever runs the tests is told how to get one."""

import pytest

from tests.page.browser import HOW_TO_GET_ONE, VARIABLE, NoBrowserError, program


def test_without_a_browser_it_is_said_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(NoBrowserError) as missing:
        program()
    assert str(missing.value) == HOW_TO_GET_ONE
    assert "apt-get install chromium" in HOW_TO_GET_ONE


def test_a_browser_at_another_place_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "/bin/sh")

    assert program() == "/bin/sh"
