"""Rules that are off, half on, gone, or not what the migrations make."""

from collections.abc import Callable

from psycopg import sql

from tests.checks.planting import Plant, Planting


def ddl(*statements: str) -> Plant:
    """Return a plant of statements that whoever owns the schema may run."""

    def plant(planting: Planting) -> None:
        # A table whose deferred keys are still to be judged cannot be altered.
        planting.commits()
        for statement in statements:
            planting.hotel.run(statement)

    return plant


def switch_a_key_off(planting: Planting) -> None:
    """A foreign key is judged by triggers of PostgreSQL, which can be off as well."""
    planting.commits()
    planting.hotel.run("ALTER TABLE hotelmate.guest_chat_session DISABLE TRIGGER ALL")


def switch_off_what_fires_always(planting: Planting) -> None:
    """Guards that hold in a replica, too: on again as others are, they would not."""
    planting.commits()
    always = planting.hotel.connection.execute(
        "SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname)"
        " FROM pg_trigger WHERE tgenabled = 'A'"
    ).fetchall()
    assert always
    for (statement,) in always:
        planting.hotel.run(statement)


def reset_to_replica(planting: Planting) -> None:
    database = sql.Identifier(planting.hotel.connection.info.dbname)
    planting.hotel.connection.execute(
        sql.SQL("ALTER DATABASE {} SET session_replication_role = replica").format(database)
    )


def make_things(planting: Planting) -> None:
    database = sql.Identifier(planting.hotel.connection.info.dbname)
    planting.hotel.connection.execute(
        sql.SQL("GRANT CREATE ON DATABASE {} TO hotelmate_gate").format(database)
    )


def redefine(definition: Callable[[str], str]) -> Plant:
    """Return a plant that changes the definition of derive_room()."""

    def plant(planting: Planting) -> None:
        planting.commits()
        present = planting.hotel.value(
            "SELECT pg_get_functiondef('hotelmate.derive_room'::regproc)"
        )
        changed = definition(present)
        assert changed != present
        planting.hotel.connection.execute(changed.encode())

    return plant


PLANTS: dict[str, Plant] = {
    "constraints_not_validated": ddl(
        "ALTER TABLE hotelmate.room_booking DROP CONSTRAINT booking_has_adult",
        "ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_has_adult"
        " CHECK (adults >= 1 AND children >= 0) NOT VALID",
    ),
    "legal_steps_differ": ddl(
        "INSERT INTO hotelmate.booking_transition VALUES ('CANCELLED', 'CONFIRMED', 'regret')"
    ),
    "objects_differ_from_snapshot": redefine(
        lambda text: text.replace("NEW.version := OLD.version + 1;", "")
    ),
    "privileges_differ_from_permissions": ddl(
        "REVOKE UPDATE (turnover_status) ON hotelmate.room FROM hotelmate_housekeeping"
    ),
    "triggers_disabled": ddl("ALTER TABLE hotelmate.room DISABLE TRIGGER tg_room__2_audit"),
}
# Other ways in which the same is wrong.
MORE: dict[str, tuple[str, Plant]] = {
    "a trigger of replicas only": (
        "triggers_disabled",
        ddl("ALTER TABLE hotelmate.room ENABLE REPLICA TRIGGER tg_room__2_audit"),
    ),
    "a guard that is to fire always": (
        "triggers_disabled",
        ddl("ALTER TABLE hotelmate.booking_event DISABLE TRIGGER evidence_is_append_only"),
    ),
    "a table without its wall": (
        "objects_differ_from_snapshot",
        ddl("ALTER TABLE hotelmate.room_booking DISABLE ROW LEVEL SECURITY"),
    ),
    "a wall through which the owner walks": (
        "objects_differ_from_snapshot",
        ddl("ALTER TABLE hotelmate.room_booking NO FORCE ROW LEVEL SECURITY"),
    ),
    "a policy that is gone": (
        "objects_differ_from_snapshot",
        ddl("DROP POLICY hotel_of_transaction ON hotelmate.room_booking"),
    ),
    "a policy that shows everything": (
        "objects_differ_from_snapshot",
        ddl("ALTER POLICY hotel_of_transaction ON hotelmate.room_booking USING (true)"),
    ),
    "a policy for others": (
        "objects_differ_from_snapshot",
        ddl("ALTER POLICY hotel_of_transaction ON hotelmate.room_booking TO hotelmate_gate"),
    ),
    "one more policy": (
        "objects_differ_from_snapshot",
        ddl("CREATE POLICY more ON hotelmate.room FOR SELECT TO hotelmate_manager USING (true)"),
    ),
    "a function that runs as a superuser": (
        "objects_differ_from_snapshot",
        ddl("ALTER FUNCTION hotelmate.audit_room() OWNER TO current_user"),
    ),
    "a relay that reads bookings": (
        "objects_differ_from_snapshot",
        ddl("GRANT SELECT ON hotelmate.room_booking TO hotelmate_relay"),
    ),
    "a relay that may act as a manager": (
        "objects_differ_from_snapshot",
        ddl("GRANT hotelmate_manager TO hotelmate_relay"),
    ),
    "a role of staff that logs in": (
        "objects_differ_from_snapshot",
        ddl("ALTER ROLE hotelmate_manager LOGIN"),
    ),
    "a gate that is a superuser": (
        "objects_differ_from_snapshot",
        ddl("ALTER ROLE hotelmate_gate SUPERUSER"),
    ),
    "rows of a table elsewhere": (
        "objects_differ_from_snapshot",
        ddl("CREATE TABLE public.room () INHERITS (hotelmate.room)"),
    ),
    "an API that is let in as the owner": (
        "objects_differ_from_snapshot",
        ddl("CREATE ROLE of_test_only", "GRANT of_test_only TO hotelmate_api"),
    ),
    "an API to which no policy applies": (
        "objects_differ_from_snapshot",
        ddl("ALTER ROLE hotelmate_api BYPASSRLS"),
    ),
    "an API that may switch triggers off": (
        "objects_differ_from_snapshot",
        ddl("GRANT SET ON PARAMETER session_replication_role TO hotelmate_api"),
    ),
    "functions of the owner that may switch triggers off": (
        "objects_differ_from_snapshot",
        ddl("GRANT SET ON PARAMETER session_replication_role TO hotelmate_owner"),
    ),
    "everybody may switch triggers off": (
        "objects_differ_from_snapshot",
        ddl("GRANT SET ON PARAMETER session_replication_role TO public"),
    ),
    "a gate that makes schemas": ("objects_differ_from_snapshot", make_things),
    "a manager who makes tables": (
        "objects_differ_from_snapshot",
        ddl("GRANT CREATE ON SCHEMA public TO hotelmate_manager"),
    ),
    "everybody makes tables": (
        "objects_differ_from_snapshot",
        ddl("GRANT CREATE ON SCHEMA public TO public"),
    ),
    "a gate that says which revision it is": (
        "objects_differ_from_snapshot",
        ddl("GRANT UPDATE ON public.alembic_version TO hotelmate_gate"),
    ),
    "a manager who says which revision it is": (
        "objects_differ_from_snapshot",
        ddl("GRANT UPDATE (version_num) ON public.alembic_version TO hotelmate_manager"),
    ),
    "an API that cannot read the revision": (
        "objects_differ_from_snapshot",
        ddl("REVOKE SELECT ON public.alembic_version FROM hotelmate_speaker"),
    ),
    "a relay that is not let in": (
        "objects_differ_from_snapshot",
        ddl("REVOKE USAGE ON SCHEMA hotelmate FROM hotelmate_relay"),
    ),
    "a domain of a superuser": (
        "objects_differ_from_snapshot",
        ddl("ALTER DOMAIN hotelmate.currency_code OWNER TO current_user"),
    ),
    "a privilege that no permission needs": (
        "privileges_differ_from_permissions",
        ddl("GRANT UPDATE (check_out) ON hotelmate.room_booking TO hotelmate_housekeeping"),
    ),
    "a table that no permission opens": (
        "privileges_differ_from_permissions",
        ddl("GRANT DELETE ON hotelmate.room TO hotelmate_auditor"),
    ),
    "what fires always is off": ("triggers_disabled", switch_off_what_fires_always),
    "a foreign key that is off": ("triggers_disabled", switch_a_key_off),
    "a setting that switches all off": ("triggers_disabled", reset_to_replica),
    "a key that is not enforced": (
        "constraints_not_validated",
        ddl(
            "ALTER TABLE hotelmate.room_status_event"
            " ALTER CONSTRAINT room_legal_turnover NOT ENFORCED"
        ),
    ),
    "an index that is not whole": (
        "constraints_not_validated",
        ddl(
            "UPDATE pg_index SET indisvalid = false"
            " WHERE indexrelid = 'hotelmate.room_single_active_assignment'::regclass"
        ),
    ),
    "a step that is missing": (
        "legal_steps_differ",
        ddl("DELETE FROM hotelmate.task_transition WHERE to_status = 'CANCELLED'"),
    ),
    "a column that is no secret any more": (
        "objects_differ_from_snapshot",
        ddl("DELETE FROM hotelmate.secret_column WHERE table_name = 'idempotency_key'"),
    ),
    "a secret that is another's": (
        "objects_differ_from_snapshot",
        ddl(
            "UPDATE hotelmate.secret_column SET table_name = 'room'"
            " WHERE table_name = 'idempotency_key'"
        ),
    ),
    "a role of staff that nobody made": (
        "objects_differ_from_snapshot",
        ddl("INSERT INTO hotelmate.staff_role VALUES ('NIGHT', 'hotelmate_night', 'By night.')"),
    ),
    "a kind of answer whose rule is another": (
        "objects_differ_from_snapshot",
        ddl("UPDATE hotelmate.precheckin_kind SET rule = 'no_rule' WHERE name = 'DATE'"),
    ),
    "a guard that no longer fires always": (
        "objects_differ_from_snapshot",
        ddl("ALTER TABLE hotelmate.booking_event ENABLE TRIGGER evidence_is_append_only"),
    ),
    "a column without NOT NULL": (
        "objects_differ_from_snapshot",
        ddl("ALTER TABLE hotelmate.room ALTER room_type_id DROP NOT NULL"),
    ),
    "a column with another default": (
        "objects_differ_from_snapshot",
        ddl("ALTER TABLE hotelmate.room_booking ALTER status SET DEFAULT 'CONFIRMED'"),
    ),
    "a constraint with another meaning": (
        "objects_differ_from_snapshot",
        ddl(
            "ALTER TABLE hotelmate.room_booking DROP CONSTRAINT booking_has_adult",
            "ALTER TABLE hotelmate.room_booking ADD CONSTRAINT booking_has_adult"
            " CHECK (adults >= 0 AND children >= 0)",
        ),
    ),
    "an index that is gone": (
        "objects_differ_from_snapshot",
        ddl("DROP INDEX hotelmate.room_single_active_assignment"),
    ),
    "one more unique index": (
        "objects_differ_from_snapshot",
        ddl("CREATE UNIQUE INDEX one_room_a_type ON hotelmate.room (hotel_id, room_type_id, id)"),
    ),
    "one more trigger": (
        "objects_differ_from_snapshot",
        ddl(
            "CREATE TRIGGER undo BEFORE UPDATE ON hotelmate.room FOR EACH ROW"
            " EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        ),
    ),
    "a rule that swallows what is written": (
        "objects_differ_from_snapshot",
        ddl("CREATE RULE swallow AS ON INSERT TO hotelmate.outbox_event DO INSTEAD NOTHING"),
    ),
    "a function that everybody may execute": (
        "objects_differ_from_snapshot",
        ddl("GRANT EXECUTE ON FUNCTION hotelmate.audit_room() TO public"),
    ),
    "a privilege that the API lacks": (
        "objects_differ_from_snapshot",
        ddl("REVOKE UPDATE (status) ON hotelmate.room_booking FROM hotelmate_api"),
    ),
    "a privilege that the API should not have": (
        "objects_differ_from_snapshot",
        ddl("GRANT UPDATE (version) ON hotelmate.room_booking TO hotelmate_api"),
    ),
    "a table that is not logged": (
        "objects_differ_from_snapshot",
        ddl("ALTER TABLE hotelmate.realtime_dead_letter SET UNLOGGED"),
    ),
}
