-- Tenants: the hotel directory, the hotel, its staff, and who acts in a transaction.
--
-- Every key of every later table is led by hotel_id, so that rows of two hotels can never be tied
-- together, row-level security can cut along it and a hotel can be moved to another server.

CREATE SCHEMA hotelmate;
COMMENT ON SCHEMA hotelmate IS
'Hotel back end: facts are written, everything else is derived, contradictions cannot be committed.';

-- Who acts, from where and why travel as settings of the transaction: they reach every row that a
-- trigger writes, from the API and from psql alike, and end with the transaction.

CREATE FUNCTION hotelmate.acting_role() RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce(nullif(current_setting('role'), 'none'), session_user::text);
END
$$;
COMMENT ON FUNCTION hotelmate.acting_role() IS
'The database role that acts, seen through SECURITY DEFINER: SET ROLE if given, else the log-in role.';

CREATE FUNCTION hotelmate.acts_for_api() RETURNS boolean
LANGUAGE plpgsql STABLE -- simple expressions, which plpgsql evaluates without starting a query
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- A superuser inherits everything and is a DBA all the same.
    RETURN current_setting('is_superuser') = 'off' AND (
        pg_has_role(hotelmate.acting_role()::name, 'hotelmate_speaker', 'USAGE')
        OR pg_has_role(hotelmate.acting_role()::name, 'hotelmate_guest', 'USAGE')
    );
END
$$;
COMMENT ON FUNCTION hotelmate.acts_for_api() IS
'Whether the acting role is one of the API''s: then it speaks for somebody and must say for whom.';

-- Without SET and with bodies of one expression: they disappear in the defaults that call them.
CREATE FUNCTION hotelmate.current_actor() RETURNS text
LANGUAGE sql STABLE
RETURN CASE
    WHEN pg_catalog.current_setting('hotelmate.actor', true) ~ '\S'
        THEN pg_catalog.btrim(pg_catalog.current_setting('hotelmate.actor', true), E' \t\r\n')
    WHEN NOT hotelmate.acts_for_api() THEN 'role:' || hotelmate.acting_role()
END;
COMMENT ON FUNCTION hotelmate.current_actor() IS
'Who acts: the setting hotelmate.actor, else role:<database role>; NULL for roles of the API, which must say.';

CREATE FUNCTION hotelmate.current_source() RETURNS text
LANGUAGE sql STABLE
RETURN coalesce(
    nullif(pg_catalog.current_setting('hotelmate.source', true), ''),
    CASE WHEN NOT hotelmate.acts_for_api() THEN 'SYSTEM' END
);
COMMENT ON FUNCTION hotelmate.current_source() IS
'From where: the setting hotelmate.source, else SYSTEM; NULL for roles of the API, which must say.';

CREATE FUNCTION hotelmate.current_staff_id() RETURNS bigint
LANGUAGE sql STABLE
RETURN nullif(pg_catalog.current_setting('hotelmate.staff_id', true), '')::bigint;
COMMENT ON FUNCTION hotelmate.current_staff_id() IS
'The staff member who acts, from the setting hotelmate.staff_id; NULL when none does.';

CREATE FUNCTION hotelmate.current_reason() RETURNS text
LANGUAGE sql STABLE
RETURN CASE
    WHEN pg_catalog.current_setting('hotelmate.reason', true) ~ '\S'
        THEN pg_catalog.btrim(pg_catalog.current_setting('hotelmate.reason', true), E' \t\r\n')
END;
COMMENT ON FUNCTION hotelmate.current_reason() IS
'Why: the setting hotelmate.reason; overrides and room moves are refused without it.';

CREATE FUNCTION hotelmate.current_request_id() RETURNS text
LANGUAGE sql STABLE
RETURN nullif(pg_catalog.current_setting('hotelmate.request_id', true), '');
COMMENT ON FUNCTION hotelmate.current_request_id() IS
'The request that caused a change, from the setting hotelmate.request_id.';

-- What CHECKs of forms of pre-check-in ask.
CREATE FUNCTION hotelmate.is_text_by_language(texts jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
SELECT jsonb_typeof(texts) = 'object' AND texts <> '{}' AND NOT EXISTS (
    SELECT FROM jsonb_each(CASE WHEN jsonb_typeof(texts) = 'object' THEN texts ELSE '{}' END) AS said (code, words)
    WHERE said.code !~ '^[a-z]{2}$' OR jsonb_typeof(said.words) <> 'string' OR said.words #>> '{}' !~ '\S'
)
$$;
COMMENT ON FUNCTION hotelmate.is_text_by_language(jsonb) IS
'Whether this is an object of texts by the ISO 639-1 code of their language, one at least.';

CREATE FUNCTION hotelmate.are_choices(choices text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
SELECT
    count(*) BETWEEN 1 AND 100
    AND count(DISTINCT offered.choice) = count(*)
    AND bool_and(
        offered.choice ~ '\S' AND offered.choice = btrim(offered.choice, E' \t\r\n') AND offered.choice !~ '[[:cntrl:]]'
    )
FROM unnest(choices) AS offered (choice)
$$;
COMMENT ON FUNCTION hotelmate.are_choices(text[]) IS
'Whether this is a list of 1 to 100 choices, each once and written as an answer is kept.';

CREATE FUNCTION hotelmate.are_choice_labels(labels jsonb, choices text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT jsonb_typeof(labels) = 'object' AND NOT EXISTS (
    SELECT FROM jsonb_each(CASE WHEN jsonb_typeof(labels) = 'object' THEN labels ELSE '{}' END) AS said (choice, words)
    WHERE said.choice <> ALL (choices) OR NOT is_text_by_language(said.words)
)
$$;
COMMENT ON FUNCTION hotelmate.are_choice_labels(jsonb, text[]) IS
'Whether this is an object of texts by language, by a choice that there is.';

CREATE DOMAIN hotelmate.currency_code AS text
CONSTRAINT currency_code_is_iso_4217 CHECK (value ~ '^[A-Z]{3}$');
COMMENT ON DOMAIN hotelmate.currency_code IS 'ISO 4217 alphabetic code, three capitals.';
COMMENT ON CONSTRAINT currency_code_is_iso_4217 ON DOMAIN hotelmate.currency_code IS
'A currency is written as three capitals, as in ISO 4217.';

CREATE DOMAIN hotelmate.language_code AS text
CONSTRAINT language_code_is_iso_639_1 CHECK (value ~ '^[a-z]{2}$');
COMMENT ON DOMAIN hotelmate.language_code IS 'ISO 639-1 code of a language, two small letters.';
COMMENT ON CONSTRAINT language_code_is_iso_639_1 ON DOMAIN hotelmate.language_code IS
'A language is written as two small letters, as in ISO 639-1.';

CREATE TABLE hotelmate.time_zone (
    name text NOT NULL,
    CONSTRAINT time_zone_pkey PRIMARY KEY (name)
);
COMMENT ON TABLE hotelmate.time_zone IS
'IANA zones that a hotel may have: those that this server knew when it was set up; add newer ones by INSERT.';

INSERT INTO hotelmate.time_zone (name)
SELECT DISTINCT zone.name
FROM pg_catalog.pg_timezone_names AS zone
WHERE
    zone.name ~ '^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/'
    OR zone.name = 'UTC';

CREATE TABLE hotelmate.hotel_directory (
    hotel_id bigint GENERATED BY DEFAULT AS IDENTITY,
    slug text NOT NULL,
    CONSTRAINT hotel_directory_pkey PRIMARY KEY (hotel_id),
    CONSTRAINT hotel_slug_unique UNIQUE (slug),
    CONSTRAINT hotel_directory_key UNIQUE (hotel_id, slug),
    CONSTRAINT hotel_slug_well_formed CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 50),
    -- private-hotel-{slug} would be the channel of a staff member of another hotel, and Pusher makes something
    -- else of private-encrypted-… and private-cache-… .
    CONSTRAINT hotel_slug_is_no_channel CHECK (
        slug !~ '(^|-)staff-[0-9]+-notifications$' AND slug !~ '^(encrypted|cache)(-|$)'
    )
);
COMMENT ON TABLE hotelmate.hotel_directory IS
'Slug to hotel_id over all hotels: the one global look-up, kept apart so that hotels can live on several servers.';
COMMENT ON CONSTRAINT hotel_slug_unique ON hotelmate.hotel_directory IS 'A slug names one hotel.';
COMMENT ON CONSTRAINT hotel_slug_well_formed ON hotelmate.hotel_directory IS
'A slug is lower-case letters, digits and single hyphens, 50 at most: it stands in paths and channel names.';

COMMENT ON CONSTRAINT hotel_slug_is_no_channel ON hotelmate.hotel_directory IS
'A slug does not read like part of a channel''s name: no hotel shares a channel with another or has another kind.';

CREATE TABLE hotelmate.hotel (
    hotel_id bigint NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    currency hotelmate.currency_code NOT NULL,
    standard_check_in_time time NOT NULL DEFAULT '15:00',
    standard_check_out_time time NOT NULL DEFAULT '11:00',
    unpaid_draft_minutes integer NOT NULL DEFAULT 30,
    approval_sla_minutes integer NOT NULL DEFAULT 240,
    dirty_room_minutes integer NOT NULL DEFAULT 240,
    cleaning_minutes integer NOT NULL DEFAULT 120,
    inspection_minutes integer NOT NULL DEFAULT 120,
    personal_data_days integer NOT NULL DEFAULT 1095,
    language hotelmate.language_code NOT NULL DEFAULT 'en',
    brand_color text NOT NULL DEFAULT '#1f4e79',
    contact_email text,
    contact_phone text,
    requires_if_match boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT hotel_pkey PRIMARY KEY (hotel_id),
    CONSTRAINT hotel_time_zone_key UNIQUE (hotel_id, time_zone),
    CONSTRAINT hotel_in_directory FOREIGN KEY (hotel_id, slug)
    REFERENCES hotelmate.hotel_directory (hotel_id, slug),
    CONSTRAINT hotel_time_zone_known FOREIGN KEY (time_zone) REFERENCES hotelmate.time_zone (name),
    CONSTRAINT hotel_has_name CHECK (name ~ '\S'),
    CONSTRAINT hotel_periods_positive CHECK (
        unpaid_draft_minutes > 0 AND approval_sla_minutes > 0
        AND dirty_room_minutes > 0 AND cleaning_minutes > 0 AND inspection_minutes > 0
        AND personal_data_days > 0
    ),
    CONSTRAINT hotel_brand_color_well_formed CHECK (brand_color ~ '^#[0-9a-f]{6}$'),
    CONSTRAINT hotel_contact_well_formed CHECK (
        (
            contact_email ~ '^[^@[:space:]]{1,64}@[^@[:space:]]+\.[^@[:space:]]+$' AND length(contact_email) <= 254
        ) IS NOT FALSE
        AND (contact_phone ~ '^\+[1-9][0-9]{6,14}$') IS NOT FALSE
    )
);
COMMENT ON TABLE hotelmate.hotel IS 'A hotel: the tenant, its calendar (time_zone) and its standing rules.';
COMMENT ON COLUMN hotelmate.hotel.time_zone IS
'IANA zone; "today" of every rule is the day in this zone. Fixed once the hotel has bookings.';
COMMENT ON COLUMN hotelmate.hotel.unpaid_draft_minutes IS
'An unpaid booking expires this many minutes after it was made.';
COMMENT ON COLUMN hotelmate.hotel.approval_sla_minutes IS
'An authorised booking should be decided within this many minutes.';
COMMENT ON COLUMN hotelmate.hotel.dirty_room_minutes IS
'A vacant room should not wait longer than this many minutes for its cleaning to start.';
COMMENT ON COLUMN hotelmate.hotel.cleaning_minutes IS
'Cleaning a vacant room should take no more than this many minutes.';
COMMENT ON COLUMN hotelmate.hotel.inspection_minutes IS
'A cleaned room should be inspected within this many minutes.';
COMMENT ON COLUMN hotelmate.hotel.personal_data_days IS
'So many days after departure names, contacts, documents and what guests filled in are erased.';
COMMENT ON COLUMN hotelmate.hotel.language IS 'What guests are spoken to in unless their booking says another.';
COMMENT ON COLUMN hotelmate.hotel.brand_color IS 'Colour of the pages that guests see.';
COMMENT ON COLUMN hotelmate.hotel.contact_email IS 'Where guests write to, and answers to messages go.';
COMMENT ON COLUMN hotelmate.hotel.contact_phone IS 'What guests call, in E.164.';
COMMENT ON COLUMN hotelmate.hotel.requires_if_match IS
'Whether a change of a booking or a room through the API must say, by If-Match, which version it is of.';
COMMENT ON CONSTRAINT hotel_in_directory ON hotelmate.hotel IS 'A hotel has the slug that the directory gives it.';
COMMENT ON CONSTRAINT hotel_time_zone_known ON hotelmate.hotel IS 'A hotel has an IANA time zone.';
COMMENT ON CONSTRAINT hotel_has_name ON hotelmate.hotel IS 'A hotel has a name.';
COMMENT ON CONSTRAINT hotel_periods_positive ON hotelmate.hotel IS 'Periods of a hotel are longer than nothing.';
COMMENT ON CONSTRAINT hotel_brand_color_well_formed ON hotelmate.hotel IS
'A hotel''s colour is written like #1f4e79, in small letters.';
COMMENT ON CONSTRAINT hotel_contact_well_formed ON hotelmate.hotel IS
'Guests reach a hotel by an e-mail address and by a telephone number in E.164.';

CREATE TABLE hotelmate.cancellation_term (
    hotel_id bigint NOT NULL,
    days_before_arrival integer NOT NULL,
    refund_percent smallint NOT NULL,
    CONSTRAINT cancellation_term_pkey PRIMARY KEY (hotel_id, days_before_arrival),
    CONSTRAINT cancellation_term_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel (hotel_id),
    CONSTRAINT cancellation_term_days_from_zero CHECK (days_before_arrival BETWEEN 0 AND 3650),
    CONSTRAINT cancellation_term_percent CHECK (refund_percent BETWEEN 0 AND 100)
);
COMMENT ON TABLE hotelmate.cancellation_term IS
'What a hotel refunds when a paid booking is cancelled; a booking keeps the terms it was made under.';
COMMENT ON COLUMN hotelmate.cancellation_term.days_before_arrival IS
'The term counts from so many days before arrival, on the hotel''s calendar, until a later term does.';
COMMENT ON COLUMN hotelmate.cancellation_term.refund_percent IS
'Percentage of what was captured that is refunded, rounded down to the minor unit.';
COMMENT ON CONSTRAINT cancellation_term_of_hotel ON hotelmate.cancellation_term IS
'Cancellation terms belong to a hotel that exists.';
COMMENT ON CONSTRAINT cancellation_term_days_from_zero ON hotelmate.cancellation_term IS
'A cancellation term counts from the day of arrival or before, ten years at most.';
COMMENT ON CONSTRAINT cancellation_term_percent ON hotelmate.cancellation_term IS
'A refund is a percentage from 0 to 100.';

CREATE TABLE hotelmate.staff (
    hotel_id bigint NOT NULL,
    id bigint GENERATED BY DEFAULT AS IDENTITY,
    username text NOT NULL,
    display_name text NOT NULL,
    role text NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    is_person boolean NOT NULL GENERATED ALWAYS AS (role <> 'INTEGRATION') STORED,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT staff_pkey PRIMARY KEY (hotel_id, id),
    CONSTRAINT staff_role_key UNIQUE (hotel_id, id, role),
    CONSTRAINT staff_person_key UNIQUE (hotel_id, id, is_person),
    CONSTRAINT staff_username_unique UNIQUE (hotel_id, username),
    CONSTRAINT staff_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel (hotel_id),
    CONSTRAINT staff_role_known
    CHECK (role IN ('FRONT_DESK', 'HOUSEKEEPING', 'MANAGER', 'AUDITOR', 'INTEGRATION')),
    CONSTRAINT staff_username_well_formed CHECK (username ~ '^[a-z0-9][a-z0-9._-]{0,49}$')
);
COMMENT ON TABLE hotelmate.staff IS 'People who work for a hotel: the actors of the audit rows.';
COMMENT ON COLUMN hotelmate.staff.is_person IS
'Derived: whether it is somebody who logs in with a password, and no program with API keys.';
COMMENT ON CONSTRAINT staff_username_unique ON hotelmate.staff IS 'A username names one member of a hotel''s staff.';
COMMENT ON CONSTRAINT staff_of_hotel ON hotelmate.staff IS 'Staff work for a hotel that exists.';
COMMENT ON CONSTRAINT staff_role_known ON hotelmate.staff IS 'A staff role is one of the five.';
COMMENT ON CONSTRAINT staff_username_well_formed ON hotelmate.staff IS
'A username is lower-case letters, digits, dot, hyphen and underscore, 50 at most.';
