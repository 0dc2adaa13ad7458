"""The first statement of every transaction: who acts, at which hotel, from where and why.

One SELECT over one row of the hotel, so that an engine that places hotels on several servers runs
it where the hotel's data are. The settings end with the transaction. Where nobody may act there is
no row, and the division by the count of rows fails: the statements behind it have been sent
already, and this is what keeps the database from running them.
"""

_SETTINGS = """\
        set_config('hotelmate.hotel_id', {table}.hotel_id::text, true),
        set_config('hotelmate.source', %(source)s, true),
        set_config('hotelmate.reason', %(reason)s, true),
        set_config('hotelmate.request_id', %(request_id)s, true)"""

AS_STAFF = f"""\
SELECT 1 / count(*)
FROM (
    SELECT
        set_config('hotelmate.actor', 'staff:' || staff.username, true),
        set_config('hotelmate.staff_id', staff.id::text, true),
{_SETTINGS.format(table="staff")}
    FROM hotelmate.staff
    WHERE staff.hotel_id = %(hotel_id)s AND staff.username = %(username)s AND staff.is_active
) AS acting
"""

AS_SYSTEM = f"""\
SELECT 1 / count(*)
FROM (
    SELECT
        set_config('hotelmate.actor', 'system:' || %(job)s, true),
{_SETTINGS.format(table="hotel")}
    FROM hotelmate.hotel
    WHERE hotel.hotel_id = %(hotel_id)s
) AS acting
"""

# What a provider says is for a booking that only the database finds.
AS_PROVIDER = """\
SELECT 1 / count(*)
FROM (
    SELECT
        set_config('hotelmate.actor', 'system:' || %(job)s, true),
        set_config('hotelmate.source', 'SYSTEM', true),
        set_config('hotelmate.request_id', %(request_id)s, true)
) AS acting
"""

HOTEL_OF_SLUG = "SELECT hotel_id FROM hotelmate.hotel_directory WHERE slug = %(slug)s"
