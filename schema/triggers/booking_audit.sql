-- Every version of a booking is written down and reported. The keys of booking_event prove the chain
-- and, with it, that the status moved by a legal step.

CREATE OR REPLACE FUNCTION hotelmate.booking_event_type(
    old_row hotelmate.room_booking, new_row hotelmate.room_booking
) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF new_row.status <> old_row.status THEN
        RETURN CASE new_row.status
            WHEN 'PENDING_APPROVAL' THEN 'booking_payment_authorised'
            WHEN 'CONFIRMED' THEN 'booking_confirmed'
            WHEN 'DECLINED' THEN 'booking_declined'
            WHEN 'CANCELLED' THEN 'booking_cancelled'
            WHEN 'CANCELLED_DRAFT' THEN 'booking_draft_expired'
            WHEN 'COMPLETED' THEN 'booking_checked_out'
            WHEN 'NO_SHOW' THEN 'booking_no_show'
            ELSE 'booking_updated'
        END;
    END IF;
    RETURN CASE
        WHEN new_row.checked_in_at IS NOT NULL AND old_row.checked_in_at IS NULL THEN 'booking_checked_in'
        WHEN new_row.in_house_room_id <> old_row.in_house_room_id THEN 'booking_room_moved'
        WHEN new_row.assigned_room_id <> old_row.assigned_room_id THEN 'booking_room_reassigned'
        WHEN new_row.assigned_room_id IS NOT NULL AND old_row.assigned_room_id IS NULL THEN 'booking_room_assigned'
        WHEN new_row.assigned_room_id IS NULL AND old_row.assigned_room_id IS NOT NULL THEN 'booking_room_unassigned'
        WHEN new_row.erased_guest_count > old_row.erased_guest_count
            OR (new_row.personal_data_erased_at IS NOT NULL AND old_row.personal_data_erased_at IS NULL)
            THEN 'booking_personal_data_erased'
        WHEN new_row.party_version <> old_row.party_version THEN 'booking_party_updated'
        WHEN new_row.corrections <> old_row.corrections THEN 'booking_corrected'
        WHEN new_row.precheckin_submitted_at IS NOT NULL AND old_row.precheckin_submitted_at IS NULL
            THEN 'booking_precheckin_submitted'
        WHEN new_row.payment_seq IS DISTINCT FROM old_row.payment_seq THEN 'booking_payment_updated'
        ELSE 'booking_updated'
    END;
END
$$;
COMMENT ON FUNCTION hotelmate.booking_event_type(hotelmate.room_booking, hotelmate.room_booking) IS
'What happened to a booking between two versions: the type of its audit row and of its realtime event.';

CREATE OR REPLACE FUNCTION hotelmate.audit_booking() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody else may write the audit trail or the outbox
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_type text := CASE TG_OP WHEN 'INSERT' THEN 'booking_created' ELSE booking_event_type(OLD, NEW) END;
    v_payload jsonb := booking_event_payload(NEW, OLD.assigned_room_id);
    v_scope jsonb := jsonb_build_object('booking_id', NEW.booking_reference, 'version', NEW.version);
    v_from_status text := OLD.status;
    v_from_room_id bigint := OLD.assigned_room_id;
    v_guest_payload jsonb;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.version = OLD.version THEN
        RETURN NULL; -- no fact changed
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.corrections <> OLD.corrections THEN
        -- What changed past the trail, as in a restore, is told now: from what the trail knew.
        SELECT last.to_status, last.to_room_id INTO v_from_status, v_from_room_id
        FROM booking_event AS last
        WHERE last.hotel_id = OLD.hotel_id AND last.booking_id = OLD.id AND last.version = OLD.version;
    END IF;
    INSERT INTO booking_event (
        hotel_id, booking_id, version, event_type, from_status, to_status, from_room_id, to_room_id, actor
    ) VALUES (
        NEW.hotel_id, NEW.id, NEW.version, v_type, v_from_status, NEW.status,
        v_from_room_id, NEW.assigned_room_id,
        -- Whoever the row names: since then the statement may have said that somebody else acts.
        coalesce(
            CASE WHEN OLD.decision_at IS NULL THEN NEW.decision_by END,
            CASE WHEN NEW.assigned_room_id IS DISTINCT FROM OLD.assigned_room_id THEN NEW.room_assigned_by END,
            current_actor()
        )
    );
    IF v_type LIKE 'booking_room_%assigned'
        OR v_type IN (
            'booking_party_updated', 'booking_updated', 'booking_corrected', 'booking_personal_data_erased'
        )
    THEN
        PERFORM publish(NEW.hotel_id, ARRAY['hotel'], 'booking', v_type, v_payload, v_scope);
        RETURN NULL;
    END IF;
    v_guest_payload := v_payload - ARRAY['previous_room_number', 'party_complete'];
    IF NEW.checked_in_at IS NULL THEN
        v_guest_payload := v_guest_payload - 'room_number'; -- until arrival the room may change
    END IF;
    -- Both in one statement: the staff's is first.
    INSERT INTO outbox_event (hotel_id, channels, category, event_type, payload, scope)
    VALUES
    (NEW.hotel_id, ARRAY['hotel'], 'booking', v_type, v_payload, v_scope),
    (NEW.hotel_id, ARRAY['guest.' || NEW.booking_reference], 'booking', v_type, v_guest_payload, v_scope);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.audit_booking() IS
'Writes the audit row and the realtime events, for staff and for the guest, of a booking''s new version.';

CREATE OR REPLACE FUNCTION hotelmate.booking_event_payload(
    booking hotelmate.room_booking, previous_room_id bigint
) RETURNS jsonb
LANGUAGE plpgsql STABLE -- its plans are kept for the session; a function in SQL would start anew at each call
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_room_number text;
    v_previous_room_number text;
BEGIN
    IF booking.assigned_room_id IS NOT NULL THEN
        SELECT room_number INTO v_room_number FROM room
        WHERE hotel_id = booking.hotel_id AND id = booking.assigned_room_id;
    END IF;
    IF previous_room_id IS DISTINCT FROM booking.assigned_room_id THEN
        SELECT room_number INTO v_previous_room_number FROM room
        WHERE hotel_id = booking.hotel_id AND id = previous_room_id;
    END IF;
    -- No names, contacts or documents: whoever hears the event reads those through the API, if they may.
    RETURN jsonb_build_object(
        'booking_id', booking.booking_reference,
        'status', booking.status,
        'occupancy', CASE
            WHEN booking.checked_out_at IS NOT NULL THEN 'DEPARTED'
            WHEN booking.checked_in_at IS NOT NULL THEN 'IN_HOUSE'
            WHEN booking.assigned_room_id IS NOT NULL THEN 'ASSIGNED'
            ELSE 'AVAILABLE'
        END,
        'check_in', booking.check_in,
        'check_out', booking.check_out,
        'party_complete', booking.party_complete,
        'room_number', v_room_number,
        'previous_room_number', v_previous_room_number
    );
END
$$;
COMMENT ON FUNCTION hotelmate.booking_event_payload(hotelmate.room_booking, bigint) IS
'The payload of a booking''s realtime event: state only, no personal data.';

CREATE OR REPLACE TRIGGER tg_room_booking__6_audit
AFTER INSERT OR UPDATE ON hotelmate.room_booking
FOR EACH ROW EXECUTE FUNCTION hotelmate.audit_booking();
COMMENT ON TRIGGER tg_room_booking__6_audit ON hotelmate.room_booking IS
'Writes the audit row and the realtime events.';
