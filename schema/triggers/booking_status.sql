-- What payment, approval and stamps make of a booking's status. Nothing here is a rule: whatever this fills in, a
-- constraint proves.

CREATE OR REPLACE FUNCTION hotelmate.paid_at_of_ledger(booking hotelmate.room_booking) RETURNS timestamptz
LANGUAGE sql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
-- News of the capture may overtake that of the authorisation. A payment that is told late, when more has come since,
-- was paid when it was.
SELECT greatest(min(entry.occurred_at), booking.payment_authorized_at)
FROM payment_entry AS entry
WHERE entry.hotel_id = booking.hotel_id AND entry.booking_id = booking.id AND entry.payment_id = booking.payment_id
    AND entry.kind = 'CAPTURED' AND entry.captured_total >= booking.total_amount
HAVING count(*) > 0
$$;
COMMENT ON FUNCTION hotelmate.paid_at_of_ledger(hotelmate.room_booking) IS
'When the ledger of a booking''s payment had its price captured, and NULL where it has not.';

CREATE OR REPLACE FUNCTION hotelmate.derive_booking_payment(
    old_row hotelmate.room_booking, new_row hotelmate.room_booking
) RETURNS hotelmate.room_booking
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_last payment_entry;
BEGIN
    SELECT * INTO v_last FROM payment_entry AS entry
    WHERE entry.hotel_id = old_row.hotel_id AND entry.booking_id = old_row.id
        AND entry.payment_id = new_row.payment_id
    ORDER BY entry.seq DESC LIMIT 1;
    IF v_last.seq IS DISTINCT FROM new_row.payment_seq OR new_row.payment_seq IS NULL
        OR new_row.payment_id <> old_row.payment_id
        OR (
            -- One that was authorised had a payment, and lost it past every rule: it may have it back.
            old_row.payment_id IS NULL AND old_row.payment_authorized_at IS NULL
            AND (
                old_row.status <> 'PENDING_PAYMENT' OR v_last.kind <> 'AUTHORISED'
                OR v_last.authorised_total <> new_row.total_amount OR v_last.currency <> new_row.currency
            )
        )
    THEN
        -- The foreign key proves that the amounts are those of a row of the ledger; this, of the last, that the
        -- booking stays with its payment, and that its first holds exactly the price while it waits for that.
        RAISE EXCEPTION 'booking % does not count on that row of a ledger', old_row.booking_reference
            USING ERRCODE = '23503', CONSTRAINT = 'booking_amounts_are_ledgers',
                SCHEMA = 'hotelmate', TABLE = 'room_booking', COLUMN = 'payment_seq';
    END IF;
    new_row.authorised_amount := v_last.authorised_total;
    new_row.captured_amount := v_last.captured_total;
    new_row.voided_amount := v_last.voided_total;
    new_row.refunded_amount := v_last.refunded_total;
    new_row.disputed_amount := v_last.disputed_total;
    new_row.payment_provider := v_last.provider;
    new_row.payment_reference := coalesce(v_last.reference, old_row.payment_reference);
    -- Stamps are the ledger's too, whatever the statement wrote: by the first authorisation, which is this row where
    -- nothing was authorised before it, and by the capture of the price.
    new_row.payment_authorized_at := CASE
        WHEN old_row.payment_authorized_at IS NOT NULL OR v_last.authorised_total = 0 THEN old_row.payment_authorized_at
        WHEN v_last.authorised_before = 0 THEN v_last.occurred_at
        ELSE (
            SELECT min(entry.occurred_at) FROM payment_entry AS entry
            WHERE entry.hotel_id = old_row.hotel_id AND entry.booking_id = old_row.id
                AND entry.payment_id = new_row.payment_id AND entry.kind = 'AUTHORISED'
        )
    END;
    new_row.paid_at := old_row.paid_at;
    IF old_row.paid_at IS NULL AND v_last.captured_total >= new_row.total_amount THEN
        new_row.paid_at := paid_at_of_ledger(new_row);
    END IF;
    IF v_last.kind = 'AUTHORISED' THEN
        IF old_row.status = 'PENDING_PAYMENT' THEN
            new_row.status := 'PENDING_APPROVAL';
        END IF;
    ELSIF v_last.captured_total >= new_row.total_amount THEN
        IF old_row.status = 'PENDING_APPROVAL' THEN
            new_row.status := 'CONFIRMED';
        END IF;
    ELSIF v_last.provider = 'stripe' AND old_row.status = 'PENDING_APPROVAL'
        AND v_last.authorised_total - v_last.voided_total < new_row.total_amount
    THEN
        -- Evidence is not refused: without its hold the booking has nothing to wait for.
        new_row.status := 'CANCELLED';
        new_row.cancellation_reason := CASE
            WHEN v_last.captured_total > 0 THEN 'less than the price was captured'
            ELSE 'the hold on the card lapsed or was released'
        END;
    END IF;
    RETURN new_row;
END
$$;
COMMENT ON FUNCTION hotelmate.derive_booking_payment(hotelmate.room_booking, hotelmate.room_booking) IS
'Amounts and stamps of the ledger''s last row; authorised awaits approval, paid is confirmed, a lost hold cancels.';

CREATE OR REPLACE FUNCTION hotelmate.derive_booking_approval(
    old_row hotelmate.room_booking, new_row hotelmate.room_booking
) RETURNS hotelmate.room_booking
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    new_row.approved_at := now();
    IF new_row.status <> old_row.status THEN
        RETURN new_row; -- its status says the rest
    ELSIF old_row.status = 'PENDING_APPROVAL' AND old_row.payment_provider = 'stripe' THEN
        -- Only Stripe's evidence of the capture confirms the booking.
        new_row.decision_at := now();
        new_row.decision_by := current_actor();
    ELSE
        new_row.status := 'CONFIRMED'; -- refused by booking_legal_transition unless it waits for approval
    END IF;
    RETURN new_row;
END
$$;
COMMENT ON FUNCTION hotelmate.derive_booking_approval(hotelmate.room_booking, hotelmate.room_booking) IS
'Approval confirms what was paid at the desk; what Stripe holds is captured first.';

CREATE OR REPLACE FUNCTION hotelmate.capture_at_desk(
    old_row hotelmate.room_booking, new_row hotelmate.room_booking
) RETURNS hotelmate.room_booking
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    -- Of what the desk took no more than the price, which may be lower by now.
    v_amount bigint := least(
        old_row.authorised_amount - old_row.captured_amount - old_row.voided_amount,
        new_row.total_amount - old_row.captured_amount
    );
BEGIN
    IF v_amount > 0 THEN
        new_row.captured_amount := old_row.captured_amount + v_amount;
        new_row.payment_seq := old_row.payment_seq + 1;
        new_row.paid_at := now();
    ELSE
        new_row.paid_at := paid_at_of_ledger(new_row); -- a part was captured before, and is the price now
    END IF;
    RETURN new_row;
END
$$;
COMMENT ON FUNCTION hotelmate.capture_at_desk(hotelmate.room_booking, hotelmate.room_booking) IS
'What an approved booking captures of its payment at the desk: the price. Its ledger follows it.';

CREATE OR REPLACE FUNCTION hotelmate.derive_booking_status(
    old_row hotelmate.room_booking, new_row hotelmate.room_booking
) RETURNS hotelmate.room_booking
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM booking_transition WHERE from_status = old_row.status AND to_status = new_row.status
    ) THEN
        -- The key of booking_event proves the step. Asked here too, so that the refusal names the step
        -- and not a stamp that would go with it: checks are judged before foreign keys.
        RAISE EXCEPTION 'a booking that is % does not become %', old_row.status, new_row.status
            USING ERRCODE = '23503', CONSTRAINT = 'booking_legal_transition',
                SCHEMA = 'hotelmate', TABLE = 'room_booking', COLUMN = 'status';
    END IF;
    IF old_row.status = 'PENDING_APPROVAL' AND new_row.status IN ('CONFIRMED', 'DECLINED')
        AND old_row.decision_at IS NULL
    THEN
        new_row.decision_at := now();
        new_row.decision_by := current_actor();
    END IF;
    CASE new_row.status
        WHEN 'PENDING_APPROVAL' THEN
            new_row.approval_deadline_at := now() + make_interval(mins => (
                SELECT approval_sla_minutes FROM hotel WHERE hotel_id = new_row.hotel_id
            ));
        WHEN 'CONFIRMED' THEN
            new_row.approved_at := coalesce(new_row.approved_at, now());
            -- Approving a desk payment records it paid; a provider's capture needs the provider's evidence.
            IF old_row.payment_provider = 'desk' AND new_row.payment_seq = old_row.payment_seq THEN
                new_row := capture_at_desk(old_row, new_row);
            END IF;
        WHEN 'CANCELLED' THEN
            new_row.cancelled_at := now();
            new_row.cancellation_fee_amount := cancellation_fee(old_row);
        WHEN 'CANCELLED_DRAFT' THEN
            new_row.cancelled_at := now();
        WHEN 'NO_SHOW' THEN
            new_row.no_show_at := now(); -- judged at the moment of the change, whatever was written
        ELSE
            NULL;
    END CASE;
    IF new_row.status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED', 'NO_SHOW')
        AND new_row.checked_in_at IS NULL
    THEN
        new_row.assigned_room_id := NULL; -- a closed booking releases its room
    END IF;
    RETURN new_row;
END
$$;
COMMENT ON FUNCTION hotelmate.derive_booking_status(hotelmate.room_booking, hotelmate.room_booking) IS
'The stamps of a change of status, the capture of a desk payment, the release of the room.';
