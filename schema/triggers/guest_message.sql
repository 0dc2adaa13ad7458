-- What guests are told by e-mail: the row is written by the transaction that it reports, and sent after it.

CREATE OR REPLACE FUNCTION hotelmate.tell_guest_of_booking() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody who decides on a booking writes messages
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    INSERT INTO guest_message (hotel_id, booking_id, kind)
    VALUES (NEW.hotel_id, NEW.id, 'BOOKING_' || NEW.status)
    -- Who is in that state again, as after something was mended, was told of it.
    ON CONFLICT ON CONSTRAINT guest_message_single DO NOTHING;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.tell_guest_of_booking() IS
'Writes the message that a booking was confirmed, declined or cancelled.';

CREATE OR REPLACE TRIGGER tg_room_booking__7_tell_guest
AFTER UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (old.status <> new.status AND new.status IN ('CONFIRMED', 'DECLINED', 'CANCELLED'))
EXECUTE FUNCTION hotelmate.tell_guest_of_booking();
COMMENT ON TRIGGER tg_room_booking__7_tell_guest ON hotelmate.room_booking IS
'Has guests told that their booking was confirmed, declined or cancelled.';

CREATE OR REPLACE FUNCTION hotelmate.tell_of_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody who issues a link writes messages or the outbox
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_reference text := (
        SELECT booking_reference FROM room_booking WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id
    );
BEGIN
    INSERT INTO guest_message (hotel_id, booking_id, kind, token_id)
    VALUES (NEW.hotel_id, NEW.booking_id, 'PRECHECKIN_LINK', NEW.id);
    PERFORM publish(
        NEW.hotel_id, ARRAY['hotel'], 'booking', 'booking_precheckin_link_issued',
        jsonb_build_object('booking_id', v_reference, 'expires_at', NEW.expires_at),
        jsonb_build_object('booking_id', v_reference)
    );
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.tell_of_link() IS
'A link for pre-check-in is sent to the guest by e-mail; staff hear that there is one, and never its token.';

CREATE OR REPLACE TRIGGER tg_booking_token__2_tell
AFTER INSERT ON hotelmate.booking_token
FOR EACH ROW WHEN (new.purpose = 'PRECHECKIN' AND new.live_booking_id IS NOT NULL)
EXECUTE FUNCTION hotelmate.tell_of_link();
COMMENT ON TRIGGER tg_booking_token__2_tell ON hotelmate.booking_token IS
'Has the guest told of the link, and staff that there is one.';

CREATE OR REPLACE FUNCTION hotelmate.guard_guest_message() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.finished_at IS NULL
        AND (OLD.hotel_id, OLD.id, OLD.message_id, OLD.booking_id, OLD.kind, OLD.token_id, OLD.created_at, OLD.expires_at)
        IS NOT DISTINCT FROM
            (NEW.hotel_id, NEW.id, NEW.message_id, NEW.booking_id, NEW.kind, NEW.token_id, NEW.created_at, NEW.expires_at)
        -- Nobody else takes what somebody is sending, and nothing is sent that nobody has taken.
        AND NOT (OLD.state = 'SENDING' AND NEW.state = 'SENDING')
        AND NOT (OLD.state = 'WAITING' AND NEW.state IN ('SENT', 'REFUSED', 'UNCERTAIN', 'NO_ADDRESS'))
        AND NOT (NEW.state = 'EXPIRED' AND NEW.expires_at > now())
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a message is sent once and stays what it was'
        USING ERRCODE = '23514', CONSTRAINT = 'guest_message_sent_once',
            SCHEMA = 'hotelmate', TABLE = 'guest_message';
END
$$;
COMMENT ON FUNCTION hotelmate.guard_guest_message() IS
'A message tells what is so, is taken by one, sent once, and stays on record as what it was.';

CREATE OR REPLACE TRIGGER guest_message_sent_once
BEFORE UPDATE OR DELETE ON hotelmate.guest_message
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_guest_message();
COMMENT ON TRIGGER guest_message_sent_once ON hotelmate.guest_message IS
'A message tells what is so, is taken by one, sent once, and stays on record as what it was.';

CREATE OR REPLACE FUNCTION hotelmate.guard_told_truth() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever sends need not read links
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    -- As whoever claims a message is told.
    v_is_true boolean := EXISTS (
        SELECT FROM room_booking AS booking
        WHERE booking.hotel_id = NEW.hotel_id AND booking.id = NEW.booking_id
            AND CASE NEW.kind
                WHEN 'PRECHECKIN_LINK' THEN booking.is_open AND EXISTS (
                    SELECT FROM booking_token AS token
                    WHERE token.hotel_id = NEW.hotel_id AND token.id = NEW.token_id
                        AND token.live_booking_id IS NOT NULL AND token.expires_at > now()
                )
                ELSE NEW.kind = 'BOOKING_' || booking.status
            END
    );
BEGIN
    -- Else a message that nobody sent would stand where the one of the decision belongs.
    IF (TG_OP = 'INSERT' AND (NEW.state <> 'WAITING' OR NOT v_is_true))
        OR (TG_OP = 'UPDATE' AND v_is_true)
    THEN
        RAISE EXCEPTION 'booking % may not be told % as %', NEW.booking_id, NEW.kind, NEW.state
            USING ERRCODE = '23514', CONSTRAINT = 'guest_message_sent_once',
                SCHEMA = 'hotelmate', TABLE = 'guest_message';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_told_truth() IS
'A message begins waiting and true, and is overtaken only when it is not true any more.';

-- What a trigger tells is so, for it is a row of the decision: a stay asks nothing here.
CREATE OR REPLACE TRIGGER tg_guest_message__1_begins_true
AFTER INSERT ON hotelmate.guest_message
FOR EACH ROW WHEN (new.state <> 'WAITING' OR pg_trigger_depth() = 0)
EXECUTE FUNCTION hotelmate.guard_told_truth();
COMMENT ON TRIGGER tg_guest_message__1_begins_true ON hotelmate.guest_message IS
'A message that somebody writes begins waiting and tells what is so: guest_message_sent_once.';

CREATE OR REPLACE TRIGGER tg_guest_message__1_overtaken
AFTER UPDATE ON hotelmate.guest_message
FOR EACH ROW WHEN (new.state = 'OVERTAKEN' AND old.state <> 'OVERTAKEN')
EXECUTE FUNCTION hotelmate.guard_told_truth();
COMMENT ON TRIGGER tg_guest_message__1_overtaken ON hotelmate.guest_message IS
'A message is overtaken only when it is not true any more: guest_message_sent_once.';

CREATE OR REPLACE TRIGGER tg_guest_message__refuse_truncate
BEFORE TRUNCATE ON hotelmate.guest_message
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('guest_message_sent_once', 'guest_message');
COMMENT ON TRIGGER tg_guest_message__refuse_truncate ON hotelmate.guest_message IS
'TRUNCATE would forget what was sent: guest_message_sent_once.';
