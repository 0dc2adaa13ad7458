"""What guests are told, in their language. A new language is a value of LANGUAGES."""

from datetime import date, datetime

import msgspec


class Told(msgspec.Struct, frozen=True):
    """The words of one kind of message; `{hotel}`, `{booking}` and `{until}` are filled in."""

    subject: str
    text: str


class Language(msgspec.Struct, frozen=True):
    """The words of one language.

    Attributes:
        greeting, unnamed: to `{name}`, and to whoever has none.
        booking, arrival, departure: of the lines that say which stay it is.
        months: their names, January first.
        day, moment: how a date and a time are written.
        told: by kind of message.
    """

    greeting: str
    unnamed: str
    booking: str
    arrival: str
    departure: str
    months: tuple[str, ...]
    day: str
    moment: str
    told: dict[str, Told]

    def of_day(self, day: date) -> str:
        """Write a date."""
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def of_moment(self, moment: datetime) -> str:
        """Write a moment, by the hotel's clock."""
        return self.moment.format(day=self.of_day(moment), time=f"{moment:%H:%M}")


ENGLISH = Language(
    greeting="Dear {name},",
    unnamed="Dear guest,",
    booking="Booking: {}",
    arrival="Arrival: {}",
    departure="Departure: {}",
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    day="{day} {month} {year}",
    moment="{day}, {time}",
    told={
        "PRECHECKIN_LINK": Told(
            "Check in online: {hotel}, {booking}",
            "You can check in online before you arrive at {hotel}. The link is for you alone. It"
            " works until {until}, the hotel's time, and once:",
        ),
        "BOOKING_CONFIRMED": Told(
            "Your booking is confirmed: {hotel}, {booking}",
            "Your booking at {hotel} is confirmed. We look forward to your stay.",
        ),
        "BOOKING_DECLINED": Told(
            "Your booking could not be accepted: {hotel}, {booking}",
            "We are sorry: {hotel} cannot accept your booking.",
        ),
        "BOOKING_CANCELLED": Told(
            "Your booking is cancelled: {hotel}, {booking}",
            "Your booking at {hotel} is cancelled.",
        ),
    },
)

GERMAN = Language(
    greeting="Guten Tag {name},",
    unnamed="Guten Tag,",
    booking="Buchung: {}",
    arrival="Anreise: {}",
    departure="Abreise: {}",
    months=(
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    day="{day}. {month} {year}",
    moment="{day}, {time} Uhr",
    told={
        "PRECHECKIN_LINK": Told(
            "Online einchecken: {hotel}, {booking}",
            "Sie können vor Ihrer Ankunft online einchecken ({hotel}). Der Link ist nur für Sie."
            " Er gilt bis {until} nach der Uhr des Hotels, und einmal:",
        ),
        "BOOKING_CONFIRMED": Told(
            "Ihre Buchung ist bestätigt: {hotel}, {booking}",
            "Ihre Buchung ist bestätigt ({hotel}). Wir freuen uns auf Ihren Aufenthalt.",
        ),
        "BOOKING_DECLINED": Told(
            "Ihre Buchung konnte nicht angenommen werden: {hotel}, {booking}",
            "Es tut uns leid: Ihre Buchung kann nicht angenommen werden ({hotel}).",
        ),
        "BOOKING_CANCELLED": Told(
            "Ihre Buchung ist storniert: {hotel}, {booking}",
            "Ihre Buchung ist storniert ({hotel}).",
        ),
    },
)

ARABIC = Language(
    greeting="السيد/السيدة {name}،",
    unnamed="ضيفنا الكريم،",
    booking="رقم الحجز: {}",
    arrival="الوصول: {}",
    departure="المغادرة: {}",
    months=(
        *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
        *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
    ),
    day="{day} {month} {year}",
    moment="{day}، الساعة {time}",
    told={
        "PRECHECKIN_LINK": Told(
            "تسجيل الوصول عبر الإنترنت: {hotel}، {booking}",
            "يمكنكم تسجيل الوصول عبر الإنترنت قبل وصولكم إلى {hotel}. هذا الرابط لكم وحدكم،"
            " ويُستخدم مرة واحدة، وهو صالح حتى {until} بتوقيت الفندق:",
        ),
        "BOOKING_CONFIRMED": Told(
            "تم تأكيد حجزكم: {hotel}، {booking}",
            "تم تأكيد حجزكم في {hotel}. نتطلع إلى استقبالكم.",
        ),
        "BOOKING_DECLINED": Told(
            "تعذّر قبول حجزكم: {hotel}، {booking}",
            "نأسف، لا يستطيع {hotel} قبول حجزكم.",
        ),
        "BOOKING_CANCELLED": Told(
            "تم إلغاء حجزكم: {hotel}، {booking}",
            "تم إلغاء حجزكم في {hotel}.",
        ),
    },
)

LANGUAGES = {"en": ENGLISH, "de": GERMAN, "ar": ARABIC}
DEFAULT = "en"
