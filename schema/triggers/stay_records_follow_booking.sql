-- Guest records and the chat of a stay are kept with the booking (stay_records.sql). Nobody takes them
-- away while the guest is in house: by then the booking's own steps have left the room already. A
-- booking is in house once and these rows are made then, so nothing can come between without a lock.
-- Nor do they end while the guest is to come: check-in could not make them. What a booking that closed
-- without a stay has left open may be ended.

CREATE OR REPLACE FUNCTION hotelmate.guard_guest_record() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever writes the record need not read the booking
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_refused boolean := false;
BEGIN
    IF TG_OP = 'INSERT' THEN
        v_refused := NEW.room_id IS NULL; -- made beforehand, it would keep the guest from checking in
    ELSIF TG_OP = 'UPDATE' THEN
        v_refused := (OLD.hotel_id, OLD.booking_id, OLD.booking_guest_id)
            IS DISTINCT FROM (NEW.hotel_id, NEW.booking_id, NEW.booking_guest_id);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.room_id IS NOT NULL THEN
        v_refused := v_refused OR NOT (
            SELECT member.is_staying FROM booking_guest AS member
            WHERE member.hotel_id = NEW.hotel_id AND member.id = NEW.booking_guest_id
        );
    ELSIF TG_OP <> 'INSERT' THEN
        v_refused := v_refused OR EXISTS (
            SELECT FROM room_booking AS booking
            JOIN booking_guest AS member ON member.hotel_id = booking.hotel_id AND member.id = OLD.booking_guest_id
            WHERE booking.hotel_id = OLD.hotel_id AND booking.id = OLD.booking_id
                AND (
                    (booking.in_house_room_id IS NOT NULL AND member.is_staying)
                    OR (TG_OP = 'UPDATE' AND booking.checked_in_at IS NULL AND booking.is_open)
                )
        );
    END IF;
    IF v_refused THEN
        RAISE EXCEPTION 'guest % is in house with their booking', coalesce(NEW.id, OLD.id)
            USING ERRCODE = '23514', CONSTRAINT = 'guest_in_house_while_booking_is',
                SCHEMA = 'hotelmate', TABLE = 'guest';
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;
COMMENT ON FUNCTION hotelmate.guard_guest_record() IS
'A staying guest is in house while their booking is, and a guest record stays that of one party member.';

CREATE OR REPLACE TRIGGER guest_in_house_while_booking_is
BEFORE INSERT OR UPDATE OR DELETE ON hotelmate.guest
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_guest_record();
COMMENT ON TRIGGER guest_in_house_while_booking_is ON hotelmate.guest IS
'A staying guest is in house while their booking is, and a guest record stays that of one party member.';

CREATE OR REPLACE FUNCTION hotelmate.guard_chat() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever writes the chat need not read the booking
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF (TG_OP = 'INSERT' AND NEW.closed_at IS NOT NULL) -- made beforehand, it would keep the guest from checking in
        OR (TG_OP = 'UPDATE' AND (OLD.hotel_id, OLD.booking_id) IS DISTINCT FROM (NEW.hotel_id, NEW.booking_id))
        OR (TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR NEW.closed_at IS NOT NULL) AND EXISTS (
            SELECT FROM room_booking AS booking
            WHERE booking.hotel_id = OLD.hotel_id AND booking.id = OLD.booking_id
                AND (
                    booking.in_house_room_id IS NOT NULL
                    OR (TG_OP = 'UPDATE' AND booking.checked_in_at IS NULL AND booking.is_open)
                )
        ))
    THEN
        RAISE EXCEPTION 'the chat of booking % is that of its stay', coalesce(OLD.booking_id, NEW.booking_id)
            USING ERRCODE = '23514', CONSTRAINT = 'chat_open_until_check_out',
                SCHEMA = 'hotelmate', TABLE = 'guest_chat_session';
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;
COMMENT ON FUNCTION hotelmate.guard_chat() IS 'A chat stays that of its booking, and open until its guest checks out.';

CREATE OR REPLACE TRIGGER chat_open_until_check_out
BEFORE INSERT OR UPDATE OR DELETE ON hotelmate.guest_chat_session
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_chat();
COMMENT ON TRIGGER chat_open_until_check_out ON hotelmate.guest_chat_session IS
'A chat stays that of its booking, and open until its guest checks out.';

CREATE OR REPLACE TRIGGER tg_guest__refuse_truncate
BEFORE TRUNCATE ON hotelmate.guest
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('guest_in_house_while_booking_is', 'guest');
COMMENT ON TRIGGER tg_guest__refuse_truncate ON hotelmate.guest IS
'TRUNCATE would remove guests who are in house: guest_in_house_while_booking_is.';

CREATE OR REPLACE TRIGGER tg_guest_chat_session__refuse_truncate
BEFORE TRUNCATE ON hotelmate.guest_chat_session
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('chat_open_until_check_out', 'guest_chat_session');
COMMENT ON TRIGGER tg_guest_chat_session__refuse_truncate ON hotelmate.guest_chat_session IS
'TRUNCATE would remove chats of guests in house: chat_open_until_check_out.';
