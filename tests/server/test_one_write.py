"""A response leaves in one piece, and whoever ends a connection ends it as they meant."""

import asyncio
from typing import Any

from app.server.one_write import GATHERED_BYTES, OneWrite


class Wire(asyncio.Transport):
    """Keeps what happens to it."""

    def __init__(self) -> None:
        super().__init__()
        self.happened: list[Any] = []

    def write(self, data: Any) -> None:
        self.happened.append(data)

    def close(self) -> None:
        self.happened.append("closed")

    def abort(self) -> None:
        self.happened.append("cut")

    def get_write_buffer_size(self) -> int:
        return 0

    def is_closing(self) -> bool:
        return "closed" in self.happened


def after(*steps: tuple[Any, ...]) -> list[Any]:
    """Take steps in one turn of an event loop; return what reached the wire in the next."""
    wire = Wire()

    async def take() -> None:
        transport = OneWrite(wire, asyncio.get_running_loop())
        for name, *arguments in steps:
            getattr(transport, name)(*arguments)
        await asyncio.sleep(0)
        assert transport.is_closing() == wire.is_closing()

    asyncio.run(take())
    return wire.happened


def test_what_is_written_in_one_turn_leaves_at_once() -> None:
    assert after(("write", b"head "), ("write", b"body")) == [b"head body"]


def test_what_was_written_before_the_end_is_sent_before_it() -> None:
    assert after(("write", b"head "), ("write", b"body"), ("close",)) == [b"head body", "closed"]


def test_who_is_cut_is_sent_nothing_more() -> None:
    assert after(("write", b"body"), ("abort",)) == ["cut"]


def test_what_is_much_is_written_at_once_and_counted_until_then() -> None:
    async def take() -> tuple[int, list[Any]]:
        wire = Wire()
        transport = OneWrite(wire, asyncio.get_running_loop())
        transport.write(b"little")
        waits = transport.get_write_buffer_size()
        transport.write(b"x" * GATHERED_BYTES)
        return waits, wire.happened

    waits, happened = asyncio.run(take())
    assert waits == len(b"little")
    assert [len(part) for part in happened] == [len(b"little") + GATHERED_BYTES]


def test_each_turn_sends_its_own() -> None:
    async def take() -> list[Any]:
        wire = Wire()
        transport = OneWrite(wire, asyncio.get_running_loop())
        for part in (b"one", b"two"):
            transport.write(part)
            await asyncio.sleep(0)
        return wire.happened

    assert asyncio.run(take()) == [b"one", b"two"]
