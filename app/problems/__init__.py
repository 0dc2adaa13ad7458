"""Problems: their types, what to do about each, and how whatever went wrong becomes one."""

from app.problems.problems import (
    MEDIA_TYPE,
    RETRY_AFTER_SECONDS,
    ProblemError,
    is_lost,
    is_refused_by,
    is_unstorable,
    is_worth_repeating,
    known,
    passing,
    refusal,
    respond,
    without_value,
)

__all__ = [
    "MEDIA_TYPE",
    "RETRY_AFTER_SECONDS",
    "ProblemError",
    "is_lost",
    "is_refused_by",
    "is_unstorable",
    "is_worth_repeating",
    "known",
    "passing",
    "refusal",
    "respond",
    "without_value",
]
