-- Answers are kept for a day, then removed in pieces: each piece is short, and nobody waits for one.

CREATE OR REPLACE FUNCTION hotelmate.remove_expired_idempotency_keys(at_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_removed integer;
BEGIN
    WITH expired AS MATERIALIZED (
        SELECT kept.hotel_id, kept.staff_id, kept.key
        FROM idempotency_key AS kept
        WHERE kept.created_at <= now() - interval '24 hours'
        ORDER BY kept.created_at
        LIMIT at_most
        FOR UPDATE SKIP LOCKED
    )
    DELETE FROM idempotency_key AS kept
    USING expired
    WHERE kept.hotel_id = expired.hotel_id AND kept.staff_id = expired.staff_id AND kept.key = expired.key;
    GET DIAGNOSTICS v_removed = ROW_COUNT;
    RETURN v_removed;
END
$$;
COMMENT ON FUNCTION hotelmate.remove_expired_idempotency_keys(integer) IS
'Removes the oldest answers that are kept no longer, at most so many; returns how many there were.';
