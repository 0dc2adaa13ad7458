-- Guest records and the chat of a stay are kept with the booking (stay_records.sql). Nobody takes them
-- away while the guest is in house: by then the booking's own steps have left the room already. A
-- booking is in house once and these rows are made then, so nothing can come between without a lock.
-- Nor do they end without a check-in, which makes them: they would tell of a stay that never was, or keep
-- the guest from checking in. Made beforehand, they can only be taken back; of a stay they are kept, and
-- their stamps are the booking's, whatever is written to them.

CREATE OR REPLACE FUNCTION hotelmate.guard_guest_record() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever writes the record need not read the booking
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_stay record;
    v_refused boolean;
BEGIN
    SELECT member.is_staying, booking.in_house_room_id, booking.checked_in_at, booking.checked_out_at INTO v_stay
    FROM booking_guest AS member
    LEFT JOIN room_booking AS booking
        ON booking.hotel_id = member.hotel_id AND booking.id = coalesce(OLD.booking_id, NEW.booking_id)
    WHERE member.hotel_id = coalesce(OLD.hotel_id, NEW.hotel_id)
        AND member.id = coalesce(OLD.booking_guest_id, NEW.booking_guest_id);
    IF TG_OP = 'INSERT' THEN
        v_refused := NEW.room_id IS NULL OR NOT v_stay.is_staying; -- over, it would keep the guest from checking in
        IF pg_trigger_depth() = 1 AND v_stay.checked_in_at IS NOT NULL THEN
            NEW.checked_in_at := greatest(now(), v_stay.checked_in_at);
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        v_refused := v_stay.checked_in_at IS NOT NULL;
    ELSE
        v_refused := (OLD.hotel_id, OLD.id, OLD.booking_id, OLD.booking_guest_id)
            IS DISTINCT FROM (NEW.hotel_id, NEW.id, NEW.booking_id, NEW.booking_guest_id)
            OR CASE
                WHEN NEW.room_id IS NOT NULL THEN NOT v_stay.is_staying
                ELSE v_stay.checked_in_at IS NULL OR (v_stay.in_house_room_id IS NOT NULL AND v_stay.is_staying)
            END;
        NEW.checked_in_at := OLD.checked_in_at;
        IF NEW.room_id IS NULL AND NEW.checked_out_at IS NOT NULL THEN
            -- Who left early left then, whoever stays leaves with the booking, and nobody before they came.
            NEW.checked_out_at := greatest(
                CASE
                    WHEN OLD.room_id IS NULL AND NOT v_stay.is_staying THEN OLD.checked_out_at
                    ELSE coalesce(v_stay.checked_out_at, now())
                END,
                OLD.checked_in_at
            );
        END IF;
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
DECLARE
    v_stay record;
    v_refused boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        v_refused := NEW.closed_at IS NOT NULL; -- made beforehand, it would keep the guest from checking in
    ELSE
        SELECT booking.in_house_room_id, booking.checked_in_at, booking.checked_out_at INTO v_stay
        FROM room_booking AS booking
        WHERE booking.hotel_id = OLD.hotel_id AND booking.id = OLD.booking_id;
    END IF;
    IF TG_OP = 'DELETE' THEN
        v_refused := v_stay.checked_in_at IS NOT NULL;
    ELSIF TG_OP = 'UPDATE' THEN
        v_refused := (OLD.hotel_id, OLD.id, OLD.booking_id) IS DISTINCT FROM (NEW.hotel_id, NEW.id, NEW.booking_id)
            OR (
                NEW.closed_at IS NOT NULL
                AND (v_stay.in_house_room_id IS NOT NULL OR v_stay.checked_in_at IS NULL)
            );
        NEW.opened_at := OLD.opened_at;
        IF NEW.closed_at IS NOT NULL THEN
            NEW.closed_at := greatest(v_stay.checked_out_at, OLD.opened_at);
        END IF;
    END IF;
    IF v_refused THEN
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
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('guest_in_house_while_booking_is', 'guest');
COMMENT ON TRIGGER tg_guest__refuse_truncate ON hotelmate.guest IS
'TRUNCATE would remove guests who are in house: guest_in_house_while_booking_is.';

CREATE OR REPLACE TRIGGER tg_guest_chat_session__refuse_truncate
BEFORE TRUNCATE ON hotelmate.guest_chat_session
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('chat_open_until_check_out', 'guest_chat_session');
COMMENT ON TRIGGER tg_guest_chat_session__refuse_truncate ON hotelmate.guest_chat_session IS
'TRUNCATE would remove chats of guests in house: chat_open_until_check_out.';
