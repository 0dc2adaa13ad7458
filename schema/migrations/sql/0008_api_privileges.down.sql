DO $$
BEGIN
    IF to_regclass('public.alembic_version') IS NOT NULL THEN
        REVOKE ALL ON public.alembic_version FROM hotelmate_api;
    END IF;
END
$$;
REVOKE ALL ON ALL TABLES IN SCHEMA hotelmate FROM hotelmate_api;
REVOKE ALL ON SCHEMA hotelmate FROM hotelmate_api;
