"""Health: at which revision the schema is."""

REVISION = "SELECT version_num FROM public.alembic_version"
