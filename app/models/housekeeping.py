"""Housekeeping tasks."""

from typing import Literal

from msgspec import Struct

from app.models.fields import Moment, Note, RoomNumberText, Username

TaskType = Literal["TURNOVER", "STAYOVER", "INSPECTION", "DEEP_CLEAN"]
TaskStatus = Literal["OPEN", "IN_PROGRESS", "DONE", "CANCELLED"]
TaskPriority = Literal["LOW", "NORMAL", "HIGH"]


class NewTask(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A task to make; `assigned_to` is the username of a member of staff."""

    room_number: RoomNumberText
    task_type: TaskType
    priority: TaskPriority = "NORMAL"
    note: Note = ""
    assigned_to: Username | None = None


class Task(Struct, frozen=True):
    """A task."""

    task_id: int
    room_number: str
    task_type: TaskType
    status: TaskStatus
    is_open: bool
    priority: TaskPriority
    note: str
    assigned_to: str | None
    booking_id: str | None
    created_at: Moment
    created_by: str
    started_at: Moment | None
    completed_at: Moment | None


class TaskPage(Struct, frozen=True):
    """Tasks, newest first."""

    items: list[Task]
    next_cursor: int | None
