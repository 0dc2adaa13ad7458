-- Payments: a ledger of evidence with running totals; the booking's amounts are its last row's.

CREATE TABLE hotelmate.stripe_webhook_event (
    event_id text NOT NULL,
    event_type text NOT NULL,
    status text NOT NULL DEFAULT 'RECEIVED',
    hotel_id bigint,
    booking_id bigint,
    payload jsonb NOT NULL,
    error text,
    received_at timestamptz NOT NULL DEFAULT now(),
    processed_at timestamptz,
    CONSTRAINT webhook_event_processed_once PRIMARY KEY (event_id),
    CONSTRAINT webhook_event_booking_key UNIQUE (event_id, hotel_id, booking_id),
    CONSTRAINT webhook_event_of_booking FOREIGN KEY (hotel_id, booking_id)
    REFERENCES hotelmate.room_booking (hotel_id, id),
    CONSTRAINT webhook_event_names_hotel CHECK (booking_id IS NULL OR hotel_id IS NOT NULL),
    CONSTRAINT webhook_event_status_known CHECK (status IN ('RECEIVED', 'PROCESSED', 'FAILED')),
    CONSTRAINT webhook_event_processed_stamped CHECK ((status = 'PROCESSED') = (processed_at IS NOT NULL))
);
COMMENT ON TABLE hotelmate.stripe_webhook_event IS
'Events of the payment provider, each stored once by its id. No hotel leads the key: an event may be for nobody.';
COMMENT ON CONSTRAINT webhook_event_processed_once ON hotelmate.stripe_webhook_event IS
'A provider event is processed once, whatever its delivery.';
COMMENT ON CONSTRAINT webhook_event_of_booking ON hotelmate.stripe_webhook_event IS
'An event that found its booking names one that exists.';
COMMENT ON CONSTRAINT webhook_event_names_hotel ON hotelmate.stripe_webhook_event IS
'An event that names a booking names its hotel.';
COMMENT ON CONSTRAINT webhook_event_status_known ON hotelmate.stripe_webhook_event IS
'A provider event is RECEIVED, PROCESSED or FAILED.';
COMMENT ON CONSTRAINT webhook_event_processed_stamped ON hotelmate.stripe_webhook_event IS
'A provider event carries the time of processing exactly when it was processed.';

CREATE TABLE hotelmate.payment_entry (
    hotel_id bigint NOT NULL,
    booking_id bigint NOT NULL,
    seq integer NOT NULL,
    kind text NOT NULL,
    amount bigint NOT NULL,
    currency hotelmate.currency_code NOT NULL,
    provider text NOT NULL,
    method text,
    reference text,
    provider_event_id text,
    occurred_at timestamptz NOT NULL DEFAULT now(),
    authorised_before bigint NOT NULL,
    captured_before bigint NOT NULL,
    voided_before bigint NOT NULL,
    refunded_before bigint NOT NULL,
    actor text DEFAULT hotelmate.current_actor(),
    changed_by bigint DEFAULT hotelmate.current_staff_id(),
    source text DEFAULT hotelmate.current_source(),
    request_id text DEFAULT hotelmate.current_request_id(),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    previous_seq integer GENERATED ALWAYS AS (CASE WHEN seq > 1 THEN seq - 1 END) STORED,
    authorised_total bigint NOT NULL GENERATED ALWAYS AS (
        authorised_before + CASE kind WHEN 'AUTHORISED' THEN amount ELSE 0 END
    ) STORED,
    captured_total bigint NOT NULL GENERATED ALWAYS AS (
        captured_before + CASE kind WHEN 'CAPTURED' THEN amount ELSE 0 END
    ) STORED,
    voided_total bigint NOT NULL GENERATED ALWAYS AS (
        voided_before + CASE kind WHEN 'VOIDED' THEN amount ELSE 0 END
    ) STORED,
    refunded_total bigint NOT NULL GENERATED ALWAYS AS (
        refunded_before + CASE kind WHEN 'REFUNDED' THEN amount ELSE 0 END
    ) STORED,
    CONSTRAINT payment_entry_pkey PRIMARY KEY (hotel_id, booking_id, seq),
    CONSTRAINT payment_entry_totals_key UNIQUE (
        hotel_id, booking_id, seq, currency, authorised_total, captured_total, voided_total, refunded_total
    ),
    CONSTRAINT payment_entry_of_booking FOREIGN KEY (hotel_id, booking_id)
    REFERENCES hotelmate.room_booking (hotel_id, id),
    CONSTRAINT payment_entry_chained FOREIGN KEY (
        hotel_id, booking_id, previous_seq, currency,
        authorised_before, captured_before, voided_before, refunded_before
    ) REFERENCES hotelmate.payment_entry (
        hotel_id, booking_id, seq, currency, authorised_total, captured_total, voided_total, refunded_total
    ),
    CONSTRAINT payment_entry_starts_at_zero CHECK (
        seq > 1 OR (
            seq = 1 AND authorised_before = 0 AND captured_before = 0 AND voided_before = 0 AND refunded_before = 0
        )
    ),
    CONSTRAINT payment_entry_kind_known CHECK (kind IN ('AUTHORISED', 'CAPTURED', 'VOIDED', 'REFUNDED')),
    CONSTRAINT payment_entry_amount_positive CHECK (amount > 0),
    CONSTRAINT payment_entry_provider_known CHECK (provider IN ('desk', 'stripe')),
    CONSTRAINT payment_entry_desk_method_known CHECK (
        (provider = 'desk') = (method IS NOT NULL)
        AND (method IS NULL OR method IN ('CASH', 'CARD_TERMINAL', 'BANK_TRANSFER'))
    ),
    CONSTRAINT payment_entry_has_evidence CHECK (provider = 'desk' OR provider_event_id IS NOT NULL),
    CONSTRAINT payment_entry_event_known FOREIGN KEY (provider_event_id, hotel_id, booking_id)
    REFERENCES hotelmate.stripe_webhook_event (event_id, hotel_id, booking_id),
    CONSTRAINT payment_entry_time_finite CHECK (isfinite(occurred_at)),
    CONSTRAINT change_has_actor CHECK ((actor ~ '\S') IS TRUE),
    CONSTRAINT change_source_known
    CHECK ((source IN ('HOUSEKEEPING', 'FRONT_DESK', 'SYSTEM', 'MANAGER_OVERRIDE')) IS TRUE),
    CONSTRAINT change_by_staff_of_hotel FOREIGN KEY (hotel_id, changed_by)
    REFERENCES hotelmate.staff (hotel_id, id)
);
CREATE UNIQUE INDEX payment_entry_evidence_used_once
ON hotelmate.payment_entry (hotel_id, provider_event_id, kind) WHERE provider_event_id IS NOT NULL;
COMMENT ON INDEX hotelmate.payment_entry_evidence_used_once IS 'A provider event evidences a payment of one kind once.';
COMMENT ON TABLE hotelmate.payment_entry IS
'Ledger of a booking''s money: append-only evidence, each row with the totals before and after it.';
COMMENT ON COLUMN hotelmate.payment_entry.amount IS 'Minor units of currency; the kind says in which direction.';
COMMENT ON CONSTRAINT payment_entry_of_booking ON hotelmate.payment_entry IS
'A payment belongs to a booking of the same hotel.';
COMMENT ON CONSTRAINT payment_entry_chained ON hotelmate.payment_entry IS
'A ledger row starts from the totals and in the currency of the row before it.';
COMMENT ON CONSTRAINT payment_entry_starts_at_zero ON hotelmate.payment_entry IS 'A ledger starts from nothing.';
COMMENT ON CONSTRAINT payment_entry_kind_known ON hotelmate.payment_entry IS
'A payment is AUTHORISED, CAPTURED, VOIDED or REFUNDED.';
COMMENT ON CONSTRAINT payment_entry_amount_positive ON hotelmate.payment_entry IS 'A payment moves more than nothing.';
COMMENT ON CONSTRAINT payment_entry_provider_known ON hotelmate.payment_entry IS
'A payment goes through the desk or Stripe.';
COMMENT ON CONSTRAINT payment_entry_desk_method_known ON hotelmate.payment_entry IS
'A desk payment, and only that, says how: CASH, CARD_TERMINAL or BANK_TRANSFER.';
COMMENT ON CONSTRAINT payment_entry_has_evidence ON hotelmate.payment_entry IS
'A payment is evidenced by a provider event or is a desk payment that staff recorded.';
COMMENT ON CONSTRAINT payment_entry_time_finite ON hotelmate.payment_entry IS 'A payment happened at a point in time.';
COMMENT ON CONSTRAINT payment_entry_event_known ON hotelmate.payment_entry IS
'The provider event that evidences a payment was received for that booking.';
COMMENT ON CONSTRAINT change_has_actor ON hotelmate.payment_entry IS
'A change names who made it; the API must set hotelmate.actor.';
COMMENT ON CONSTRAINT change_source_known ON hotelmate.payment_entry IS
'A change comes from HOUSEKEEPING, FRONT_DESK, SYSTEM or MANAGER_OVERRIDE.';
COMMENT ON CONSTRAINT change_by_staff_of_hotel ON hotelmate.payment_entry IS
'A staff member changes only what belongs to their own hotel.';

ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_amounts_are_ledgers FOREIGN KEY (
    hotel_id, id, payment_seq, currency, authorised_amount, captured_amount, voided_amount, refunded_amount
) REFERENCES hotelmate.payment_entry (
    hotel_id, booking_id, seq, currency, authorised_total, captured_total, voided_total, refunded_total
) DEFERRABLE INITIALLY DEFERRED;
COMMENT ON CONSTRAINT booking_amounts_are_ledgers ON hotelmate.room_booking IS
'A booking''s amounts and currency are those of its payment ledger.';
