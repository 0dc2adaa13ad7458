"""Exit status 2: the command did not get as far as to say what is left to do."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
import psycopg

from app.embedded import EmbeddedPostgresError


class CouldNotRun(click.ClickException):
    """What kept the command from its work, in one sentence."""

    exit_code = 2


@contextmanager
def sentences() -> Iterator[None]:
    """Turn what keeps the checks from running, or from telling what they found, into a sentence.

    Status 1 says that something was found, so nothing else may end with it.
    """
    from app.consistency.running import UnknownCheckError, UnknownHotelError

    try:
        yield
    except UnknownHotelError as error:
        raise CouldNotRun(f"there is no hotel {error}") from error
    except UnknownCheckError as error:
        raise CouldNotRun(f"there is no check and no rule of this name: {error}") from error
    except psycopg.errors.ReadOnlySqlTransaction as error:
        raise CouldNotRun(
            "the database cannot be written: `hotelmate check --no-keep` only reads it"
        ) from error
    except psycopg.errors.UndefinedTable as error:
        raise CouldNotRun("the schema is of another version: run `hotelmate migrate`") from error
    except (EmbeddedPostgresError, psycopg.Error) as error:
        raise CouldNotRun(f"the database cannot be used: {error}") from error
    except BrokenPipeError as error:
        # What is left in the buffer must not be tried once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise CouldNotRun("what is printed is not read to its end") from error
    except OSError as error:
        told = [str(part) for part in (error.filename, error.strerror) if part]
        raise CouldNotRun(": ".join(told)) from error
    except KeyboardInterrupt as error:
        raise CouldNotRun("stopped before the end") from error
