"""soketi and pusher-js from npm, installed once for a user, outside the source tree.

    python -m tests.soketi.install

They are other projects' programs (AGPL and MIT), for tests and proofs; nothing of the product needs
them. The folder is named by the hash of package.json, so that a change of it is a new installation.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import platformdirs

from app.embedded.locks import exclusive

MANIFEST = Path(__file__).with_name("package.json")
# uWebSockets.js is a binary; the package has those of these releases.
NODE_RELEASES = (16, 18, 20)
INSTALL_SECONDS = 240
# Nothing of it needs a script of its own to be run.
INSTALL = ("install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts")
# npm's codes for a registry that does not answer.
NO_REGISTRY = (
    "ECONNREFUSED",
    "ECONNRESET",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "ENOTFOUND",
    "ERR_SOCKET_TIMEOUT",
    "ETIMEDOUT",
)


class Missing(Exception):
    """Something that soketi needs is not there; the text says what, and how to get it."""


def node() -> str:
    """Return the path of Node.

    Raises:
        Missing: there is none, or one that soketi does not run on.
    """
    wanted = "soketi needs Node 20 (or 18 or 16) and npm: https://nodejs.org/en/download"
    program = shutil.which("node")
    if program is None:
        raise Missing(f"there is no node. {wanted}")
    version = _output(program, "--version").strip()
    release = version.removeprefix("v").partition(".")[0]
    if release not in map(str, NODE_RELEASES):
        raise Missing(f"node is {version}. {wanted}")
    return program


def installed() -> Path:
    """Return the folder of the packages (for NODE_PATH), installed now if they are not there.

    Raises:
        Missing: Node or npm is not there, or npm's registry is not reached.
        RuntimeError: npm does not install them.
    """
    node()
    places = platformdirs.user_cache_path("hotelmate") / "soketi"
    place = places / hashlib.sha256(MANIFEST.read_bytes()).hexdigest()[:16]
    if not place.exists():
        places.mkdir(parents=True, exist_ok=True)
        # Of test processes that start at once, one installs and the others wait for it.
        with exclusive(places / "lock"):
            if not place.exists():
                _install(place)
    return place / "node_modules"


def _install(place: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise Missing("there is no npm, which installs soketi: https://nodejs.org/en/download")
    with tempfile.TemporaryDirectory(dir=place.parent, prefix="new-") as folder:
        # What the name says was installed is complete: it is named last.
        made = Path(folder) / "made"
        made.mkdir()
        shutil.copy(MANIFEST, made)
        _run_npm(npm, made)
        made.rename(place)


def _run_npm(npm: str, folder: Path) -> None:
    ran = subprocess.run(
        [npm, *INSTALL, "--loglevel", "error"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=INSTALL_SECONDS,
        env={**os.environ, "NO_UPDATE_NOTIFIER": "1"},
    )
    if ran.returncode == 0:
        return
    problem = "\n".join(ran.stderr.splitlines()[:20])
    if any(code in problem for code in NO_REGISTRY):
        raise Missing(f"npm does not reach its registry, from which it installs soketi:\n{problem}")
    raise RuntimeError(f"npm does not install soketi:\n{problem}")


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    try:
        print(installed())
    except Missing as missing:
        sys.exit(str(missing))
