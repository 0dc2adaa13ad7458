-- What we want of Stripe: sessions in which guests pay, and instructions to move money. Each is a row that
-- is committed before anything is sent; what came of it, Stripe's evidence says.

CREATE TABLE hotelmate.payment_session (
    hotel_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    booking_id bigint NOT NULL,
    state text NOT NULL DEFAULT 'REQUESTED',
    amount bigint NOT NULL,
    currency hotelmate.currency_code NOT NULL,
    success_url text NOT NULL,
    cancel_url text NOT NULL,
    stripe_session_id text,
    url text,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT payment_session_pkey PRIMARY KEY (hotel_id, id),
    CONSTRAINT payment_session_booking_key UNIQUE (hotel_id, booking_id, id),
    CONSTRAINT payment_session_single_stripe_session UNIQUE (hotel_id, stripe_session_id),
    CONSTRAINT payment_session_of_booking FOREIGN KEY (hotel_id, booking_id)
    REFERENCES hotelmate.room_booking (hotel_id, id),
    CONSTRAINT payment_session_state_known CHECK (state IN ('REQUESTED', 'OPEN', 'COMPLETE', 'EXPIRED')),
    CONSTRAINT payment_session_open_has_address
    CHECK (state <> 'OPEN' OR num_nulls(stripe_session_id, url) = 0),
    CONSTRAINT payment_session_amount_positive CHECK (amount > 0),
    -- Stripe counts these in another unit than ISO 4217 does.
    CONSTRAINT payment_session_currency_unit_is_stripes CHECK (currency NOT IN ('ISK', 'MGA', 'UGX')),
    CONSTRAINT payment_session_addresses_are_web_pages CHECK (
        (success_url ~ '^https?://[^\s]+$') AND (cancel_url ~ '^https?://[^\s]+$')
        AND length(success_url) <= 2000 AND length(cancel_url) <= 2000
    )
);
CREATE UNIQUE INDEX payment_session_single_live
ON hotelmate.payment_session (hotel_id, booking_id) WHERE state IN ('REQUESTED', 'OPEN');
COMMENT ON TABLE hotelmate.payment_session IS
'Pages on which a guest pays (Stripe Checkout); committed as REQUESTED before Stripe is asked for one.';
COMMENT ON COLUMN hotelmate.payment_session.booking_id IS 'The booking that is paid.';
COMMENT ON COLUMN hotelmate.payment_session.state IS
'REQUESTED, OPEN (the guest can pay), COMPLETE (the guest did) or EXPIRED.';
COMMENT ON COLUMN hotelmate.payment_session.amount IS 'Derived: the booking''s price, minor units.';
COMMENT ON COLUMN hotelmate.payment_session.currency IS 'Derived: the booking''s currency.';
COMMENT ON COLUMN hotelmate.payment_session.success_url IS 'Where the guest goes after paying.';
COMMENT ON COLUMN hotelmate.payment_session.cancel_url IS 'Where the guest goes who does not pay.';
COMMENT ON COLUMN hotelmate.payment_session.stripe_session_id IS 'Stripe''s id.';
COMMENT ON COLUMN hotelmate.payment_session.url IS 'The page''s address.';
COMMENT ON COLUMN hotelmate.payment_session.expires_at IS
'When Stripe closes the page, as it answered; until then with the draft, but not earlier than Stripe allows.';
COMMENT ON COLUMN hotelmate.payment_session.created_at IS 'When it was asked for.';
COMMENT ON CONSTRAINT payment_session_of_booking ON hotelmate.payment_session IS
'A payment session is for a booking of the same hotel.';
COMMENT ON CONSTRAINT payment_session_single_stripe_session ON hotelmate.payment_session IS
'A Checkout session is one payment session.';
COMMENT ON CONSTRAINT payment_session_state_known ON hotelmate.payment_session IS
'A payment session is REQUESTED, OPEN, COMPLETE or EXPIRED.';
COMMENT ON CONSTRAINT payment_session_open_has_address ON hotelmate.payment_session IS
'A payment session that is open has its page at Stripe.';
COMMENT ON CONSTRAINT payment_session_amount_positive ON hotelmate.payment_session IS
'A payment session is for more than nothing.';
COMMENT ON CONSTRAINT payment_session_currency_unit_is_stripes ON hotelmate.payment_session IS
'Stripe takes only currencies whose minor unit is the one of ISO 4217: not ISK, MGA and UGX.';
COMMENT ON CONSTRAINT payment_session_addresses_are_web_pages ON hotelmate.payment_session IS
'A guest goes on to a web page: http or https, 2,000 characters at most.';
COMMENT ON INDEX hotelmate.payment_session_single_live IS 'A booking has one payment session at a time.';

CREATE TABLE hotelmate.payment_instruction (
    hotel_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    booking_id bigint NOT NULL,
    payment_id bigint,
    session_id bigint,
    kind text NOT NULL,
    amount bigint,
    is_derived boolean NOT NULL DEFAULT false,
    is_on_top boolean NOT NULL DEFAULT false,
    state text NOT NULL DEFAULT 'PENDING',
    key_generation smallint NOT NULL DEFAULT 1,
    tries integer NOT NULL DEFAULT 0,
    next_try_at timestamptz NOT NULL DEFAULT now(),
    claimed_until timestamptz,
    last_error text,
    actor text DEFAULT hotelmate.current_actor(),
    changed_by bigint DEFAULT hotelmate.current_staff_id(),
    source text DEFAULT hotelmate.current_source(),
    reason text DEFAULT hotelmate.current_reason(),
    request_id text DEFAULT hotelmate.current_request_id(),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    settled_at timestamptz,
    provider text GENERATED ALWAYS AS (CASE WHEN payment_id IS NOT NULL THEN 'stripe' END) STORED,
    CONSTRAINT payment_instruction_pkey PRIMARY KEY (hotel_id, id),
    CONSTRAINT payment_instruction_payment_key UNIQUE (hotel_id, booking_id, payment_id, id),
    CONSTRAINT payment_instruction_of_booking FOREIGN KEY (hotel_id, booking_id)
    REFERENCES hotelmate.room_booking (hotel_id, id),
    CONSTRAINT payment_instruction_of_stripe_payment FOREIGN KEY (hotel_id, booking_id, payment_id, provider)
    REFERENCES hotelmate.payment (hotel_id, booking_id, id, provider),
    CONSTRAINT payment_instruction_of_session FOREIGN KEY (hotel_id, booking_id, session_id)
    REFERENCES hotelmate.payment_session (hotel_id, booking_id, id),
    CONSTRAINT payment_instruction_kind_known
    CHECK (kind IN ('CAPTURE', 'VOID', 'REFUND', 'EXPIRE_SESSION')),
    CONSTRAINT payment_instruction_state_known
    CHECK (state IN ('PENDING', 'DONE', 'WITHDRAWN', 'FAILED')),
    CONSTRAINT payment_instruction_has_object CHECK (
        CASE
            WHEN kind = 'EXPIRE_SESSION' THEN session_id IS NOT NULL AND num_nonnulls(payment_id, amount) = 0
            ELSE session_id IS NULL AND payment_id IS NOT NULL AND (amount > 0) IS TRUE
        END
    ),
    CONSTRAINT payment_instruction_settled_stamped CHECK ((state = 'PENDING') = (settled_at IS NULL)),
    CONSTRAINT change_has_actor CHECK ((actor ~ '\S') IS TRUE),
    CONSTRAINT change_source_known
    CHECK ((source IN ('HOUSEKEEPING', 'FRONT_DESK', 'SYSTEM', 'MANAGER_OVERRIDE')) IS TRUE),
    CONSTRAINT change_by_staff_of_hotel FOREIGN KEY (hotel_id, changed_by)
    REFERENCES hotelmate.staff (hotel_id, id)
);
CREATE UNIQUE INDEX payment_captured_once
ON hotelmate.payment_instruction (hotel_id, payment_id, kind)
WHERE kind IN ('CAPTURE', 'VOID') AND state IN ('PENDING', 'DONE');
CREATE UNIQUE INDEX payment_session_expired_once
ON hotelmate.payment_instruction (hotel_id, session_id) WHERE state IN ('PENDING', 'DONE') AND session_id IS NOT NULL;
-- What waits to be carried out, in turn: without history.
CREATE INDEX payment_instruction_pending
ON hotelmate.payment_instruction (next_try_at) WHERE state = 'PENDING';
-- What people must look at: with what they have not seen to.
CREATE INDEX payment_instruction_failed
ON hotelmate.payment_instruction (created_at) WHERE state = 'FAILED';
COMMENT ON TABLE hotelmate.payment_instruction IS
'What Stripe is to do: written by the transaction that decided it, carried out by the payments worker.';
COMMENT ON COLUMN hotelmate.payment_instruction.booking_id IS 'The booking whose money it is.';
COMMENT ON COLUMN hotelmate.payment_instruction.payment_id IS 'The payment to capture, void or refund.';
COMMENT ON COLUMN hotelmate.payment_instruction.session_id IS 'The payment session to close.';
COMMENT ON COLUMN hotelmate.payment_instruction.kind IS 'CAPTURE, VOID, REFUND or EXPIRE_SESSION.';
COMMENT ON COLUMN hotelmate.payment_instruction.amount IS 'Minor units of the payment''s currency.';
COMMENT ON COLUMN hotelmate.payment_instruction.is_derived IS
'Derived: whether the booking''s state made it necessary; else staff wanted it.';
COMMENT ON COLUMN hotelmate.payment_instruction.is_on_top IS
'Derived: whether staff refund more than the terms say, after the booking was closed.';
COMMENT ON COLUMN hotelmate.payment_instruction.state IS
'PENDING; DONE by evidence; WITHDRAWN when it is not wanted any more; FAILED when people must look.';
COMMENT ON COLUMN hotelmate.payment_instruction.key_generation IS
'Part of the idempotency key; counts on after an answer that Stripe would only repeat.';
COMMENT ON COLUMN hotelmate.payment_instruction.tries IS 'How often it was sent or about to be.';
COMMENT ON COLUMN hotelmate.payment_instruction.next_try_at IS 'When it is due.';
COMMENT ON COLUMN hotelmate.payment_instruction.claimed_until IS
'Until then one worker has it, and nobody sends anything for the same payment.';
COMMENT ON COLUMN hotelmate.payment_instruction.last_error IS 'What Stripe answered last, by its code.';
COMMENT ON COLUMN hotelmate.payment_instruction.actor IS
'Who decided: staff:<username>, system:<job> or role:<database role>.';
COMMENT ON COLUMN hotelmate.payment_instruction.changed_by IS 'The member of staff, when one decided.';
COMMENT ON COLUMN hotelmate.payment_instruction.source IS 'HOUSEKEEPING, FRONT_DESK, SYSTEM or MANAGER_OVERRIDE.';
COMMENT ON COLUMN hotelmate.payment_instruction.reason IS 'Why, where somebody said so.';
COMMENT ON COLUMN hotelmate.payment_instruction.request_id IS 'The HTTP request, when one caused it.';
COMMENT ON COLUMN hotelmate.payment_instruction.created_at IS 'Clock time of the decision.';
COMMENT ON COLUMN hotelmate.payment_instruction.settled_at IS 'Derived: when it stopped being PENDING.';
COMMENT ON COLUMN hotelmate.payment_instruction.provider IS
'Derived: stripe where there is a payment, which its key then asks for.';
COMMENT ON CONSTRAINT payment_instruction_of_booking ON hotelmate.payment_instruction IS
'A payment instruction is for a booking of the same hotel.';
COMMENT ON CONSTRAINT payment_instruction_of_stripe_payment ON hotelmate.payment_instruction IS
'Stripe is told what to do with its own payments of the same booking only.';
COMMENT ON CONSTRAINT payment_instruction_of_session ON hotelmate.payment_instruction IS
'A payment session that is to be closed is one of the same booking.';
COMMENT ON CONSTRAINT payment_instruction_kind_known ON hotelmate.payment_instruction IS
'A payment instruction is to capture, void, refund or close a session.';
COMMENT ON CONSTRAINT payment_instruction_state_known ON hotelmate.payment_instruction IS
'A payment instruction is PENDING, DONE, WITHDRAWN or FAILED.';
COMMENT ON CONSTRAINT payment_instruction_has_object ON hotelmate.payment_instruction IS
'A payment instruction names the session, or the payment and how much.';
COMMENT ON CONSTRAINT payment_instruction_settled_stamped ON hotelmate.payment_instruction IS
'A payment instruction says since when it is settled, exactly when it is.';
COMMENT ON CONSTRAINT change_has_actor ON hotelmate.payment_instruction IS
'A change names who made it; the API must set hotelmate.actor.';
COMMENT ON CONSTRAINT change_source_known ON hotelmate.payment_instruction IS
'A change comes from HOUSEKEEPING, FRONT_DESK, SYSTEM, MANAGER_OVERRIDE or, of bookings and rooms, the GUEST.';
COMMENT ON CONSTRAINT change_by_staff_of_hotel ON hotelmate.payment_instruction IS
'A staff member changes only what belongs to their own hotel.';
COMMENT ON INDEX hotelmate.payment_captured_once IS
'A payment is captured once and voided once: no second instruction while one waits or was carried out.';
COMMENT ON INDEX hotelmate.payment_session_expired_once IS 'A payment session is closed once.';

ALTER TABLE hotelmate.payment_entry ADD CONSTRAINT payment_entry_of_instruction
FOREIGN KEY (hotel_id, booking_id, payment_id, instruction_id)
REFERENCES hotelmate.payment_instruction (hotel_id, booking_id, payment_id, id);
COMMENT ON CONSTRAINT payment_entry_of_instruction ON hotelmate.payment_entry IS
'A ledger row that carries out an instruction names one for the same payment.';

CREATE TABLE hotelmate.payment_reconciliation (
    id bigint GENERATED ALWAYS AS IDENTITY,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    listed_until timestamptz NOT NULL,
    events_listed integer NOT NULL DEFAULT 0,
    payments_compared integer NOT NULL DEFAULT 0,
    repaired integer NOT NULL DEFAULT 0,
    unexplained integer NOT NULL DEFAULT 0,
    CONSTRAINT payment_reconciliation_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE hotelmate.payment_reconciliation IS
'Runs of `hotelmate payments reconcile`; the next lists events from where the last finished one ended.';
COMMENT ON COLUMN hotelmate.payment_reconciliation.started_at IS 'When the run began.';
COMMENT ON COLUMN hotelmate.payment_reconciliation.finished_at IS 'When it ended; NULL while it runs or broke off.';
COMMENT ON COLUMN hotelmate.payment_reconciliation.listed_until IS 'Every event that Stripe made before is listed.';
COMMENT ON COLUMN hotelmate.payment_reconciliation.events_listed IS 'How many events Stripe listed.';
COMMENT ON COLUMN hotelmate.payment_reconciliation.payments_compared IS 'How many payment intents were compared.';
COMMENT ON COLUMN hotelmate.payment_reconciliation.repaired IS 'How many events or answers mended something.';
COMMENT ON COLUMN hotelmate.payment_reconciliation.unexplained IS 'How many findings are left for people.';
