"""Text from the database as people may be shown it: rows hold whatever somebody typed.

A line end would break a line of a table, an escape sequence would write anywhere on a terminal, and
what XML cannot carry would end a page. The data keeps them, JSON has its own way to write them.
"""

import re

# C0, DEL and C1; the ends of lines and paragraphs and changes of direction of Unicode; what is no
# character at all.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    """Write control characters as programmers do, like `\\n` and `\\x1b`."""
    return _UNSEEN.sub(lambda match: match[0].encode("unicode_escape").decode(), text)
