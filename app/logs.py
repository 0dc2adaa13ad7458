"""The log: one JSON object a line on standard output, made by structlog."""

import logging
import sys
import traceback
from types import TracebackType
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
    others = logging.getLogger()
    others.handlers = [each for each in others.handlers if not isinstance(each, _ToStructlog)]
    others.addHandler(_OnlyWhere(logging.WARNING))
    sys.excepthook = _crashed


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


class _OnlyWhere(_ToStructlog):
    """Passes on that some library said something, and where: what it said may quote anything."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        structlog.get_logger().log(
            record.levelno,
            "library",
            logger=record.name,
            where=f"{record.module}:{record.lineno}",
            error=kind.__name__ if kind else None,
        )


def _crashed(kind: type[BaseException], error: BaseException, frames: TracebackType | None) -> None:
    """Tell what ended the process, and not what the error says: it may quote a row."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, frames)
        return
    structlog.get_logger().critical("crashed", error=kind.__name__, frames=frames_of(frames))


def frames_of(frames: TracebackType | None) -> list[str]:
    """Return where an error came from: the innermost places, without any value."""
    found = traceback.extract_tb(frames)[-8:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in found]


def _encode(event: object, **_: object) -> bytes:
    return msgspec.json.encode(event)
