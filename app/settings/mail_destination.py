"""Where messages go, as HOTELMATE_MAIL says it: a folder, or a server that speaks SMTP."""

from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import msgspec

StartTls = Literal["required", "if-offered", "no"]
_PORTS = {"smtp": 587, "smtps": 465}
_START_TLS: dict[str, StartTls] = {
    "required": "required",
    "if-offered": "if-offered",
    "no": "no",
}


class MailFolder(msgspec.Struct, frozen=True):
    """One file a message, for whoever tries things out."""

    path: Path

    @property
    def setting(self) -> str:
        """What HOTELMATE_MAIL is set to for this folder."""
        return f"file:{quote(str(self.path))}"


class MailServer(msgspec.Struct, frozen=True):
    """A server that takes messages.

    Attributes:
        is_tls: from the first byte on.
        start_tls: whether the connection becomes TLS by STARTTLS, where it is not from the start.
    """

    host: str
    port: int
    is_tls: bool
    start_tls: StartTls
    user: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port})"


Destination = MailFolder | MailServer


def destination(text: str) -> Destination:
    """Read the setting.

    Raises:
        ValueError: says what is wrong, without the value.
    """
    if text.startswith("file:"):
        path = Path(unquote(text.removeprefix("file:").removeprefix("//"))).expanduser()
        if not path.is_absolute():
            raise ValueError("must name a folder by its absolute path: file:/var/spool/messages")
        return MailFolder(path)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        # What urllib says may quote the password.
        raise ValueError("has no port from 1 to 65535, or no host that can be read") from error
    if parts.scheme not in _PORTS:
        raise ValueError("must start with file:, smtp:// or smtps://")
    if not parts.hostname or parts.path not in ("", "/") or parts.fragment or port == 0:
        raise ValueError("must be like smtp://user:password@host:587")
    server = MailServer(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        is_tls=parts.scheme == "smtps",
        start_tls=_start_tls(parts.query, is_tls=parts.scheme == "smtps"),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )
    _require_safe_password(server)
    return server


def _start_tls(query: str, *, is_tls: bool) -> StartTls:
    options = dict(parse_qsl(query, keep_blank_values=True))
    if is_tls and options:
        raise ValueError("takes no ?starttls with smtps://, which is TLS from the start")
    if options.keys() - {"starttls"}:
        raise ValueError("knows no option but ?starttls=")
    wanted = options.get("starttls", "required")
    if wanted not in _START_TLS:
        raise ValueError("takes ?starttls=required, if-offered or no")
    return _START_TLS[wanted]


def _require_safe_password(server: MailServer) -> None:
    if (server.user is None) != (server.password is None):
        raise ValueError("must have both a user and a password, or neither")
    is_safe = server.is_tls or server.start_tls == "required" or _is_loopback(server.host)
    if server.password is not None and not is_safe:
        raise ValueError("must not send a password without TLS: use smtps:// or ?starttls=required")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
