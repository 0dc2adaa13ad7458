"""Places of the party on the page: whoever is named, and one for each who is booked and is not.

A page may be old when it is sent: twice by a double click, again after the back button, or after
the front desk has named somebody. What was typed is put in the places that there are now.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.guests.page.typed import TypedGuest
from app.models.precheckin import AgeGroup, Precheckin, PrecheckinGuest


@dataclass(frozen=True, slots=True)
class Place:
    """A member of the party on the page.

    Attributes:
        guest: who it is, None where nobody is named yet.
        age_group: of whoever it is.
        number: counts adults and children apart, from 1.
        typed: what was typed for them, None where nothing was sent.
    """

    guest: PrecheckinGuest | None
    age_group: AgeGroup
    number: int
    typed: TypedGuest | None = None


def places(precheckin: Precheckin, typed: Sequence[TypedGuest] = ()) -> list[Place]:
    """Return the places of the page, and in each what was typed for it."""
    counted = {"ADULT": 0, "CHILD": 0}
    booked = {"ADULT": precheckin.adults, "CHILD": precheckin.children}
    known, new = _sorted_out(precheckin.guests, typed)
    made = []

    def add(guest: PrecheckinGuest | None, age_group: AgeGroup, said: TypedGuest | None) -> None:
        counted[age_group] += 1
        made.append(Place(guest, age_group, counted[age_group], said))

    for guest in precheckin.guests:
        said = known.get(guest.id)
        # Who was submitted before is only shown: the page sends who it is, and nothing else.
        is_only_shown = guest.submitted_at is not None and said is not None and said.says_nothing
        add(guest, guest.age_group, None if is_only_shown else said)
    groups: tuple[AgeGroup, ...] = ("ADULT", "CHILD")
    for group in groups:
        waiting = [each for each in new if each.age_group == group]
        free = max(booked[group] - counted[group], 0)
        # More than were booked are shown and sent too: that they are too many is not said here.
        for place in range(max(free, len(waiting))):
            add(None, group, waiting[place] if place < len(waiting) else None)
    return made


def asks_nothing_more(precheckin: Precheckin) -> bool:
    """Say whether everybody who was booked is named, and everything was submitted."""
    return precheckin.submitted_at is not None and all(
        place.guest is not None and place.guest.submitted_at is not None
        for place in places(precheckin)
    )


def _sorted_out(
    guests: Sequence[PrecheckinGuest], typed: Sequence[TypedGuest]
) -> tuple[dict[int, TypedGuest], list[TypedGuest]]:
    """Tell what is about members of the party from what is about somebody new.

    Somebody who is called like a member that the page did not show is that member: somebody new,
    or whose row the front desk has written anew. The database finds members by name as well, also
    who was named since; here it is told what is shown where. Whoever the front desk has taken off
    the party stays off.
    """
    there = {guest.id for guest in guests}
    known = {said.guest_id: said for said in typed if said.guest_id in there}
    unseen = {
        (*guest.called, guest.age_group): guest.id
        for guest in reversed(guests)
        if guest.id not in known
    }
    new = []
    for said in typed:
        if said.guest_id in there or said.says_nothing:
            continue
        member = unseen.pop((*said.called, said.age_group), None)
        if member is not None:
            known[member] = said
        elif said.guest_id is None:
            new.append(said)
    return known, new
