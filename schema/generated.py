"""The committed files that the migrations make: each from a database migrated from nothing."""

import difflib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.embedded import throwaway
from schema import migrate, privileges, snapshot
from schema.adoption import script
from schema.objects import check

FILES: Mapping[Path, Callable[[str], str]] = {
    snapshot.SNAPSHOT: snapshot.dump,
    script.SCRIPT: script.build,
    check.CHECK: check.build,
    privileges.DOCUMENT: privileges.build,
}


@contextmanager
def migrated() -> Iterator[str]:
    """Migrate a temporary server from nothing; yield its connection string."""
    with throwaway() as server:
        url = server.url()
        migrate.upgrade(url)
        yield url


def write() -> list[Path]:
    """Write all files anew and return their paths."""
    with migrated() as url:
        texts = {path: build(url) for path, build in FILES.items()}
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return list(texts)


def difference() -> str:
    """Return a unified diff from the files to what the migrations make; empty when they agree."""
    with migrated() as url:
        return "".join(difference_of(path, build(url)) for path, build in FILES.items())


def difference_of(path: Path, made: str) -> str:
    """Return a unified diff from a file to what it should be."""
    committed = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = difflib.unified_diff(
        committed.splitlines(keepends=True),
        made.splitlines(keepends=True),
        fromfile=str(path.relative_to(Path(__file__).parents[1])),
        tofile="what the migrations make",
    )
    return "".join(lines)
