"""Messages as files in a folder, one each, for trying things out and for tests."""

import asyncio
from pathlib import Path

from app.messages.sender import Later, Mail


class FileSender:
    """Writes `<message id>.eml`, readable by the user alone.

    Args:
        folder: made when it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, mail: Mail) -> None:
        """Write a message; a file is there whole or not at all."""
        try:
            await asyncio.to_thread(self._write, mail)
        except OSError as error:
            raise Later("folder_not_writable", for_all=True) from error

    def _write(self, mail: Mail) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self._folder / f".{mail.message_id}.part"
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(mail.content)
        unfinished.rename(self._folder / f"{mail.message_id}.eml")
