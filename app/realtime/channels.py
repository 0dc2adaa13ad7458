"""Names of channels: the database's, which are relative to a hotel, and those at Pusher.

| in the database | at Pusher | in the report |
|---|---|---|
| `hotel` | `private-hotel-{slug}` | `hotel-{slug}` |
| `rooms` | `private-{slug}.rooms` | `{slug}.rooms` |
| `staff.{id}` | `private-{slug}-staff-{id}-notifications` | `{slug}-staff-{id}-notifications` |
| `guest.{ref}` | `private-guest-booking.{slug}.{ref}` | `private-guest-booking.{ref}` |

The names of the report are for its clients that cannot be changed yet. Most of them are public, so
anybody may listen who guesses one: a hotel has them only while it is listed in
HOTELMATE_LEGACY_CHANNELS.
"""

import re
from functools import cache
from typing import NamedTuple

LONGEST_SLUG = 50
_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
# A hotel `x-staff-1-notifications` would have the channel of staff member 1 of a hotel `hotel-x`.
_STAFF_ENDING = re.compile(r"(?:.*-)?staff-[0-9]+-notifications")
# Pusher makes something else of a channel private-encrypted-… or private-cache-… .
_OTHER_KINDS = frozenset({"encrypted", "cache"})
# What Pusher treats in a way of its own when a name starts with it.
_RESERVED_WORDS = frozenset({"private", "presence"})


class _Kind(NamedTuple):
    """One audience in a hotel; `id` is a pattern, for the kinds that have an id."""

    relative: str
    private: str
    report: str
    id: str = ""


_KINDS = (
    _Kind("hotel", "private-hotel-{slug}", "hotel-{slug}"),
    _Kind("rooms", "private-{slug}.rooms", "{slug}.rooms"),
    _Kind(
        "staff.{id}",
        "private-{slug}-staff-{id}-notifications",
        "{slug}-staff-{id}-notifications",
        id="[1-9][0-9]{0,18}",
    ),
    _Kind(
        "guest.{id}",
        "private-guest-booking.{slug}.{id}",
        "private-guest-booking.{id}",
        id="BK-[0-9]{1,6}-[0-9]{6,18}",
    ),
)


def public_names(slug: str, channel: str, legacy: tuple[str, ...] = ()) -> list[str]:
    """Return what a channel of a hotel is called at Pusher: the private name comes first.

    Args:
        slug: the hotel.
        channel: the name in the database.
        legacy: slugs of the hotels whose channels also have the report's name.

    Raises:
        ValueError: no hotel has that slug, or no hotel has such a channel.
    """
    if not is_slug(slug):
        raise ValueError(f"{slug!r} is not the slug of a hotel")
    kind, id = _kind_of(channel)
    names = [kind.private.format(slug=slug, id=id)]
    if _has_report_name(slug, kind, legacy):
        names.append(kind.report.format(slug=slug, id=id))
    return names


def parse(name: str, legacy: tuple[str, ...] = ()) -> tuple[str, str] | None:
    """Return the slug and the database's name of a channel at Pusher, or None.

    A name of the report is understood only where it is also published to. Whether the hotel and
    the staff member or booking exist is not asked here.
    """
    # Every reading is composed again: so a name is only ever understood as what is sent to it.
    for slug, channel in _readings(name, legacy):
        if is_slug(slug) and name in public_names(slug, channel, legacy):
            return slug, channel
    return None


def is_slug(text: str) -> bool:
    """Say whether a hotel may have this slug, as far as names of channels depend on it."""
    return (
        len(text) <= LONGEST_SLUG
        and re.fullmatch(_SLUG, text) is not None
        and _STAFF_ENDING.fullmatch(text) is None
        and text.partition("-")[0] not in _OTHER_KINDS
    )


def may_have_report_names(slug: str) -> bool:
    """Say whether a hotel of this slug can be given the report's names.

    `private-a.rooms` is the private name of the rooms of `a`, so a hotel `private-a` must not be
    published there. Pusher likewise reads something into `presence-`.
    """
    return is_slug(slug) and slug.partition("-")[0] not in _RESERVED_WORDS


def _kind_of(channel: str) -> tuple[_Kind, str]:
    for kind in _KINDS:
        found = _pattern(kind.relative, kind).fullmatch(channel)
        if found is not None:
            return kind, found.groupdict().get("id", "")
    raise ValueError(f"{channel!r} is not a channel of a hotel")


def _has_report_name(slug: str, kind: _Kind, legacy: tuple[str, ...]) -> bool:
    if slug not in legacy or not may_have_report_names(slug):
        return False
    # Two hotels may have a booking of one reference: without the slug its guests would meet.
    return "{slug}" in kind.report or set(legacy) == {slug}


def _readings(name: str, legacy: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return everything that a name looks like."""
    readings: list[tuple[str, str]] = []
    for kind in _KINDS:
        for template in (kind.private, kind.report):
            found = _pattern(template, kind).fullmatch(name)
            if found is not None:
                parts = found.groupdict()
                channel = kind.relative.format(id=parts.get("id", ""))
                slugs = [parts["slug"]] if "slug" in parts else list(legacy)
                readings.extend((slug, channel) for slug in slugs)
    return readings


@cache
def _pattern(template: str, kind: _Kind) -> re.Pattern[str]:
    """Return the expression that a template's names match."""
    text = re.escape(template).replace(r"\{slug\}", f"(?P<slug>{_SLUG})")
    return re.compile(text.replace(r"\{id\}", f"(?P<id>{kind.id})"))
