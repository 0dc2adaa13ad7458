-- What a stay keeps beside the booking: the guests in house, their chat, and their links.

CREATE OR REPLACE FUNCTION hotelmate.sync_guests_in_house(booking hotelmate.room_booking) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- The transaction may have begun before the check-in.
    UPDATE guest
    SET room_id = CASE WHEN member.is_staying THEN booking.in_house_room_id END,
        checked_out_at = CASE WHEN member.is_staying THEN NULL ELSE greatest(now(), guest.checked_in_at) END
    FROM booking_guest AS member
    WHERE guest.hotel_id = booking.hotel_id AND guest.booking_id = booking.id
        AND member.hotel_id = guest.hotel_id AND member.id = guest.booking_guest_id
        AND (guest.room_id IS NOT NULL OR member.is_staying)
        AND guest.room_id IS DISTINCT FROM CASE WHEN member.is_staying THEN booking.in_house_room_id END;
    INSERT INTO guest (hotel_id, booking_id, booking_guest_id, room_id, checked_in_at)
    SELECT member.hotel_id, member.booking_id, member.id, booking.in_house_room_id,
        greatest(now(), booking.checked_in_at)
    FROM booking_guest AS member
    WHERE member.hotel_id = booking.hotel_id AND member.booking_id = booking.id AND member.is_staying
    ON CONFLICT (hotel_id, booking_guest_id) DO NOTHING;
END
$$;
COMMENT ON FUNCTION hotelmate.sync_guests_in_house(hotelmate.room_booking) IS
'Guest records of a booking in house: one for each staying member of the party, in the booking''s room.';

CREATE OR REPLACE FUNCTION hotelmate.sync_stay_records() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- guest records and chats are derived, nobody else writes them
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF NEW.in_house_room_id IS NULL THEN
        -- Who joined after the time that check-out is stamped with left no earlier than they came.
        UPDATE guest SET room_id = NULL, checked_out_at = greatest(NEW.checked_out_at, checked_in_at)
        WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND checked_out_at IS NULL;
        UPDATE guest_chat_session SET room_id = NULL, closed_at = greatest(NEW.checked_out_at, opened_at)
        WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND closed_at IS NULL;
    ELSIF OLD.in_house_room_id IS NULL THEN
        INSERT INTO guest (hotel_id, booking_id, booking_guest_id, room_id, checked_in_at)
        SELECT member.hotel_id, member.booking_id, member.id, NEW.in_house_room_id, NEW.checked_in_at
        FROM booking_guest AS member
        WHERE member.hotel_id = NEW.hotel_id AND member.booking_id = NEW.id AND member.is_staying;
        INSERT INTO guest_chat_session (hotel_id, booking_id, opened_at, room_id)
        VALUES (NEW.hotel_id, NEW.id, NEW.checked_in_at, NEW.in_house_room_id);
    ELSE
        UPDATE guest SET room_id = NEW.in_house_room_id
        WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND checked_out_at IS NULL;
        UPDATE guest_chat_session SET room_id = NEW.in_house_room_id
        WHERE hotel_id = NEW.hotel_id AND booking_id = NEW.id AND closed_at IS NULL;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.sync_stay_records() IS
'Check-in makes the guest records and opens the chat, a move takes them along, check-out closes them.';

CREATE OR REPLACE TRIGGER tg_room_booking__3_stay_records
AFTER UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (old.in_house_room_id IS DISTINCT FROM new.in_house_room_id)
EXECUTE FUNCTION hotelmate.sync_stay_records();
COMMENT ON TRIGGER tg_room_booking__3_stay_records ON hotelmate.room_booking IS
'Keeps guest records and chat with the stay.';

CREATE OR REPLACE FUNCTION hotelmate.end_links_of_booking() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody who closes a booking needs to read its links
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    UPDATE booking_token SET revoked_at = now(), revoked_reason = NEW.status
    WHERE hotel_id = NEW.hotel_id AND live_booking_id = NEW.id;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.end_links_of_booking() IS 'A booking that closes or completes ends its links.';

CREATE OR REPLACE TRIGGER tg_room_booking__4_end_links
AFTER UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (old.is_open AND NOT new.is_open)
EXECUTE FUNCTION hotelmate.end_links_of_booking();
COMMENT ON TRIGGER tg_room_booking__4_end_links ON hotelmate.room_booking IS 'Ends the links of a booking that closes.';
