"""Access: who may do what, and how they prove who they are: (name, status, sentence) of rules."""

RULES: tuple[tuple[str, int, str], ...] = (
    ("access_event_known", 422, "A change of access is one of the eight."),
    ("access_event_of_staff", 409, "Access is that of a member of the same hotel's staff."),
    ("api_key_expires", 422, "An API key expires, within 400 days."),
    ("api_key_has_name", 422, "An API key says what it is for."),
    ("api_key_hash_unique", 409, "An API key is issued once."),
    ("api_key_is_sha256", 422, "Of an API key only its SHA-256 is kept."),
    (
        "api_key_of_integration",
        409,
        "An API key is of a member of the same hotel's staff with role INTEGRATION.",
    ),
    (
        "api_key_revoked_once",
        409,
        "An API key stays whose it is, for no longer, and one that was revoked stays so.",
    ),
    ("api_key_scope_of_hotel", 409, "A scope is of a key of the same hotel."),
    (
        "api_key_scope_permitted",
        422,
        "A scope is something that the role INTEGRATION may do.",
    ),
    (
        "change_by_active_staff",
        403,
        "A change is signed by staff who work at the hotel at that moment.",
    ),
    (
        "hotel_is_chosen",
        403,
        "A transaction of the API sees and writes nothing before it says of which hotel it is.",
    ),
    ("hotel_keeps_manager", 409, "A hotel that has an active manager keeps at least one."),
    (
        "idempotency_key_is_of_success",
        422,
        "Only the answer to a request that had an effect is kept.",
    ),
    (
        "idempotency_key_of_staff",
        409,
        "An idempotency key is of a member of the same hotel's staff.",
    ),
    ("idempotency_key_request_is_sha256", 422, "Of a request only its SHA-256 is kept."),
    (
        "idempotency_key_well_formed",
        422,
        "An idempotency key is 1 to 255 visible characters of ASCII.",
    ),
    ("log_in_limit_counts", 422, "Who is counted has tried."),
    ("log_in_limit_is_sha256", 422, "Of whoever tries to log in only a SHA-256 is kept."),
    (
        "override_by_permitted_staff",
        403,
        "An override is signed by staff whose role may override; a DBA may leave open for whom"
        " they act.",
    ),
    (
        "permission_privilege_of_permission",
        409,
        "A privilege is needed for a permission that there is.",
    ),
    (
        "permission_privilege_verb_known",
        422,
        "A privilege is to SELECT, INSERT, UPDATE or DELETE.",
    ),
    ("refresh_token_is_sha256", 422, "Of a refresh token only its SHA-256 is kept."),
    ("refresh_token_of_session", 409, "A refresh token renews a session of the same hotel."),
    ("refresh_token_single_unused", 409, "One refresh token of a session works at a time."),
    (
        "refresh_token_used_once",
        409,
        "A refresh token is used once, and stays that of its session.",
    ),
    ("staff_password_is_argon2", 422, "Of a password only its Argon2id hash is kept."),
    (
        "staff_password_of_person",
        409,
        "A password is of a person of the same hotel's staff: an integration has API keys.",
    ),
    ("staff_role_permission_known", 409, "A role is permitted only what there is to permit."),
    ("staff_role_permission_of_role", 409, "Only roles of staff are permitted anything."),
    (
        "staff_session_ends_once",
        409,
        "A session stays whose it is, for no longer, and one that was ended stays ended.",
    ),
    (
        "staff_session_end_known",
        422,
        "A session ends by log-out, a reused token, revocation, or a change of password or staff.",
    ),
    ("staff_session_end_says_why", 422, "A session that was ended says why, and only such a one."),
    ("staff_session_expires_after_start", 422, "A session expires after it started."),
    (
        "staff_session_of_person",
        409,
        "A session is of a person of the same hotel's staff: an integration has API keys.",
    ),
)
