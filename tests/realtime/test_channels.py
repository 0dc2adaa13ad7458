"""Names of channels: there and back again, never two meanings, and the report's names on demand."""

import re
from itertools import product

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from app.realtime.channels import is_slug, may_have_report_names, parse, public_names

LONGEST_NAME = 164
ALPHABET = re.compile(r"[A-Za-z0-9_\-=@,.;]+")
REFERENCE = "BK-2026-000123"
CHANNELS = ["hotel", "rooms", "staff.17", f"guest.{REFERENCE}"]
# Words of the names themselves, so that slugs resemble them as closely as they can.
WORDS = st.sampled_from(
    ["a", "1", "hotel", "private", "presence", "staff", "17", "notifications", "guest"]
)

slugs = st.one_of(
    st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True),
    st.lists(WORDS, min_size=1, max_size=6).map("-".join),
).filter(is_slug)
channels = st.one_of(
    st.sampled_from(["hotel", "rooms"]),
    st.integers(1, 2**63 - 1).map(lambda id: f"staff.{id}"),
    st.builds("guest.BK-{}-{:06d}".format, st.integers(2000, 2999), st.integers(1, 10**9)),
)
# What names are made of, and what no name has.
LETTERS = st.sampled_from("a09-.BK")
FOREIGN = st.sampled_from("CZ_:@\u00e9 \n")


@st.composite
def nearly_a_name(draw: st.DrawFn) -> tuple[str, str]:
    """Return a name of a listed hotel, or one that differs in one character; and the hotel."""
    slug = draw(slugs)
    name = draw(st.sampled_from(public_names(slug, draw(channels), (slug,))))
    at = draw(st.integers(0, len(name) - 1))
    before, after, letter = name[:at], name[at:], draw(LETTERS)
    changes = [name, before + letter + after[1:], before + letter + after, before + after[1:]]
    return draw(st.sampled_from(changes)), slug


def test_the_private_names_are_these() -> None:
    assert [public_names("sea-view", channel) for channel in CHANNELS] == [
        ["private-hotel-sea-view"],
        ["private-sea-view.rooms"],
        ["private-sea-view-staff-17-notifications"],
        ["private-guest-booking.sea-view.BK-2026-000123"],
    ]


def test_the_only_listed_hotel_has_all_names_of_the_report() -> None:
    assert [public_names("sea-view", channel, ("sea-view",))[1:] for channel in CHANNELS] == [
        ["hotel-sea-view"],
        ["sea-view.rooms"],
        ["sea-view-staff-17-notifications"],
        ["private-guest-booking.BK-2026-000123"],
    ]


def test_two_listed_hotels_share_no_name_for_their_guests() -> None:
    legacy = ("sea-view", "old-mill")
    for slug in legacy:
        names = [public_names(slug, channel, legacy) for channel in CHANNELS]
        assert [len(each) for each in names] == [2, 2, 2, 1]
    assert parse("private-guest-booking.BK-2026-000123", legacy) is None


def test_a_hotel_that_is_not_listed_has_no_name_of_the_report() -> None:
    legacy = ("old-mill",)
    assert [len(public_names("sea-view", channel, legacy)) for channel in CHANNELS] == [1] * 4
    assert parse("sea-view.rooms", legacy) is None
    assert parse("old-mill.rooms", legacy) == ("old-mill", "rooms")
    assert parse("old-mill.rooms") is None


def test_a_guest_of_the_report_belongs_to_the_only_listed_hotel() -> None:
    name = f"private-guest-booking.{REFERENCE}"
    assert parse(name, ("sea-view",)) == ("sea-view", f"guest.{REFERENCE}")
    assert parse(name) is None


@given(slugs, channels, st.lists(slugs, max_size=3))
def test_every_name_leads_back_to_its_channel(slug: str, channel: str, others: list[str]) -> None:
    for legacy in ((), (slug,), (slug, *others), tuple(others)):
        for name in public_names(slug, channel, legacy):
            assert parse(name, legacy) == (slug, channel)


@given(slugs, channels, slugs, channels)
def test_two_channels_never_share_a_name(
    slug: str, channel: str, other_slug: str, other_channel: str
) -> None:
    assume((slug, channel) != (other_slug, other_channel))
    for legacy in ((), (slug,), (other_slug,), (slug, other_slug)):
        names = public_names(slug, channel, legacy)
        assert not set(names) & set(public_names(other_slug, other_channel, legacy))


@given(slugs, channels)
def test_pusher_takes_every_name(slug: str, channel: str) -> None:
    for name in public_names(slug, channel, (slug,)):
        assert len(name) <= LONGEST_NAME
        assert ALPHABET.fullmatch(name)


@given(nearly_a_name())
def test_what_is_understood_is_what_would_be_sent(drawn: tuple[str, str]) -> None:
    name, slug = drawn
    found = parse(name, (slug,))
    if found is None:
        reject()
    assert name in public_names(*found, (slug,))


@given(slugs, channels, FOREIGN, st.data())
def test_a_name_with_a_character_that_no_name_has_means_nothing(
    slug: str, channel: str, foreign: str, data: st.DataObject
) -> None:
    for name in public_names(slug, channel, (slug,)):
        at = data.draw(st.integers(0, len(name)))
        assert parse(name[:at] + foreign + name[at:], (slug,)) is None


@given(
    (st.text() | nearly_a_name().map(lambda drawn: drawn[0])).filter(
        lambda name: not name.startswith("private-")
    )
)
def test_where_no_hotel_is_listed_only_private_names_mean_something(name: str) -> None:
    assert parse(name) is None


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("private-hotel-x-staff-5-notifications", ("hotel-x", "staff.5")),
        ("private-hotel-staff-5-notifications", ("hotel", "staff.5")),
        ("private-hotel-x.rooms", ("hotel-x", "rooms")),
        ("private-guest-booking.rooms", ("guest-booking", "rooms")),
        ("private-private-hotel-x.rooms", ("private-hotel-x", "rooms")),
        ("private-a.rooms", ("a", "rooms")),
        ("private-hotel-rooms", ("rooms", "hotel")),
    ],
)
def test_a_name_that_looks_like_two_has_one_meaning(name: str, meaning: tuple[str, str]) -> None:
    assert parse(name) == meaning
    assert parse(name, ("a", "private-a", "x", "hotel-x")) == meaning


@pytest.mark.parametrize(
    "name",
    [
        "",
        "private-",
        "hotel-sea-view",
        "private-hotel-Sea-View",
        "private-hotel-sea--view",
        "private-hotel-sea-view\n",
        "private-hotel-" + "x" * 51,
        "private-sea-view.kitchen",
        "private-sea-view-staff-0-notifications",
        "private-sea-view-staff-007-notifications",
        "private-sea-view-staff-\u0661-notifications",
        "private-a-staff-1-notifications-staff-2-notifications",
        "private-guest-booking.sea-view.123",
        "private-guest-booking.BK-2026-000123",
        "presence-hotel-sea-view",
        "private-encrypted-hotel-sea-view",
    ],
)
def test_other_names_mean_nothing(name: str) -> None:
    assert parse(name) is None


@pytest.mark.parametrize(
    "slug", ["x-staff-1-notifications", "staff-1-notifications", "", "-a", "A", "é", "x" * 51]
)
def test_a_slug_that_would_make_names_ambiguous_has_no_channels(slug: str) -> None:
    assert not is_slug(slug)
    for channel in CHANNELS:
        with pytest.raises(ValueError, match="slug"):
            public_names(slug, channel)


@pytest.mark.parametrize("slug", ["staff-notifications", "x-staff-1", "notifications", "x" * 50])
def test_a_slug_that_only_resembles_one_has_channels(slug: str) -> None:
    assert is_slug(slug)
    assert parse(public_names(slug, "hotel")[0]) == (slug, "hotel")


@pytest.mark.parametrize("channel", ["", "Hotel", "rooms ", "staff.0", "staff.x", "guest.BK-1"])
def test_a_channel_that_no_hotel_has_has_no_name(channel: str) -> None:
    with pytest.raises(ValueError, match="channel"):
        public_names("sea-view", channel)


def test_no_private_name_is_of_another_kind_at_pusher() -> None:
    for slug in ("a", "1", "hotel", "private", "presence-x", "guest-booking", "encryptedx"):
        for channel in CHANNELS:
            name = public_names(slug, channel)[0]
            assert not re.match(r"private-(encrypted|cache)-", name)


def test_a_hotel_whose_slug_means_something_to_pusher_never_has_the_reports_names() -> None:
    for word, rest in product(["private", "presence"], ["", "-a", "-hotel-a"]):
        slug = word + rest
        assert not may_have_report_names(slug)
        assert [len(public_names(slug, each, (slug,))) for each in CHANNELS] == [1] * 4
    for word in ("encrypted", "cache"):
        assert not is_slug(word)
        assert not is_slug(f"{word}-a")
        assert is_slug(f"{word}d")
    assert may_have_report_names("privateer")
    assert may_have_report_names("hotel-private")
