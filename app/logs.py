"""The log: one JSON object a line on standard output, made by structlog."""

import logging
import sys
from typing import BinaryIO, cast

import msgspec
import structlog

# psycopg tells of every statement that follows a refused one in a pipeline; its pool and the
# server tell of what an operator should know.
_LEVELS = {
    "psycopg": logging.ERROR,
    "psycopg.pool": logging.WARNING,
    "uvicorn.error": logging.WARNING,
}


def configure(level: str) -> None:
    """Log from this level (debug, info, warning, error) upwards."""
    structlog.configure(
        cache_logger_on_first_use=True,
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=_encode),
        ],
        logger_factory=structlog.BytesLoggerFactory(cast(BinaryIO, _StandardOutput())),
    )
    for name, lowest in _LEVELS.items():
        library = logging.getLogger(name)
        library.setLevel(lowest)
        library.propagate = False
        library.handlers = [_ToStructlog()]


class _StandardOutput:
    """Standard output as it is when something is written: loggers are kept, and it may change."""

    def write(self, line: bytes) -> int:
        return sys.stdout.buffer.write(line)

    def flush(self) -> None:
        sys.stdout.buffer.flush()


class _ToStructlog(logging.Handler):
    """Passes a library's line on as an event of ours."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger()
        log.log(record.levelno, "library", logger=record.name, message=record.getMessage())


def _encode(event: object, **_: object) -> bytes:
    return msgspec.json.encode(event)
