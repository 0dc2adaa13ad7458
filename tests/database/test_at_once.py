"""A transaction goes to the database whole, in one message, and its answers are read after it."""

import asyncio
from typing import LiteralString

import psycopg
import pytest
from psycopg import AsyncConnection
from psycopg.errors import DivisionByZero
from psycopg.pq import TransactionStatus

from app.database.at_once import at_once


async def connected(database_url: str) -> AsyncConnection[tuple[object, ...]]:
    return await AsyncConnection.connect(database_url, autocommit=True, prepare_threshold=0)


async def executed(
    connection: AsyncConnection[tuple[object, ...]], *statements: LiteralString
) -> None:
    async with at_once(connection):
        for statement in statements:
            await connection.execute(statement)


def test_nothing_is_sent_before_the_end_of_the_block(
    database_url: str, owner: psycopg.Connection
) -> None:
    async def run() -> tuple[object, list[tuple[object, ...]]]:
        connection = await connected(database_url)
        try:
            async with at_once(connection):
                cursor = await connection.execute("SELECT 'here' WHERE %s", (True,))
                state = owner.execute(
                    "SELECT query FROM pg_stat_activity WHERE pid = %s",
                    (connection.info.backend_pid,),
                ).fetchone()
            return state, await cursor.fetchall()
        finally:
            await connection.close()

    state, rows = asyncio.run(run())
    assert state is not None
    assert state == ("",)
    assert rows == [("here",)]


def test_the_first_statement_that_fails_raises_and_ends_the_transaction(database_url: str) -> None:
    async def run() -> tuple[TransactionStatus, list[tuple[object, ...]]]:
        connection = await connected(database_url)
        try:
            with pytest.raises(DivisionByZero):
                await executed(connection, "SELECT 1", "SELECT 1 / 0", "SELECT 'never'")
            left = connection.info.transaction_status
            async with at_once(connection):
                cursor = await connection.execute("SELECT 'goes on'")
            return left, await cursor.fetchall()
        finally:
            await connection.close()

    left, rows = asyncio.run(run())
    assert left is TransactionStatus.IDLE
    assert rows == [("goes on",)]


def test_answers_that_fill_every_buffer_do_not_stop_what_is_still_to_be_sent(
    database_url: str,
) -> None:
    size, times = 4_000_000, 4

    async def run() -> list[int]:
        connection = await connected(database_url)
        try:
            async with at_once(connection):
                cursors = [
                    await connection.execute("SELECT %s::text", ("x" * size,)) for _ in range(times)
                ]
            return [len(str((await cursor.fetchall())[0][0])) for cursor in cursors]
        finally:
            await connection.close()

    assert asyncio.run(run()) == [size] * times
