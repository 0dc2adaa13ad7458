"""Addresses of e-mail as they may stand in a header and in a command of SMTP."""

import re

# No quoted names, no comments, no lists: what could be read as more than one address is none.
_SIGN = r"""[^\s\x00-\x20\x7f-\x9f@<>()\[\],;:\\"]"""
_MAILBOX = re.compile(f"({_SIGN}{{1,64}})@({_SIGN}+)")
LONGEST = 254
# Of an encoded word (RFC 2047): what it stands for may be anything, a line end too.
ENCODED = "=?"


class MailboxError(ValueError):
    """An address that no message can be sent to."""


def mailbox(text: str) -> tuple[str, str]:
    """Return the local part and the domain of an address, the domain in ASCII.

    Raises:
        MailboxError: it is none, or might be read as something else.
    """
    found = _MAILBOX.fullmatch(text)
    if found is None or len(text) > LONGEST or ENCODED in text:
        raise MailboxError
    local, domain = found.groups()
    try:
        plain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise MailboxError from error
    if local.startswith(".") or local.endswith(".") or ".." in local or not plain:
        raise MailboxError
    return local, plain
