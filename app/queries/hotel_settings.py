"""A hotel's settings: read, and changed one by one."""

from app.database import Write

READ = """\
SELECT json_build_object(
    'slug', hotel.slug,
    'name', hotel.name,
    'time_zone', hotel.time_zone,
    'currency', hotel.currency,
    'standard_check_in_time', to_char(hotel.standard_check_in_time, 'HH24:MI'),
    'standard_check_out_time', to_char(hotel.standard_check_out_time, 'HH24:MI'),
    'personal_data_days', hotel.personal_data_days,
    'language', hotel.language,
    'brand_color', hotel.brand_color,
    'contact_email', hotel.contact_email,
    'contact_phone', hotel.contact_phone,
    'requires_if_match', hotel.requires_if_match
)
FROM hotelmate.hotel
WHERE hotel.hotel_id = %(hotel_id)s
"""
_COLUMNS = {
    "name": "text",
    "standard_check_in_time": "time",
    "standard_check_out_time": "time",
    "personal_data_days": "integer",
    "language": "text",
    "brand_color": "text",
    "contact_email": "text",
    "contact_phone": "text",
}
_SET = ",\n    ".join(
    f"{name} = CASE WHEN change.said ? '{name}'"
    f" THEN (change.said ->> '{name}')::{kind} ELSE hotel.{name} END"
    for name, kind in _COLUMNS.items()
)
CHANGE = Write(
    f"""\
UPDATE hotelmate.hotel
SET {_SET}
FROM (SELECT %(said)s::jsonb AS said) AS change
WHERE hotel.hotel_id = %(hotel_id)s
RETURNING hotel.hotel_id
""",
    result=READ,
)
