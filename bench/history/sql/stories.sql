-- What becomes of bookings and rooms, step by step. Each step makes one version, and each version has its
-- audit row: a booking that has come to version n has taken the first n steps of its story.

CREATE TEMPORARY TABLE step_kind (
    name text, event_type text, to_status text, moment text, source text, entry text, holds_room boolean
);
INSERT INTO step_kind VALUES
('created', 'booking_created', 'PENDING_PAYMENT', 'created', 'SYSTEM', NULL, false),
('party', 'booking_party_updated', 'PENDING_PAYMENT', 'created', 'SYSTEM', NULL, false),
('authorised', 'booking_payment_authorised', 'PENDING_APPROVAL', 'authorised', 'FRONT_DESK', 'AUTHORISED', false),
('approved', 'booking_updated', 'PENDING_APPROVAL', 'decided', 'FRONT_DESK', NULL, false),
('captured', 'booking_confirmed', 'CONFIRMED', 'captured', 'FRONT_DESK', 'CAPTURED', false),
('submitted', 'booking_precheckin_submitted', 'CONFIRMED', 'submitted', 'SYSTEM', NULL, false),
('assigned', 'booking_room_assigned', 'CONFIRMED', 'assigned', 'FRONT_DESK', NULL, true),
('arrived', 'booking_checked_in', 'CONFIRMED', 'arrived', 'FRONT_DESK', NULL, true),
('departed', 'booking_checked_out', 'COMPLETED', 'departed', 'FRONT_DESK', NULL, true),
('declined', 'booking_declined', 'DECLINED', 'decided', 'FRONT_DESK', NULL, false),
('voided', 'booking_payment_updated', 'DECLINED', 'decided', 'FRONT_DESK', 'VOIDED', false),
('cancelled', 'booking_cancelled', 'CANCELLED', 'ended', 'FRONT_DESK', NULL, false),
('refunded', 'booking_payment_updated', 'CANCELLED', 'ended', 'FRONT_DESK', 'REFUNDED', false),
('lapsed', 'booking_draft_expired', 'CANCELLED_DRAFT', 'ended', 'SYSTEM', NULL, false),
('absent', 'booking_no_show', 'NO_SHOW', 'ended', 'FRONT_DESK', NULL, false);

CREATE TEMPORARY TABLE story (name text, provider text, steps text[]);
INSERT INTO story VALUES
('desk', 'desk', '{created,party,authorised,captured,assigned,arrived,departed}'),
('card', 'stripe', '{created,party,authorised,approved,captured,submitted,assigned,arrived,departed}'),
('draft', NULL, '{created,party,lapsed}'),
('cancelled_unpaid', NULL, '{created,party,cancelled}'),
('cancelled_desk', 'desk', '{created,party,authorised,captured,cancelled,refunded}'),
('cancelled_card', 'stripe', '{created,party,authorised,approved,captured,cancelled,refunded}'),
('declined', 'desk', '{created,party,authorised,declined,voided}'),
('no_show', 'desk', '{created,party,authorised,captured,absent}');

CREATE TEMPORARY TABLE step AS
SELECT
    story.name AS story,
    told.version,
    kind.event_type,
    lag(kind.to_status) OVER in_order AS from_status,
    kind.to_status,
    coalesce(lag(kind.holds_room) OVER in_order, false) AS held_room,
    kind.holds_room,
    kind.moment,
    kind.source,
    kind.entry,
    (count(kind.entry) OVER in_order)::integer AS seq
FROM story
CROSS JOIN unnest(story.steps) WITH ORDINALITY AS told (name, version)
INNER JOIN step_kind AS kind ON told.name = kind.name
WINDOW in_order AS (PARTITION BY story.name ORDER BY told.version);

-- What a booking has behind it at each of its versions.
CREATE TEMPORARY TABLE progress AS
SELECT
    story,
    version,
    to_status AS status,
    holds_room,
    nullif(seq, 0) AS payment_seq,
    bool_or(entry = 'AUTHORISED') OVER so_far IS TRUE AS is_authorised,
    bool_or(moment = 'decided') OVER so_far OR bool_or(entry = 'CAPTURED') OVER so_far IS TRUE AS is_decided,
    bool_or(entry = 'CAPTURED') OVER so_far IS TRUE AS is_captured,
    bool_or(entry = 'VOIDED') OVER so_far IS TRUE AS is_voided,
    bool_or(entry = 'REFUNDED') OVER so_far IS TRUE AS is_refunded,
    bool_or(moment = 'submitted') OVER so_far AS is_submitted,
    bool_or(moment = 'arrived') OVER so_far AS is_arrived,
    bool_or(moment = 'departed') OVER so_far AS is_departed,
    bool_or(moment = 'ended') OVER so_far AS is_ended,
    version = count(*) OVER (PARTITION BY story) AS is_last
FROM step
WINDOW so_far AS (PARTITION BY story ORDER BY version);

-- A room on its way from one guest to the next.
CREATE TEMPORARY TABLE room_step (
    version bigint,
    from_status text,
    to_status text,
    from_turnover text,
    to_turnover text,
    is_occupied boolean,
    moment text,
    source text
);
INSERT INTO room_step VALUES
(1, 'READY_FOR_GUEST', 'OCCUPIED', 'READY_FOR_GUEST', 'CHECKOUT_DIRTY', true, 'arrived', 'FRONT_DESK'),
(2, 'OCCUPIED', 'CHECKOUT_DIRTY', 'CHECKOUT_DIRTY', 'CHECKOUT_DIRTY', false, 'departed', 'FRONT_DESK'),
(
    3,
    'CHECKOUT_DIRTY',
    'CLEANING_IN_PROGRESS',
    'CHECKOUT_DIRTY',
    'CLEANING_IN_PROGRESS',
    false,
    'cleaning',
    'HOUSEKEEPING'
),
(
    4,
    'CLEANING_IN_PROGRESS',
    'CLEANED_UNINSPECTED',
    'CLEANING_IN_PROGRESS',
    'CLEANED_UNINSPECTED',
    false,
    'cleaned',
    'HOUSEKEEPING'
),
(
    5,
    'CLEANED_UNINSPECTED',
    'READY_FOR_GUEST',
    'CLEANED_UNINSPECTED',
    'READY_FOR_GUEST',
    false,
    'inspected',
    'HOUSEKEEPING'
);

-- When everything is to happen, whether or not a booking comes that far.
CREATE TEMPORARY TABLE scheduled (
    hotel_id bigint,
    time_zone text,
    slot bigint,
    number bigint,
    luck bigint,
    story text,
    version bigint,
    room_steps bigint,
    room_version bigint,
    check_in date,
    nights integer,
    created_at timestamptz,
    authorised_at timestamptz,
    decided_at timestamptz,
    captured_at timestamptz,
    submitted_at timestamptz,
    assigned_at timestamptz,
    arrived_at timestamptz,
    departed_at timestamptz,
    ended_at timestamptz,
    cleaning_at timestamptz,
    cleaned_at timestamptz,
    inspected_at timestamptz
);

ANALYZE step, progress, room_step, story;
