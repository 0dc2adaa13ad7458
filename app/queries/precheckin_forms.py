"""Forms of pre-check-in: the newest, a new one, and what a field offers to choose from."""

from app.database import Write
from app.queries.precheckin import FORM

READ = f"""\
SELECT {FORM}
FROM (
    SELECT hotel.hotel_id, hotelmate.newest_precheckin_form(hotel.hotel_id) AS version
    FROM hotelmate.hotel
    WHERE hotel.hotel_id = %(hotel_id)s
    OFFSET 0
) AS form
"""
PUBLISH = Write(
    """\
WITH form AS (
    INSERT INTO hotelmate.precheckin_form (hotel_id) VALUES (%(hotel_id)s)
    RETURNING hotel_id, version
),

fields AS (
    INSERT INTO hotelmate.precheckin_field (
        hotel_id, form_version, name, asked_of, kind, is_required, position,
        labels, choices, choice_labels, consent_texts
    )
    SELECT
        form.hotel_id, form.version, field.name, field.asked_of, field.kind, field.is_required,
        field.place, field.labels, field.choices, field.choice_labels, field.consent_texts
    FROM form
    CROSS JOIN hotelmate.precheckin_fields_of(%(fields)s::jsonb) AS field
)

SELECT form.version FROM form
""",
    result=READ,
)
# Of fields that ask for a country.
COUNTRIES = "SELECT country.code FROM hotelmate.country ORDER BY country.code"
# Asked after a refusal, and rolled back: which fields are refused, and by which rules.
FAULTS = Write(
    """\
SELECT coalesce(json_agg(json_build_array(fault.index, fault.rule) ORDER BY fault.index), '[]')
FROM hotelmate.precheckin_form_faults(%(hotel_id)s, %(fields)s::jsonb) AS fault
"""
)
