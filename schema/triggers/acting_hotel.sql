-- The hotel of the transaction, and of a guest's the booking. What asks for it comes later in the order of file names.

CREATE OR REPLACE FUNCTION hotelmate.no_hotel_is_chosen() RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'no hotel is chosen in this transaction' USING
        ERRCODE = 'insufficient_privilege', CONSTRAINT = 'hotel_is_chosen', SCHEMA = 'hotelmate',
        HINT = 'SELECT set_config(''hotelmate.hotel_id'', <hotel_id>, true) comes first.';
END
$$;
COMMENT ON FUNCTION hotelmate.no_hotel_is_chosen() IS
'hotel_is_chosen: A transaction of the API sees and writes nothing before it says of which hotel it is.';

-- Without SET and not as the owner, so that it disappears in the queries that it becomes part of.
CREATE OR REPLACE FUNCTION hotelmate.current_hotel_id() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(
    nullif(pg_catalog.current_setting('hotelmate.hotel_id', true), '')::bigint, hotelmate.no_hotel_is_chosen()
);
COMMENT ON FUNCTION hotelmate.current_hotel_id() IS
'The hotel of the transaction, from the setting hotelmate.hotel_id; an error where none is chosen.';

CREATE OR REPLACE FUNCTION hotelmate.current_guest_booking_id() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(pg_catalog.current_setting('hotelmate.guest_booking_id', true), '')::bigint;
COMMENT ON FUNCTION hotelmate.current_guest_booking_id() IS
'The booking of the guest who acts, from the setting hotelmate.guest_booking_id; NULL when none does, who sees none.';
