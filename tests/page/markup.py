"""What a page says: the fields of its form as a browser would send them, and what is wrong."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = list[tuple[str, str | None]]


@dataclass(slots=True)
class Markup:
    """What is read off a page.

    Attributes:
        values: of its fields, by name; a box that is not ticked has none.
        faults: name of a field and rule that it breaks, as the page marks them.
        invalid: names of the fields that are marked as wrong for who cannot see it.
    """

    values: dict[str, str] = field(default_factory=dict)
    faults: set[tuple[str, str]] = field(default_factory=set)
    invalid: set[str] = field(default_factory=set)


def read(html: str) -> Markup:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.markup


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.markup = Markup()
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Take in a field, an option of one, or what is wrong with one."""
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if "data-rule" in said:
            self.markup.faults.add((said.get("data-field", ""), said["data-rule"]))
        if said.get("aria-invalid") == "true":
            self.markup.invalid.add(name)
        if tag == "input" and (said.get("type") != "checkbox" or "checked" in said):
            self.markup.values[name] = said.get("value", "")
        elif tag == "select":
            self._select = name
            self.markup.values[name] = ""
        elif tag == "option" and "selected" in said:
            self.markup.values[self._select] = said.get("value", "")
        elif tag == "textarea":
            self._textarea = name
            self.markup.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        """Leave a field of many lines, whose first line end is the markup's."""
        if tag == "textarea":
            text = self.markup.values[self._textarea]
            self.markup.values[self._textarea] = text.removeprefix("\n")
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        """Take in the text of a field of many lines."""
        if self._textarea:
            self.markup.values[self._textarea] += data
