-- What a booking's row derives from the facts written to it. Nothing here is a rule: whatever this
-- fills in, a constraint proves. Named to run after the guards (tg_room_booking__1_…).

CREATE OR REPLACE FUNCTION hotelmate.derive_new_booking() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- the API may not write the counter
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_hotel hotel;
BEGIN
    SELECT * INTO v_hotel FROM hotel WHERE hotel_id = NEW.hotel_id;
    NEW.time_zone := coalesce(v_hotel.time_zone, 'UTC'); -- an unknown hotel is named by the foreign key
    NEW.currency := coalesce(NEW.currency, v_hotel.currency, 'XXX');
    NEW.created_at := now();
    NEW.updated_at := now();
    NEW.version := 1;
    NEW.party_version := 0;
    NEW.guest_count := 0;
    NEW.staying_guest_count := 0;
    NEW.staying_child_count := 0;
    NEW.erased_guest_count := 0;
    NEW.language := coalesce(NEW.language, v_hotel.language, 'en');
    NEW.personal_data_erased_at := NULL;
    NEW.corrections := 0;
    NEW.approval_deadline_at := NULL;
    NEW.approved_at := NULL;
    NEW.decision_at := NULL;
    NEW.decision_by := NULL;
    NEW.cancellation_terms := cancellation_terms_of_hotel(NEW.hotel_id);
    NEW.room_moved_at := NULL;
    NEW.room_moved_by := NULL;
    NEW.room_moved_from_id := NULL;
    NEW.payment_id := NULL; -- no payment is older than its booking, so none counts: booking_amounts_need_ledger
    NEW.payment_seq := NULL;
    NEW.payment_provider := NULL;
    NEW.payment_reference := NULL;
    NEW.precheckin_submitted_at := NULL;
    NEW.precheckin_form_version := NULL;
    NEW.expires_at := coalesce(
        NEW.expires_at, now() + make_interval(mins => coalesce(v_hotel.unpaid_draft_minutes, 0))
    );
    NEW.accommodating_room_type_id := NEW.room_type_id;
    NEW.capacity := capacity_of_room_type(NEW.hotel_id, NEW.room_type_id);
    IF v_hotel.hotel_id IS NOT NULL THEN
        -- Last: the counter's row stays locked until this transaction ends.
        NEW.booking_reference := next_booking_reference(
            NEW.hotel_id, (now() AT TIME ZONE NEW.time_zone)::date
        );
    ELSE
        NEW.booking_reference := '';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.derive_new_booking() IS
'Fills the reference, the calendar, the capacity and the expiry of a new booking.';

CREATE OR REPLACE TRIGGER tg_room_booking__1_derive_new
BEFORE INSERT ON hotelmate.room_booking
FOR EACH ROW EXECUTE FUNCTION hotelmate.derive_new_booking();
COMMENT ON TRIGGER tg_room_booking__1_derive_new ON hotelmate.room_booking IS 'Derives what a new booking needs.';

CREATE OR REPLACE FUNCTION hotelmate.capacity_of_room_type(hotel bigint, room_type bigint) RETURNS smallint
LANGUAGE sql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
-- Without such a type the foreign key shall name the error, so no capacity check may come before it.
SELECT coalesce(
    (SELECT max_occupancy FROM room_type AS kind WHERE kind.hotel_id = hotel AND kind.id = room_type), 32767
)::smallint
$$;
COMMENT ON FUNCTION hotelmate.capacity_of_room_type(bigint, bigint) IS 'max_occupancy of a room type.';

CREATE OR REPLACE FUNCTION hotelmate.derive_booking() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- reads what the API may not read
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    NEW := keep_derived_of_booking(OLD, NEW);
    IF booking_facts_are_same(OLD, NEW) THEN
        RETURN NEW; -- nothing happened: no version, no audit row, no event
    END IF;
    NEW.version := OLD.version + 1;
    NEW.updated_at := now();
    IF (NEW.payment_id, NEW.payment_seq) IS DISTINCT FROM (OLD.payment_id, OLD.payment_seq) THEN
        NEW := derive_booking_payment(OLD, NEW);
    ELSIF NEW.paid_at IS NOT NULL AND OLD.paid_at IS NULL THEN
        -- A price that is lowered to what was captured was paid when that was. What the ledger does not show, the
        -- checks refuse; a payment at the desk that is captured now has its stamp with the status.
        NEW.paid_at := coalesce(paid_at_of_ledger(NEW), NEW.paid_at);
    END IF;
    IF NEW.approved_at IS NOT NULL AND OLD.approved_at IS NULL THEN
        NEW := derive_booking_approval(OLD, NEW);
    END IF;
    IF (NEW.party_version, NEW.guest_count, NEW.staying_guest_count, NEW.staying_child_count, NEW.erased_guest_count)
        IS DISTINCT FROM
       (OLD.party_version, OLD.guest_count, OLD.staying_guest_count, OLD.staying_child_count, OLD.erased_guest_count)
    THEN
        NEW := derive_booking_party(OLD, NEW);
    END IF;
    IF NEW.personal_data_erased_at IS NOT NULL AND OLD.personal_data_erased_at IS NULL THEN
        NEW := erase_booking(NEW);
    END IF;
    IF NEW.status <> OLD.status THEN
        NEW := derive_booking_status(OLD, NEW);
    ELSIF NEW.checked_out_at IS NOT NULL AND OLD.checked_out_at IS NULL AND NEW.status = 'CONFIRMED' THEN
        NEW.status := 'COMPLETED';
    END IF;
    IF NEW.assigned_room_id IS DISTINCT FROM OLD.assigned_room_id THEN
        NEW := derive_booking_room(OLD, NEW);
    ELSIF NEW.room_type_id <> OLD.room_type_id AND NEW.assigned_room_id IS NULL THEN
        NEW.accommodating_room_type_id := NEW.room_type_id;
        NEW.capacity := capacity_of_room_type(NEW.hotel_id, NEW.room_type_id);
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.derive_booking() IS
'Derives the consequences that a changed fact has in the booking''s own row.';

CREATE OR REPLACE TRIGGER tg_room_booking__1_derive
BEFORE UPDATE ON hotelmate.room_booking
FOR EACH ROW EXECUTE FUNCTION hotelmate.derive_booking();
COMMENT ON TRIGGER tg_room_booking__1_derive ON hotelmate.room_booking IS 'Derives consequences in the row itself.';

CREATE OR REPLACE FUNCTION hotelmate.keep_derived_of_booking(
    old_row hotelmate.room_booking, new_row hotelmate.room_booking
) RETURNS hotelmate.room_booking
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- Who and when is never what the statement says, but what happened.
    new_row.version := old_row.version;
    new_row.updated_at := old_row.updated_at;
    new_row.time_zone := old_row.time_zone;
    new_row.approval_deadline_at := old_row.approval_deadline_at;
    new_row.decision_at := old_row.decision_at;
    new_row.decision_by := old_row.decision_by;
    new_row.cancelled_at := old_row.cancelled_at;
    new_row.cancellation_terms := old_row.cancellation_terms;
    new_row.cancellation_fee_amount := old_row.cancellation_fee_amount;
    new_row.no_show_at := old_row.no_show_at;
    new_row.room_assigned_at := old_row.room_assigned_at;
    new_row.room_assigned_by := old_row.room_assigned_by;
    new_row.room_moved_at := old_row.room_moved_at;
    new_row.room_moved_by := old_row.room_moved_by;
    new_row.room_moved_from_id := old_row.room_moved_from_id;
    new_row.payment_provider := old_row.payment_provider;
    RETURN new_row;
END
$$;
COMMENT ON FUNCTION hotelmate.keep_derived_of_booking(hotelmate.room_booking, hotelmate.room_booking) IS
'The new row with the derived columns of the old one, whatever the statement wrote to them.';

CREATE OR REPLACE FUNCTION hotelmate.booking_facts_are_same(
    old_row hotelmate.room_booking, new_row hotelmate.room_booking
) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- Generated columns are not there yet in the new row; they follow from the others.
    new_row.in_house_room_id := old_row.in_house_room_id;
    new_row.waits_for_room_id := old_row.waits_for_room_id;
    new_row.waits_for_ready := old_row.waits_for_ready;
    new_row.held_room_id := old_row.held_room_id;
    new_row.held_capacity := old_row.held_capacity;
    new_row.checked_in_on := old_row.checked_in_on;
    new_row.no_show_on := old_row.no_show_on;
    new_row.is_open := old_row.is_open;
    new_row.party_complete := old_row.party_complete;
    new_row.needs_complete_party := old_row.needs_complete_party;
    new_row.occupancy := old_row.occupancy;
    RETURN new_row IS NOT DISTINCT FROM old_row;
END
$$;
COMMENT ON FUNCTION hotelmate.booking_facts_are_same(hotelmate.room_booking, hotelmate.room_booking) IS
'Whether an UPDATE changes any fact.';

CREATE OR REPLACE FUNCTION hotelmate.derive_booking_party(
    old_row hotelmate.room_booking, new_row hotelmate.room_booking
) RETURNS hotelmate.room_booking
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_primary_is_erased boolean;
BEGIN
    -- Counted anew under the lock of this row, which every change of the party takes first.
    new_row.party_version := old_row.party_version + 1;
    SELECT
        count(*),
        count(*) FILTER (WHERE member.is_staying),
        count(*) FILTER (WHERE member.is_staying AND member.age_group = 'CHILD'),
        count(member.personal_data_erased_at),
        coalesce(bool_or(member.role = 'PRIMARY' AND member.personal_data_erased_at IS NOT NULL), false)
    INTO
        new_row.guest_count, new_row.staying_guest_count, new_row.staying_child_count, new_row.erased_guest_count,
        v_primary_is_erased
    FROM booking_guest AS member
    WHERE member.hotel_id = new_row.hotel_id AND member.booking_id = new_row.id;
    IF v_primary_is_erased THEN
        -- What the booking itself tells is told of whoever it is for.
        new_row.personal_data_erased_at := coalesce(old_row.personal_data_erased_at, now());
    END IF;
    RETURN new_row;
END
$$;
COMMENT ON FUNCTION hotelmate.derive_booking_party(hotelmate.room_booking, hotelmate.room_booking) IS
'Counts the party: how many, who stays, the children among them, whose data were erased.';

CREATE OR REPLACE FUNCTION hotelmate.erase_booking(booking hotelmate.room_booking) RETURNS hotelmate.room_booking
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    booking.personal_data_erased_at := now();
    booking.booker_first_name := NULL;
    booking.booker_last_name := NULL;
    booking.booker_email := NULL;
    booking.booker_phone := NULL;
    booking.special_requests := '';
    booking.cancellation_reason := NULL;
    booking.decline_reason := NULL;
    booking.precheckin_payload := '{}';
    RETURN booking;
END
$$;
COMMENT ON FUNCTION hotelmate.erase_booking(hotelmate.room_booking) IS
'A booking without names, contacts, answers and free text; dates, room and amounts stay.';

CREATE OR REPLACE FUNCTION hotelmate.derive_booking_room(
    old_row hotelmate.room_booking, new_row hotelmate.room_booking
) RETURNS hotelmate.room_booking
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_room_type_id bigint;
    v_last_vacated_at timestamptz;
BEGIN
    IF new_row.assigned_room_id IS NULL THEN
        new_row.room_assigned_at := NULL;
        new_row.room_assigned_by := NULL;
        new_row.accommodating_room_type_id := new_row.room_type_id;
    ELSE
        new_row.room_assigned_at := now();
        new_row.room_assigned_by := current_actor();
        SELECT room_type_id, last_vacated_at INTO v_room_type_id, v_last_vacated_at FROM room
        WHERE hotel_id = new_row.hotel_id AND id = new_row.assigned_room_id;
        new_row.accommodating_room_type_id := coalesce(v_room_type_id, new_row.room_type_id);
    END IF;
    new_row.capacity := capacity_of_room_type(new_row.hotel_id, new_row.accommodating_room_type_id);
    IF old_row.checked_in_at IS NOT NULL AND old_row.checked_out_at IS NULL
        AND new_row.assigned_room_id IS NOT NULL
    THEN
        -- The transaction may have begun before what it follows.
        new_row.room_moved_at := greatest(
            now(), old_row.checked_in_at, old_row.room_moved_at, v_last_vacated_at
        );
        new_row.room_moved_by := current_actor();
        new_row.room_moved_from_id := old_row.assigned_room_id;
    END IF;
    RETURN new_row;
END
$$;
COMMENT ON FUNCTION hotelmate.derive_booking_room(hotelmate.room_booking, hotelmate.room_booking) IS
'The stamps of an assignment or a move, and the capacity of the room.';
