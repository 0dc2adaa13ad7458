"""Contradictions about who may do what and how they prove who they are."""

from tests.checks.planting import Plant, Planting
from tests.invariants.access_rows import (
    add_api_key,
    add_password,
    add_refresh_token,
    add_scope,
    add_session,
    count_failure,
    keep_answer,
)


def password(rule: str, **columns: object) -> Plant:
    def plant(planting: Planting) -> None:
        planting.drop(rule)
        add_password(planting.hotel, planting.hotel.staff("ann"), **columns)

    return plant


def give_a_program_a_password(planting: Planting) -> None:
    planting.drop("staff_password_of_person")
    add_password(planting.hotel, planting.hotel.staff("channels", "INTEGRATION"))


def let_a_program_log_in(planting: Planting) -> None:
    planting.drop("staff_session_of_person")
    add_session(planting.hotel, planting.hotel.staff("channels", "INTEGRATION"))


def session(rule: str, **columns: object) -> Plant:
    def plant(planting: Planting) -> None:
        planting.drop(rule)
        add_session(planting.hotel, planting.hotel.staff("ann"), **columns)

    return plant


def keep_a_refresh_token(planting: Planting) -> None:
    planting.drop("refresh_token_is_sha256")
    kept = add_session(planting.hotel, planting.hotel.staff("ann"))
    add_refresh_token(planting.hotel, kept, token_hash=b"hr_1_token")


def api_key(rule: str, role: str = "INTEGRATION", **columns: object) -> Plant:
    def plant(planting: Planting) -> None:
        planting.drop(rule)
        add_api_key(planting.hotel, planting.hotel.staff("channels", role), **columns)

    return plant


def open_more_than_integrations_may(planting: Planting) -> None:
    planting.drop("api_key_scope_permitted")
    key = add_api_key(planting.hotel, planting.hotel.staff("channels", "INTEGRATION"))
    add_scope(planting.hotel, key, "staff:manage")


def answer(rule: str, **columns: object) -> Plant:
    def plant(planting: Planting) -> None:
        planting.drop(rule)
        keep_answer(planting.hotel, planting.hotel.staff("ann"), **columns)

    return plant


def attempts(rule: str, subject: bytes | None = None, failures: int = 1) -> Plant:
    def plant(planting: Planting) -> None:
        planting.drop(rule)
        count_failure(planting.hotel, subject, failures)

    return plant


def need_to_truncate(planting: Planting) -> None:
    planting.drop("permission_privilege_verb_known")
    # Of no role, so that no privilege is missing.
    planting.hotel.run(
        "INSERT INTO hotelmate.permission (name, meaning) VALUES ('x:y', 'Nothing.')"
    )
    planting.hotel.run(
        "INSERT INTO hotelmate.permission_privilege (permission, table_name, verb, columns)"
        " VALUES ('x:y', 'room', 'TRUNCATE', '{}')"
    )


def tell_of_something_else(planting: Planting) -> None:
    planting.drop("access_event_known", "tg_access_event__told_by_trigger")
    planting.hotel.insert(
        "access_event", staff_id=planting.hotel.staff("ann"), event="PROMOTED", actor="a"
    )


def lose_every_manager(planting: Planting) -> None:
    planting.drop("hotel_keeps_manager")
    planting.hotel.run(
        "UPDATE hotelmate.staff SET is_active = false WHERE hotel_id = %s",
        planting.hotel.hotel_id,
    )


def never_have_a_manager(planting: Planting) -> None:
    elsewhere = type(planting.hotel)(planting.hotel.connection)
    elsewhere.staff("ann", "FRONT_DESK")


def leave_a_session_open(planting: Planting) -> None:
    """As where somebody is let go with the triggers off."""
    ann = planting.hotel.staff("ann")
    add_session(planting.hotel, ann)
    with planting.unguarded():
        planting.hotel.update("staff", ann, is_active=False)


def leave_a_key_open(planting: Planting) -> None:
    program = planting.hotel.staff("channels", "INTEGRATION")
    add_api_key(planting.hotel, program)
    with planting.unguarded():
        planting.hotel.update("staff", program, is_active=False)


def keep_an_answer_for_days(planting: Planting) -> None:
    long_ago = planting.hotel.value("SELECT now() - interval '49 hours'")
    keep_answer(planting.hotel, planting.hotel.staff("ann"), created_at=long_ago)


PLANTS: dict[str, Plant] = {
    "access_event_known": tell_of_something_else,
    "access_kept_too_long": keep_an_answer_for_days,
    "access_left_open": leave_a_session_open,
    "api_key_expires": api_key("api_key_expires", expires_at="2999-01-01T00:00Z"),
    "api_key_has_name": api_key("api_key_has_name", name=" "),
    "api_key_is_sha256": api_key("api_key_is_sha256", key_hash=b"hk_1_key"),
    "api_key_of_integration": api_key("api_key_of_integration", "MANAGER"),
    "api_key_scope_permitted": open_more_than_integrations_may,
    "hotel_keeps_manager": lose_every_manager,
    "hotels_without_manager": never_have_a_manager,
    "idempotency_key_is_of_success": answer("idempotency_key_is_of_success", status=500),
    "idempotency_key_request_is_sha256": answer(
        "idempotency_key_request_is_sha256", request_hash=b"POST /bookings"
    ),
    "idempotency_key_well_formed": answer("idempotency_key_well_formed", key="a b"),
    "log_in_limit_counts": attempts("log_in_limit_counts", failures=0),
    "log_in_limit_is_sha256": attempts("log_in_limit_is_sha256", b"ann"),
    "permission_privilege_verb_known": need_to_truncate,
    "refresh_token_is_sha256": keep_a_refresh_token,
    "staff_password_is_argon2": password("staff_password_is_argon2", password_hash="a password"),
    "staff_password_of_person": give_a_program_a_password,
    "staff_session_of_person": let_a_program_log_in,
    "staff_session_end_known": session(
        "staff_session_end_known", ended_at="2030-01-01T00:00Z", ended_reason="BOREDOM"
    ),
    "staff_session_end_says_why": session(
        "staff_session_end_says_why", ended_at="2030-01-01T00:00Z"
    ),
    "staff_session_expires_after_start": session(
        "staff_session_expires_after_start",
        started_at="2999-01-02T00:00Z",
        expires_at="2999-01-01T00:00Z",
    ),
}
# Other ways in which the same is wrong.
MORE: dict[str, tuple[str, Plant]] = {
    "a key of one who left": ("access_left_open", leave_a_key_open),
}
