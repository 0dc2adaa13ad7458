"""What a client does next: mostly what a hotel would, sometimes what no hotel would."""

import random
from dataclasses import dataclass

from bench.proof.hotel import Hotel
from bench.spine.race.hostile_moves import HOSTILE_MOVES
from bench.spine.race.lobby import Booking, Lobby, Room, Task
from bench.spine.race.sql_moves import SQL_MOVES
from bench.spine.race.target import Target, pick

OPEN_BOOKINGS_WANTED = 10
SHARE_HOSTILE = 0.2
SHARE_OUT_OF_THE_BLUE = 0.1
# Rooms are few and all depends on them.
ROOMS_COUNT_AS = 4
INTO_A_ROOM = ("assign", "reassign", "move")

# What may well succeed, by the state that a client sees. Who stands there twice is twice as likely.
BY_STATUS: dict[str, tuple[str, ...]] = {
    "PENDING_PAYMENT": (
        *("desk_payment",) * 6,
        *("stripe_hold",) * 4,
        *("pay_page", "pay_page_open", "party_rename", "issue_link", "cancel", "expire"),
    ),
    "PENDING_APPROVAL": (
        *("approve",) * 8,
        *("stripe_capture",) * 4,
        *("stripe_release", "stripe_hold", "decline", "cancel", "party_rename"),
    ),
    "WITHOUT_ROOM": (
        *("assign",) * 9,
        *("party_join", "party_leave", "primary_swap", "issue_link", "change_dates"),
        *("child_joins", "child_grows_up"),
        *("cancel", "no_show", "stripe_capture", "refund_by_card"),
    ),
    "WAITING": (
        *("check_in",) * 18,
        *("unassign", "reassign", "party_rename", "party_join", "party_leave", "primary_swap"),
        *("release_assignment", "cancel", "no_show", "child_joins", "child_grows_up"),
    ),
    "IN_HOUSE": (
        *("check_out",) * 4,
        *("move",) * 4,
        *("party_rename", "party_join", "party_leave", "device", "primary_swap"),
        *("child_joins", "child_grows_up"),
    ),
    "CLOSED": (
        *("stripe_release", "stripe_refund") * 3,
        *("stripe_hold", "stripe_capture", "stripe_dispute", "refund_by_card"),
        *("refund", "check_in", "cancel", "party_rename", "issue_link"),
    ),
}
BY_TURNOVER: dict[str, tuple[str, ...]] = {
    "CHECKOUT_DIRTY": (*("cleaning_start",) * 12, "override_ready", "task_open"),
    "CLEANING_IN_PROGRESS": (*("cleaned",) * 12, "cleaning_interrupt"),
    "CLEANED_UNINSPECTED": (*("inspected",) * 12, "cleaning_start", "found_dirty"),
    "READY_FOR_GUEST": (
        *("assign",) * 24,
        *("found_dirty", "out_of_order_on", "deactivate", "maintenance_on"),
    ),
}
OUT_OF_SERVICE = (*("back_in_service",) * 12, "maintenance_off", "out_of_order_off", "activate")
BY_TASK: dict[str, tuple[str, ...]] = {
    "OPEN": (*("task_start",) * 6, "task_cancel"),
    "IN_PROGRESS": (*("task_done",) * 6, "task_cancel"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A move and what it is about; a hostile move is a name of HOSTILE_MOVES."""

    move: str
    target: Target


def choose(chance: random.Random, hotel: Hotel, lobby: Lobby) -> Choice:
    """Choose a move by lot."""
    lot = chance.random()
    if lot < SHARE_HOSTILE:
        return Choice(chance.choice(list(HOSTILE_MOVES)), pick(chance, hotel, lobby))
    if lot < SHARE_HOSTILE + SHARE_OUT_OF_THE_BLUE:
        return Choice(chance.choice(list(SQL_MOVES)), pick(chance, hotel, lobby))
    subjects: list[Booking | Room | Task | None] = [*lobby.bookings, *lobby.tasks]
    subjects += [*lobby.rooms] * ROOMS_COUNT_AS
    subjects += [None] * max(0, OPEN_BOOKINGS_WANTED - len(lobby.bookings))
    return _sensible(chance, hotel, lobby, chance.choice(subjects))


def _sensible(
    chance: random.Random, hotel: Hotel, lobby: Lobby, subject: Booking | Room | Task | None
) -> Choice:
    """Choose what a hotel might do with a subject as it looks; with None, a new booking."""
    if isinstance(subject, Booking):
        move = chance.choice(BY_STATUS[_stage(subject)])
        promised = {each.room_id for each in lobby.bookings}
        ready = [each for each in lobby.rooms if each.looks_free and each.room_id not in promised]
        room = chance.choice(ready) if move in INTO_A_ROOM and ready else None
        return Choice(move, pick(chance, hotel, lobby, booking=subject, room=room))
    if isinstance(subject, Room):
        move = chance.choice(
            BY_TURNOVER[subject.turnover] if subject.in_service else OUT_OF_SERVICE
        )
        wanting = [each for each in lobby.bookings if _stage(each) == "WITHOUT_ROOM"]
        booking = chance.choice(wanting) if move in INTO_A_ROOM and wanting else None
        return Choice(move, pick(chance, hotel, lobby, booking=booking, room=subject))
    if isinstance(subject, Task) and subject.status in BY_TASK:
        moves = BY_TASK[subject.status]
        return Choice(chance.choice(moves), pick(chance, hotel, lobby, task=subject))
    return Choice("create", pick(chance, hotel, lobby))


def _stage(booking: Booking) -> str:
    """Name the part of a booking's life that decides what may come next."""
    if booking.status in ("PENDING_PAYMENT", "PENDING_APPROVAL"):
        return booking.status
    if booking.status != "CONFIRMED":
        return "CLOSED"
    if booking.was_in_house:
        return "IN_HOUSE"
    return "WITHOUT_ROOM" if booking.room_id is None else "WAITING"
