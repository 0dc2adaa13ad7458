"""The page as a browser without JavaScript uses it: read the form, fill it in, post it."""

import re

import httpx

from bench.guests.bookings import Booking
from bench.guests.ways import NO_FAULTS, Divergence, Faults, Place, Sent, Verdict, kept
from tests.hotel_builder import HotelBuilder
from tests.page import markup

_SAVED = 303
_REFUSED = 422
_FIELD = re.compile(r"(?:guests\.(?P<place>[0-9]+)\.)?answers\.(?P<name>.*)", re.DOTALL)


def path_of(token: str) -> str:
    """Return where the page of a link is."""
    return f"/precheckin/{token}"


class Page:
    """A guest at the page."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def send(self, hotel: HotelBuilder, booking: Booking, token: str, sent: Sent) -> Verdict:
        """Open the link, type the answers in, and send or save them."""
        path, language = path_of(token), {"lang": sent.language}
        opened = self._client.get(path, params=language)
        if opened.status_code != httpx.codes.OK:
            raise Divergence(f"the page could not be opened: {opened.status_code}")
        typed = _without_answers(markup.read(opened.text).values)
        for place, answers in sent.by_place().items():
            for name, answer in answers.items():
                typed[_name_of(place, name)] = "true" if answer is True else answer
        typed["do"] = "send" if sent.submit else "save"
        answer = self._client.post(path, params=language, data=typed)
        if answer.status_code == _SAVED:
            return Verdict(True, NO_FAULTS, kept(hotel, booking))
        if answer.status_code != _REFUSED:
            raise Divergence(f"an answer of another kind: {answer.status_code} {answer.text[:300]}")
        return Verdict(False, _faults(markup.read(answer.text)))


def _without_answers(values: dict[str, str]) -> dict[str, str]:
    """Leave out what somebody answered before: the whole form is typed anew."""
    return {name: text for name, text in values.items() if not _FIELD.fullmatch(name)}


def _name_of(place: Place, name: str) -> str:
    """Return what a field is called on the page."""
    return f"answers.{name}" if place is None else f"guests.{place}.answers.{name}"


def _faults(shown: markup.Markup) -> Faults | None:
    """Return the rules that the page names, by field; None where it says that no field is wrong."""
    if {name for name, _ in shown.faults if name} != shown.invalid:
        raise Divergence(f"the page names {shown.faults} and marks {shown.invalid}")
    found = set()
    for field, rule in shown.faults:
        named = _FIELD.fullmatch(field)
        if named is None:
            return None
        found.add((int(named["place"]) if named["place"] else None, named["name"], rule))
    return frozenset(found)
