-- Payments: each payment of a booking has a ledger of evidence with running totals; the booking's amounts
-- are those of the last row of the one payment that counts for it.

CREATE TABLE hotelmate.stripe_webhook_event (
    event_id text NOT NULL,
    event_type text NOT NULL,
    origin text NOT NULL DEFAULT 'WEBHOOK',
    status text NOT NULL DEFAULT 'RECEIVED',
    hotel_id bigint,
    booking_id bigint,
    payment_intent_id text,
    payload jsonb NOT NULL,
    is_foreign boolean NOT NULL DEFAULT false,
    error text,
    tries integer NOT NULL DEFAULT 0,
    next_try_at timestamptz,
    received_at timestamptz NOT NULL DEFAULT now(),
    processed_at timestamptz,
    CONSTRAINT webhook_event_processed_once PRIMARY KEY (event_id),
    CONSTRAINT webhook_event_evidence_key UNIQUE (event_id, hotel_id, booking_id, status),
    CONSTRAINT webhook_event_of_booking FOREIGN KEY (hotel_id, booking_id)
    REFERENCES hotelmate.room_booking (hotel_id, id),
    CONSTRAINT webhook_event_names_hotel CHECK (booking_id IS NULL OR hotel_id IS NOT NULL),
    CONSTRAINT webhook_event_origin_known CHECK (origin IN ('WEBHOOK', 'EVENT_LIST', 'ANSWER')),
    CONSTRAINT webhook_event_status_known CHECK (status IN ('RECEIVED', 'PROCESSED', 'FAILED')),
    CONSTRAINT webhook_event_processed_stamped CHECK ((status = 'PROCESSED') = (processed_at IS NOT NULL)),
    CONSTRAINT webhook_event_failed_says_why CHECK ((status = 'FAILED') = (error IS NOT NULL)),
    CONSTRAINT webhook_event_foreign_has_no_effect CHECK (NOT is_foreign OR status <> 'PROCESSED'),
    CONSTRAINT webhook_event_is_object CHECK (jsonb_typeof(payload) = 'object')
);
-- What waits for another try, oldest first: without history.
CREATE INDEX stripe_webhook_event_waiting
ON hotelmate.stripe_webhook_event (next_try_at) WHERE next_try_at IS NOT NULL;
-- What had no effect: with the few events that concern nobody.
CREATE INDEX stripe_webhook_event_without_effect
ON hotelmate.stripe_webhook_event (received_at) WHERE status <> 'PROCESSED';
-- What is told of a payment intent or a booking.
CREATE INDEX stripe_webhook_event_by_intent
ON hotelmate.stripe_webhook_event (payment_intent_id) WHERE payment_intent_id IS NOT NULL;
CREATE INDEX stripe_webhook_event_by_booking
ON hotelmate.stripe_webhook_event (hotel_id, booking_id) WHERE booking_id IS NOT NULL;
COMMENT ON TABLE hotelmate.stripe_webhook_event IS
'What Stripe said, each stored once by its id: events, and its answers to our own requests by the request''s id.
No hotel leads the key: an event may be for nobody.';
COMMENT ON COLUMN hotelmate.stripe_webhook_event.event_id IS
'Stripe''s id of the event, or of the request it answered.';
COMMENT ON COLUMN hotelmate.stripe_webhook_event.event_type IS
'Stripe''s type, like charge.captured; of an answer the object''s with .answered, like refund.answered.';
COMMENT ON COLUMN hotelmate.stripe_webhook_event.origin IS
'How it came: WEBHOOK, EVENT_LIST (asked for by reconciliation) or ANSWER.';
COMMENT ON COLUMN hotelmate.stripe_webhook_event.status IS
'PROCESSED when its effect is committed with it, RECEIVED while it is for nobody, whatever is written; or FAILED.';
COMMENT ON COLUMN hotelmate.stripe_webhook_event.hotel_id IS 'Derived: the hotel it is for, once known.';
COMMENT ON COLUMN hotelmate.stripe_webhook_event.booking_id IS 'Derived: the booking it is for, once known.';
COMMENT ON COLUMN hotelmate.stripe_webhook_event.payment_intent_id IS 'Derived: the payment intent it is about.';
COMMENT ON COLUMN hotelmate.stripe_webhook_event.payload IS
'The event as it came, but for personal data: the members that payments need, by name.';
COMMENT ON COLUMN hotelmate.stripe_webhook_event.is_foreign IS
'Whether it is of another account or mode than ours, or of a version that we do not read; error says which.';
COMMENT ON COLUMN hotelmate.stripe_webhook_event.error IS
'Why it has no effect: the rule that refused it, or what the API found wrong with it.';
COMMENT ON COLUMN hotelmate.stripe_webhook_event.tries IS 'Derived: how often it was tried without effect.';
COMMENT ON COLUMN hotelmate.stripe_webhook_event.next_try_at IS
'Derived: when it is tried again; NULL when it is processed, or has waited for 30 days.';
COMMENT ON COLUMN hotelmate.stripe_webhook_event.received_at IS 'When it came first.';
COMMENT ON COLUMN hotelmate.stripe_webhook_event.processed_at IS 'When its effect was committed.';
COMMENT ON CONSTRAINT webhook_event_processed_once ON hotelmate.stripe_webhook_event IS
'A provider event is processed once, whatever its delivery.';
COMMENT ON CONSTRAINT webhook_event_of_booking ON hotelmate.stripe_webhook_event IS
'An event that found its booking names one that exists.';
COMMENT ON CONSTRAINT webhook_event_names_hotel ON hotelmate.stripe_webhook_event IS
'An event that names a booking names its hotel.';
COMMENT ON CONSTRAINT webhook_event_origin_known ON hotelmate.stripe_webhook_event IS
'A provider event was pushed, listed or is an answer: WEBHOOK, EVENT_LIST or ANSWER.';
COMMENT ON CONSTRAINT webhook_event_status_known ON hotelmate.stripe_webhook_event IS
'A provider event is RECEIVED, PROCESSED or FAILED.';
COMMENT ON CONSTRAINT webhook_event_processed_stamped ON hotelmate.stripe_webhook_event IS
'A provider event carries the time of processing exactly when it was processed.';
COMMENT ON CONSTRAINT webhook_event_failed_says_why ON hotelmate.stripe_webhook_event IS
'A provider event says why it failed, exactly when it did.';
COMMENT ON CONSTRAINT webhook_event_foreign_has_no_effect ON hotelmate.stripe_webhook_event IS
'An event of another account, mode or version is kept and has no effect.';
COMMENT ON CONSTRAINT webhook_event_is_object ON hotelmate.stripe_webhook_event IS
'A provider event is a JSON object.';

CREATE TABLE hotelmate.stripe_payment_intent (
    payment_intent_id text NOT NULL,
    hotel_id bigint NOT NULL,
    booking_id bigint NOT NULL,
    CONSTRAINT booking_single_payment_intent PRIMARY KEY (payment_intent_id),
    CONSTRAINT stripe_payment_intent_key UNIQUE (payment_intent_id, hotel_id, booking_id),
    CONSTRAINT payment_intent_of_booking FOREIGN KEY (hotel_id, booking_id)
    REFERENCES hotelmate.room_booking (hotel_id, id),
    CONSTRAINT payment_intent_not_blank CHECK (payment_intent_id ~ '\S')
);
CREATE INDEX stripe_payment_intent_by_booking ON hotelmate.stripe_payment_intent (hotel_id, booking_id);
COMMENT ON TABLE hotelmate.stripe_payment_intent IS
'Payment intent to booking over all hotels: the one look-up that a webhook needs before it knows a hotel.';
COMMENT ON COLUMN hotelmate.stripe_payment_intent.payment_intent_id IS 'Stripe''s id.';
COMMENT ON COLUMN hotelmate.stripe_payment_intent.booking_id IS 'The booking that it pays.';
COMMENT ON CONSTRAINT booking_single_payment_intent ON hotelmate.stripe_payment_intent IS
'A payment intent belongs to one booking.';
COMMENT ON CONSTRAINT payment_intent_of_booking ON hotelmate.stripe_payment_intent IS
'A payment intent pays a booking that exists.';
COMMENT ON CONSTRAINT payment_intent_not_blank ON hotelmate.stripe_payment_intent IS 'A payment intent has a name.';

CREATE TABLE hotelmate.payment (
    hotel_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    booking_id bigint NOT NULL,
    provider text NOT NULL,
    currency hotelmate.currency_code NOT NULL,
    payment_intent_id text,
    provider_status text,
    provider_failure text,
    capture_before timestamptz,
    looked_at timestamptz,
    lapse_reported_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT payment_pkey PRIMARY KEY (hotel_id, id),
    CONSTRAINT payment_ledger_key UNIQUE (hotel_id, booking_id, id, provider, currency),
    CONSTRAINT payment_provider_key UNIQUE (hotel_id, booking_id, id, provider),
    CONSTRAINT payment_of_booking FOREIGN KEY (hotel_id, booking_id)
    REFERENCES hotelmate.room_booking (hotel_id, id),
    CONSTRAINT payment_of_intent FOREIGN KEY (payment_intent_id, hotel_id, booking_id)
    REFERENCES hotelmate.stripe_payment_intent (payment_intent_id, hotel_id, booking_id),
    CONSTRAINT payment_intent_single_payment UNIQUE (hotel_id, payment_intent_id),
    CONSTRAINT payment_provider_known CHECK (provider IN ('desk', 'stripe')),
    CONSTRAINT payment_names_its_intent
    CHECK (
        (provider = 'stripe') = (payment_intent_id IS NOT NULL) AND (provider = 'stripe' OR provider_status IS NULL)
    ),
    CONSTRAINT payment_provider_status_known CHECK (
        provider_status IN (
            'requires_payment_method', 'requires_confirmation', 'requires_action', 'processing',
            'requires_capture', 'succeeded', 'canceled'
        )
    )
);
-- Holds that may lapse: without history.
CREATE INDEX payment_held ON hotelmate.payment (hotel_id, capture_before) WHERE provider_status = 'requires_capture';
-- Payments that are not over: without history.
CREATE INDEX payment_under_way ON hotelmate.payment (hotel_id, payment_intent_id)
WHERE payment_intent_id IS NOT NULL AND (provider_status IS NULL OR provider_status NOT IN ('succeeded', 'canceled'));
COMMENT ON TABLE hotelmate.payment IS
'One attempt to pay a booking: at the desk, or a payment intent of Stripe with what Stripe said of it last.';
COMMENT ON COLUMN hotelmate.payment.booking_id IS 'The booking that it pays.';
COMMENT ON COLUMN hotelmate.payment.provider IS 'desk or stripe, for the whole of its ledger.';
COMMENT ON COLUMN hotelmate.payment.currency IS 'Currency of every amount of it.';
COMMENT ON COLUMN hotelmate.payment.payment_intent_id IS 'Stripe''s id of it.';
COMMENT ON COLUMN hotelmate.payment.provider_status IS
'Derived: status of the payment intent; it moves on only, whatever the order in which events arrive.';
COMMENT ON COLUMN hotelmate.payment.provider_failure IS 'Derived: Stripe''s code of the last refused attempt.';
COMMENT ON COLUMN hotelmate.payment.capture_before IS 'Derived: when a hold lapses, as the card''s network says.';
COMMENT ON COLUMN hotelmate.payment.looked_at IS 'When we last asked Stripe how it stands.';
COMMENT ON COLUMN hotelmate.payment.lapse_reported_at IS 'When the hotel was told that the hold is about to lapse.';
COMMENT ON COLUMN hotelmate.payment.created_at IS 'When we first heard of it.';
COMMENT ON CONSTRAINT payment_of_booking ON hotelmate.payment IS
'A payment belongs to a booking of the same hotel.';
COMMENT ON CONSTRAINT payment_of_intent ON hotelmate.payment IS
'A payment by Stripe is that of a payment intent of the same booking.';
COMMENT ON CONSTRAINT payment_intent_single_payment ON hotelmate.payment IS 'A payment intent is one payment.';
COMMENT ON CONSTRAINT payment_provider_known ON hotelmate.payment IS
'A payment goes through the desk or Stripe.';
COMMENT ON CONSTRAINT payment_names_its_intent ON hotelmate.payment IS
'A payment by Stripe, and only that, has a payment intent and its status.';
COMMENT ON CONSTRAINT payment_provider_status_known ON hotelmate.payment IS
'The status of a payment intent is one of Stripe''s.';

CREATE TABLE hotelmate.payment_entry (
    hotel_id bigint NOT NULL,
    booking_id bigint NOT NULL,
    payment_id bigint NOT NULL,
    seq integer NOT NULL,
    kind text NOT NULL,
    amount bigint NOT NULL,
    currency hotelmate.currency_code NOT NULL,
    provider text NOT NULL,
    method text,
    reference text,
    provider_event_id text,
    refund_id text,
    dispute_id text,
    instruction_id bigint,
    occurred_at timestamptz NOT NULL DEFAULT now(),
    authorised_before bigint NOT NULL,
    captured_before bigint NOT NULL,
    voided_before bigint NOT NULL,
    refunded_before bigint NOT NULL,
    disputed_before bigint NOT NULL,
    actor text DEFAULT hotelmate.current_actor(),
    changed_by bigint DEFAULT hotelmate.current_staff_id(),
    source text DEFAULT hotelmate.current_source(),
    reason text DEFAULT hotelmate.current_reason(),
    request_id text DEFAULT hotelmate.current_request_id(),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    previous_seq integer GENERATED ALWAYS AS (CASE WHEN seq > 1 THEN seq - 1 END) STORED,
    evidence_status text GENERATED ALWAYS AS (
        CASE WHEN provider_event_id IS NOT NULL THEN 'PROCESSED' END
    ) STORED,
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
        refunded_before + CASE kind WHEN 'REFUNDED' THEN amount WHEN 'REFUND_FAILED' THEN -amount ELSE 0 END
    ) STORED,
    disputed_total bigint NOT NULL GENERATED ALWAYS AS (
        disputed_before + CASE kind WHEN 'DISPUTED' THEN amount WHEN 'DISPUTE_WON' THEN -amount ELSE 0 END
    ) STORED,
    CONSTRAINT payment_entry_pkey PRIMARY KEY (hotel_id, booking_id, payment_id, seq),
    CONSTRAINT payment_entry_totals_key UNIQUE (
        hotel_id, booking_id, payment_id, seq, currency,
        authorised_total, captured_total, voided_total, refunded_total, disputed_total
    ),
    CONSTRAINT payment_entry_of_payment FOREIGN KEY (hotel_id, booking_id, payment_id, provider, currency)
    REFERENCES hotelmate.payment (hotel_id, booking_id, id, provider, currency),
    CONSTRAINT payment_entry_chained FOREIGN KEY (
        hotel_id, booking_id, payment_id, previous_seq, currency,
        authorised_before, captured_before, voided_before, refunded_before, disputed_before
    ) REFERENCES hotelmate.payment_entry (
        hotel_id, booking_id, payment_id, seq, currency,
        authorised_total, captured_total, voided_total, refunded_total, disputed_total
    ),
    CONSTRAINT payment_entry_starts_at_zero CHECK (
        seq > 1 OR (
            seq = 1 AND authorised_before = 0 AND captured_before = 0 AND voided_before = 0
            AND refunded_before = 0 AND disputed_before = 0
        )
    ),
    CONSTRAINT payment_entry_kind_known CHECK (
        kind IN ('AUTHORISED', 'CAPTURED', 'VOIDED', 'REFUNDED')
        OR (provider = 'stripe' AND kind IN ('REFUND_FAILED', 'DISPUTED', 'DISPUTE_WON'))
    ),
    CONSTRAINT payment_entry_amount_positive CHECK (amount > 0),
    CONSTRAINT payment_captured_within_authorised CHECK (captured_total + voided_total <= authorised_total),
    CONSTRAINT payment_refunded_within_captured CHECK (refunded_total BETWEEN 0 AND captured_total),
    CONSTRAINT payment_disputed_not_negative CHECK (disputed_total >= 0),
    CONSTRAINT payment_entry_desk_method_known CHECK (
        (provider = 'desk') = (method IS NOT NULL)
        AND (method IS NULL OR method IN ('CASH', 'CARD_TERMINAL', 'BANK_TRANSFER'))
    ),
    CONSTRAINT payment_entry_has_evidence CHECK (provider = 'desk' OR provider_event_id IS NOT NULL),
    CONSTRAINT payment_entry_event_known FOREIGN KEY (provider_event_id, hotel_id, booking_id, evidence_status)
    REFERENCES hotelmate.stripe_webhook_event (event_id, hotel_id, booking_id, status),
    CONSTRAINT payment_entry_refund_once UNIQUE (hotel_id, payment_id, refund_id, kind),
    CONSTRAINT payment_entry_dispute_once UNIQUE (hotel_id, payment_id, dispute_id, kind),
    CONSTRAINT payment_entry_names_its_refund
    CHECK ((refund_id IS NOT NULL) = (provider = 'stripe' AND kind IN ('REFUNDED', 'REFUND_FAILED'))),
    CONSTRAINT payment_entry_names_its_dispute
    CHECK ((dispute_id IS NOT NULL) = (kind IN ('DISPUTED', 'DISPUTE_WON'))),
    CONSTRAINT payment_entry_time_finite CHECK (isfinite(occurred_at)),
    CONSTRAINT change_has_actor CHECK ((actor ~ '\S') IS TRUE),
    CONSTRAINT change_source_known
    CHECK ((source IN ('HOUSEKEEPING', 'FRONT_DESK', 'SYSTEM', 'MANAGER_OVERRIDE')) IS TRUE),
    CONSTRAINT change_by_staff_of_hotel FOREIGN KEY (hotel_id, changed_by)
    REFERENCES hotelmate.staff (hotel_id, id)
);
CREATE UNIQUE INDEX payment_entry_evidence_used_once
ON hotelmate.payment_entry (hotel_id, provider_event_id, kind, refund_id, dispute_id)
NULLS NOT DISTINCT WHERE provider_event_id IS NOT NULL;
COMMENT ON INDEX hotelmate.payment_entry_evidence_used_once IS
'A provider event evidences a payment of one kind once.';
COMMENT ON TABLE hotelmate.payment_entry IS
'Ledger of a payment: append-only evidence, each row with the totals before and after it.';
COMMENT ON COLUMN hotelmate.payment_entry.booking_id IS 'The booking whose money it is.';
COMMENT ON COLUMN hotelmate.payment_entry.payment_id IS
'The payment; an authorisation at the desk that names none begins one.';
COMMENT ON COLUMN hotelmate.payment_entry.seq IS 'Derived: position in the payment''s ledger, from 1.';
COMMENT ON COLUMN hotelmate.payment_entry.kind IS
'AUTHORISED, CAPTURED, VOIDED, REFUNDED, REFUND_FAILED, DISPUTED or DISPUTE_WON.';
COMMENT ON COLUMN hotelmate.payment_entry.amount IS 'Minor units of currency; the kind says in which direction.';
COMMENT ON COLUMN hotelmate.payment_entry.currency IS 'Currency of the amount.';
COMMENT ON COLUMN hotelmate.payment_entry.provider IS 'desk or stripe, as the payment.';
COMMENT ON COLUMN hotelmate.payment_entry.method IS 'At the desk: CASH, CARD_TERMINAL or BANK_TRANSFER.';
COMMENT ON COLUMN hotelmate.payment_entry.reference IS 'Receipt or payment intent, as the provider names it.';
COMMENT ON COLUMN hotelmate.payment_entry.provider_event_id IS 'The provider event that evidences it.';
COMMENT ON COLUMN hotelmate.payment_entry.refund_id IS 'Stripe''s refund.';
COMMENT ON COLUMN hotelmate.payment_entry.dispute_id IS 'The provider''s dispute.';
COMMENT ON COLUMN hotelmate.payment_entry.instruction_id IS
'The payment_instruction that it carries out, when Stripe''s answer names it.';
COMMENT ON COLUMN hotelmate.payment_entry.occurred_at IS 'When it happened, at the provider or the desk.';
COMMENT ON COLUMN hotelmate.payment_entry.authorised_before IS 'Total before this row, minor units.';
COMMENT ON COLUMN hotelmate.payment_entry.captured_before IS 'Total before this row, minor units.';
COMMENT ON COLUMN hotelmate.payment_entry.voided_before IS 'Total before this row, minor units.';
COMMENT ON COLUMN hotelmate.payment_entry.refunded_before IS 'Total before this row, minor units.';
COMMENT ON COLUMN hotelmate.payment_entry.disputed_before IS 'Total before this row, minor units.';
COMMENT ON COLUMN hotelmate.payment_entry.actor IS 'Who: staff:<username>, system:<job> or role:<database role>.';
COMMENT ON COLUMN hotelmate.payment_entry.changed_by IS 'The member of staff, when one acted.';
COMMENT ON COLUMN hotelmate.payment_entry.source IS 'HOUSEKEEPING, FRONT_DESK, SYSTEM or MANAGER_OVERRIDE.';
COMMENT ON COLUMN hotelmate.payment_entry.reason IS 'Why, where somebody said so.';
COMMENT ON COLUMN hotelmate.payment_entry.request_id IS 'The HTTP request, when one caused it.';
COMMENT ON COLUMN hotelmate.payment_entry.created_at IS 'Clock time of the recording.';
COMMENT ON COLUMN hotelmate.payment_entry.previous_seq IS 'Derived: the row before, whose totals this one continues.';
COMMENT ON COLUMN hotelmate.payment_entry.evidence_status IS
'Derived: PROCESSED where an event evidences the row, which its key then asks for.';
COMMENT ON COLUMN hotelmate.payment_entry.authorised_total IS 'Derived: total after this row, minor units.';
COMMENT ON COLUMN hotelmate.payment_entry.captured_total IS 'Derived: total after this row, minor units.';
COMMENT ON COLUMN hotelmate.payment_entry.voided_total IS 'Derived: total after this row, minor units.';
COMMENT ON COLUMN hotelmate.payment_entry.refunded_total IS 'Derived: total after this row, minor units.';
COMMENT ON COLUMN hotelmate.payment_entry.disputed_total IS 'Derived: total after this row, minor units.';
COMMENT ON CONSTRAINT payment_entry_of_payment ON hotelmate.payment_entry IS
'A ledger is that of one payment: of one booking, through one provider, in one currency.';
COMMENT ON CONSTRAINT payment_entry_chained ON hotelmate.payment_entry IS
'A ledger row starts from the totals and in the currency of the row before it.';
COMMENT ON CONSTRAINT payment_entry_starts_at_zero ON hotelmate.payment_entry IS
'A ledger starts from nothing.';
COMMENT ON CONSTRAINT payment_entry_kind_known ON hotelmate.payment_entry IS
'A ledger row authorises, captures, voids or refunds; one by Stripe may also take a refund back or tell of a dispute.';
COMMENT ON CONSTRAINT payment_entry_amount_positive ON hotelmate.payment_entry IS
'A payment moves more than nothing.';
COMMENT ON CONSTRAINT payment_captured_within_authorised ON hotelmate.payment_entry IS
'Captured and voided together are no more than was authorised.';
COMMENT ON CONSTRAINT payment_refunded_within_captured ON hotelmate.payment_entry IS
'No more is refunded than was captured.';
COMMENT ON CONSTRAINT payment_disputed_not_negative ON hotelmate.payment_entry IS
'No more of a dispute is won than was disputed.';
COMMENT ON CONSTRAINT payment_entry_desk_method_known ON hotelmate.payment_entry IS
'A desk payment, and only that, says how: CASH, CARD_TERMINAL or BANK_TRANSFER.';
COMMENT ON CONSTRAINT payment_entry_has_evidence ON hotelmate.payment_entry IS
'A payment is evidenced by a provider event or is a desk payment that staff recorded.';
COMMENT ON CONSTRAINT payment_entry_event_known ON hotelmate.payment_entry IS
'The provider event that evidences a payment was received for that booking and processed.';
COMMENT ON CONSTRAINT payment_entry_refund_once ON hotelmate.payment_entry IS
'A refund is made once and fails once.';
COMMENT ON CONSTRAINT payment_entry_dispute_once ON hotelmate.payment_entry IS
'A dispute is opened once and won once.';
COMMENT ON CONSTRAINT payment_entry_names_its_refund ON hotelmate.payment_entry IS
'A refund by Stripe, and only that, names the refund.';
COMMENT ON CONSTRAINT payment_entry_names_its_dispute ON hotelmate.payment_entry IS
'A dispute has a name, and nothing else has one.';
COMMENT ON CONSTRAINT payment_entry_time_finite ON hotelmate.payment_entry IS
'A payment happened at a point in time.';
COMMENT ON CONSTRAINT change_has_actor ON hotelmate.payment_entry IS
'A change names who made it; the API must set hotelmate.actor.';
COMMENT ON CONSTRAINT change_source_known ON hotelmate.payment_entry IS
'A change comes from HOUSEKEEPING, FRONT_DESK, SYSTEM, MANAGER_OVERRIDE or, of bookings and rooms, the GUEST.';
COMMENT ON CONSTRAINT change_by_staff_of_hotel ON hotelmate.payment_entry IS
'A staff member changes only what belongs to their own hotel.';

ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_amounts_are_ledgers FOREIGN KEY (
    hotel_id, id, payment_id, payment_seq, currency,
    authorised_amount, captured_amount, voided_amount, refunded_amount, disputed_amount
) REFERENCES hotelmate.payment_entry (
    hotel_id, booking_id, payment_id, seq, currency,
    authorised_total, captured_total, voided_total, refunded_total, disputed_total
) DEFERRABLE INITIALLY DEFERRED;
COMMENT ON CONSTRAINT booking_amounts_are_ledgers ON hotelmate.room_booking IS
'A booking''s amounts and currency are those of the ledger of its payment.';
