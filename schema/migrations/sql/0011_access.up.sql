-- Access: what each role of staff may do, and how staff and integrations prove who they are.
--
-- The first four tables are the one place that says who may do what. The API asks them in the first statement of
-- every request; schema/triggers/zx_privileges.sql grants what they say to the roles of PostgreSQL.

CREATE TABLE hotelmate.staff_role (
    name text NOT NULL,
    database_role text NOT NULL,
    meaning text NOT NULL,
    CONSTRAINT staff_role_pkey PRIMARY KEY (name),
    CONSTRAINT staff_role_database_role_key UNIQUE (database_role)
);
COMMENT ON TABLE hotelmate.staff_role IS 'The roles of staff, and the role of PostgreSQL that each acts as.';
COMMENT ON COLUMN hotelmate.staff_role.name IS 'As in staff.role.';
COMMENT ON COLUMN hotelmate.staff_role.database_role IS 'What requests of such staff act as in the database.';
COMMENT ON COLUMN hotelmate.staff_role.meaning IS 'Who has it.';

CREATE TABLE hotelmate.permission (
    name text NOT NULL,
    meaning text NOT NULL,
    CONSTRAINT permission_pkey PRIMARY KEY (name)
);
COMMENT ON TABLE hotelmate.permission IS 'What can be permitted: each route of the API needs one.';
COMMENT ON COLUMN hotelmate.permission.name IS 'Subject and act, like bookings:create; also the scope of an API key.';
COMMENT ON COLUMN hotelmate.permission.meaning IS 'What it lets one do.';

CREATE TABLE hotelmate.staff_role_permission (
    role text NOT NULL,
    permission text NOT NULL,
    CONSTRAINT staff_role_permission_pkey PRIMARY KEY (role, permission),
    CONSTRAINT staff_role_permission_of_role FOREIGN KEY (role) REFERENCES hotelmate.staff_role (name),
    CONSTRAINT staff_role_permission_known FOREIGN KEY (permission) REFERENCES hotelmate.permission (name)
);
COMMENT ON TABLE hotelmate.staff_role_permission IS 'What each role of staff may do.';
COMMENT ON COLUMN hotelmate.staff_role_permission.role IS 'The role of staff.';
COMMENT ON COLUMN hotelmate.staff_role_permission.permission IS 'What it may do.';
COMMENT ON CONSTRAINT staff_role_permission_of_role ON hotelmate.staff_role_permission IS
'Only roles of staff are permitted anything.';
COMMENT ON CONSTRAINT staff_role_permission_known ON hotelmate.staff_role_permission IS
'A role is permitted only what there is to permit.';

CREATE TABLE hotelmate.permission_privilege (
    permission text NOT NULL,
    table_name text NOT NULL,
    verb text NOT NULL,
    columns text[] NOT NULL,
    CONSTRAINT permission_privilege_pkey PRIMARY KEY (permission, table_name, verb),
    CONSTRAINT permission_privilege_of_permission FOREIGN KEY (permission) REFERENCES hotelmate.permission (name),
    CONSTRAINT permission_privilege_verb_known CHECK (verb IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))
);
COMMENT ON TABLE hotelmate.permission_privilege IS
'What a permission needs in the database: schema/triggers/zx_privileges.sql grants it to the roles that have it.';
COMMENT ON COLUMN hotelmate.permission_privilege.permission IS 'The permission.';
COMMENT ON COLUMN hotelmate.permission_privilege.table_name IS 'A table of schema hotelmate.';
COMMENT ON COLUMN hotelmate.permission_privilege.verb IS 'SELECT, INSERT, UPDATE or DELETE.';
COMMENT ON COLUMN hotelmate.permission_privilege.columns IS
'The columns; empty: for DELETE, and for SELECT of every column that is not secret.';
COMMENT ON CONSTRAINT permission_privilege_of_permission ON hotelmate.permission_privilege IS
'A privilege is needed for a permission that there is.';
COMMENT ON CONSTRAINT permission_privilege_verb_known ON hotelmate.permission_privilege IS
'A privilege is to SELECT, INSERT, UPDATE or DELETE.';

INSERT INTO hotelmate.staff_role (name, database_role, meaning) VALUES
('FRONT_DESK', 'hotelmate_front_desk', 'Receives guests: bookings, stays, payments, rooms.'),
('HOUSEKEEPING', 'hotelmate_housekeeping', 'Turns rooms over and sees of guests only who is in which room.'),
('MANAGER', 'hotelmate_manager', 'Runs the hotel: all of it, overrides, refunds, staff and API keys.'),
('AUDITOR', 'hotelmate_auditor', 'Reads everything and changes nothing.'),
('INTEGRATION', 'hotelmate_integration', 'A program, like a channel manager: what the scopes of its API key say.');

INSERT INTO hotelmate.permission (name, meaning) VALUES
('own:read', 'Read who one is and what one may do.'),
('own:change', 'Change one''s own password, log out.'),
('bookings:read', 'Read bookings, their party and their audit trail.'),
('bookings:create', 'Make bookings.'),
('bookings:decide', 'Approve and decline bookings.'),
('bookings:cancel', 'Cancel bookings.'),
('stays:manage', 'Assign rooms, check guests in and out, move them, record who did not come.'),
('party:change', 'Change who comes.'),
('precheckin:issue', 'Issue links for pre-check-in.'),
('precheckin:read', 'Read what guests filled in, and the forms that they are asked by.'),
('precheckin:change', 'Fill in pre-check-in for a guest.'),
('precheckin:configure', 'Publish what pre-check-in asks.'),
('guests:let-in', 'Issue the token by which a guest sees their stay and chats.'),
('personal-data:export', 'Export what is held about a guest.'),
('personal-data:erase', 'Erase what is held about a guest.'),
('hotel:read', 'Read the hotel''s settings.'),
('hotel:change', 'Change the hotel''s settings: name, languages, colours, contacts, periods.'),
('payments:read', 'Read payments and their ledgers.'),
('payments:take', 'Take payments at the desk.'),
('payments:open', 'Open and close sessions in which a guest pays by card.'),
('payments:refund', 'Refund payments.'),
('rooms:read', 'Read rooms, who is in them, and their audit trail.'),
('rooms:turn-over', 'Take rooms on towards their next guest.'),
('rooms:override', 'Take a room to any state of turnover, with a reason.'),
('rooms:flag', 'Take rooms out of service and back.'),
('rooms:release', 'Take the room of a guest who has not come yet away, with its operational flags.'),
('housekeeping:read', 'Read housekeeping tasks.'),
('housekeeping:change', 'Make housekeeping tasks and take them on.'),
('events:read', 'Read and follow what happens.'),
('consistency:read', 'Read what the checks found.'),
('terms:read', 'Read the cancellation terms.'),
('terms:change', 'Replace the cancellation terms.'),
('staff:read', 'Read who works here, what each role may do, and which API keys there are.'),
('staff:manage', 'Add staff, set their roles and passwords, end their sessions.'),
('api-keys:manage', 'Issue, list and revoke API keys.');

INSERT INTO hotelmate.staff_role_permission (role, permission)
SELECT
    who.role,
    granted.permission
FROM (
    VALUES
    ('own:read', '{FRONT_DESK,HOUSEKEEPING,MANAGER,AUDITOR,INTEGRATION}'::text[]),
    ('own:change', '{FRONT_DESK,HOUSEKEEPING,MANAGER,AUDITOR}'),
    ('bookings:read', '{FRONT_DESK,MANAGER,AUDITOR,INTEGRATION}'),
    ('bookings:create', '{FRONT_DESK,MANAGER,INTEGRATION}'),
    ('bookings:decide', '{FRONT_DESK,MANAGER}'),
    ('bookings:cancel', '{FRONT_DESK,MANAGER,INTEGRATION}'),
    ('stays:manage', '{FRONT_DESK,MANAGER}'),
    ('party:change', '{FRONT_DESK,MANAGER,INTEGRATION}'),
    ('precheckin:issue', '{FRONT_DESK,MANAGER,INTEGRATION}'),
    ('precheckin:read', '{FRONT_DESK,MANAGER}'),
    ('precheckin:change', '{FRONT_DESK,MANAGER}'),
    ('precheckin:configure', '{MANAGER}'),
    ('guests:let-in', '{FRONT_DESK,MANAGER}'),
    ('personal-data:export', '{MANAGER}'),
    ('personal-data:erase', '{MANAGER}'),
    ('hotel:read', '{FRONT_DESK,MANAGER,AUDITOR,INTEGRATION}'),
    ('hotel:change', '{MANAGER}'),
    ('payments:read', '{FRONT_DESK,MANAGER,AUDITOR,INTEGRATION}'),
    ('payments:take', '{FRONT_DESK,MANAGER}'),
    ('payments:open', '{FRONT_DESK,MANAGER,INTEGRATION}'),
    ('payments:refund', '{MANAGER}'),
    ('rooms:read', '{FRONT_DESK,HOUSEKEEPING,MANAGER,AUDITOR,INTEGRATION}'),
    ('rooms:turn-over', '{FRONT_DESK,HOUSEKEEPING,MANAGER}'),
    ('rooms:override', '{MANAGER}'),
    ('rooms:flag', '{FRONT_DESK,HOUSEKEEPING,MANAGER}'),
    ('rooms:release', '{FRONT_DESK,MANAGER}'),
    ('housekeeping:read', '{FRONT_DESK,HOUSEKEEPING,MANAGER,AUDITOR}'),
    ('housekeeping:change', '{FRONT_DESK,HOUSEKEEPING,MANAGER}'),
    ('events:read', '{FRONT_DESK,HOUSEKEEPING,MANAGER,AUDITOR,INTEGRATION}'),
    ('consistency:read', '{MANAGER,AUDITOR}'),
    ('terms:read', '{FRONT_DESK,MANAGER,AUDITOR,INTEGRATION}'),
    ('terms:change', '{MANAGER}'),
    ('staff:read', '{MANAGER,AUDITOR}'),
    ('staff:manage', '{MANAGER}'),
    ('api-keys:manage', '{MANAGER}')
) AS granted (permission, roles)
CROSS JOIN unnest(granted.roles) AS who (role);

-- UPDATE of a column that is generated lets one lock rows, and nothing else: PostgreSQL refuses to write it.
INSERT INTO hotelmate.permission_privilege (permission, table_name, verb, columns)
SELECT
    needed.permission,
    needed.table_name,
    needed.verb,
    needed.columns
FROM (
    VALUES
    ('own:read', 'staff_session', 'SELECT', '{hotel_id,id,expires_at}'::text[]),
    ('own:read', 'api_key', 'SELECT', '{hotel_id,id,expires_at}'),
    ('own:read', 'api_key_scope', 'SELECT', '{}'),
    ('bookings:read', 'hotel', 'SELECT', '{}'),
    ('bookings:read', 'room_type', 'SELECT', '{}'),
    ('bookings:read', 'room', 'SELECT', '{}'),
    ('bookings:read', 'room_booking', 'SELECT', '{}'),
    ('bookings:read', 'booking_event', 'SELECT', '{}'),
    ('bookings:read', 'booking_guest', 'SELECT', '{}'),
    ('bookings:read', 'payment_instruction', 'SELECT', '{}'),
    ('bookings:read', 'guest_message', 'SELECT', '{}'),
    (
        'bookings:create', 'room_booking', 'INSERT',
        '{hotel_id,room_type_id,check_in,check_out,adults,children,total_amount,currency,special_requests,'
        'booker_first_name,booker_last_name,booker_email,booker_phone,language}'
    ),
    (
        'bookings:create', 'booking_guest', 'INSERT',
        '{hotel_id,booking_id,role,age_group,first_name,last_name,email,phone,is_staying}'
    ),
    ('bookings:decide', 'room_booking', 'UPDATE', '{status,approved_at,decision_at,decline_reason}'),
    ('bookings:cancel', 'room_booking', 'UPDATE', '{status,cancelled_at,cancellation_reason}'),
    (
        'stays:manage', 'room_booking', 'UPDATE',
        '{status,assigned_room_id,checked_in_at,checked_out_at,no_show_at}'
    ),
    ('party:change', 'room_booking', 'UPDATE', '{adults,children}'),
    (
        'party:change', 'booking_guest', 'INSERT',
        '{hotel_id,booking_id,role,age_group,first_name,last_name,email,phone,is_staying}'
    ),
    ('party:change', 'booking_guest', 'UPDATE', '{role,age_group,first_name,last_name,email,phone,is_staying}'),
    ('party:change', 'booking_guest', 'DELETE', '{}'),
    ('precheckin:issue', 'booking_token', 'SELECT', '{}'),
    (
        'precheckin:issue', 'booking_token', 'INSERT',
        '{hotel_id,booking_id,purpose,token_hash,token_recipe,expires_at}'
    ),
    ('precheckin:issue', 'booking_token', 'UPDATE', '{revoked_at,revoked_reason}'),
    ('precheckin:read', 'room_booking', 'SELECT', '{precheckin_payload}'),
    ('precheckin:read', 'booking_guest', 'SELECT', '{precheckin_payload}'),
    ('precheckin:read', 'precheckin_form', 'SELECT', '{}'),
    ('precheckin:change', 'room_booking', 'UPDATE', '{precheckin_payload,precheckin_submitted_at}'),
    (
        'precheckin:change', 'booking_guest', 'INSERT',
        '{hotel_id,booking_id,role,age_group,first_name,last_name,email,phone,precheckin_payload,'
        'precheckin_submitted_at}'
    ),
    (
        'precheckin:change', 'booking_guest', 'UPDATE',
        '{first_name,last_name,email,phone,precheckin_payload,precheckin_submitted_at}'
    ),
    ('precheckin:configure', 'precheckin_form', 'INSERT', '{hotel_id}'),
    (
        'precheckin:configure', 'precheckin_field', 'INSERT',
        '{hotel_id,form_version,name,asked_of,kind,is_required,position,labels,choices,choice_labels,consent_texts}'
    ),
    ('guests:let-in', 'booking_token', 'SELECT', '{}'),
    (
        'guests:let-in', 'booking_token', 'INSERT',
        '{hotel_id,booking_id,purpose,token_hash,token_recipe,expires_at}'
    ),
    ('guests:let-in', 'booking_token', 'UPDATE', '{revoked_at,revoked_reason}'),
    ('personal-data:export', 'room_booking', 'SELECT', '{precheckin_payload}'),
    ('personal-data:export', 'booking_guest', 'SELECT', '{precheckin_payload}'),
    ('personal-data:export', 'guest', 'SELECT', '{}'),
    ('personal-data:export', 'guest_chat_session', 'SELECT', '{}'),
    ('personal-data:export', 'guest_message', 'SELECT', '{}'),
    ('personal-data:export', 'booking_token', 'SELECT', '{}'),
    ('personal-data:export', 'room_type', 'SELECT', '{}'),
    ('personal-data:export', 'room', 'SELECT', '{}'),
    ('personal-data:export', 'booking_event', 'SELECT', '{}'),
    ('personal-data:export', 'payment_entry', 'SELECT', '{}'),
    ('personal-data:erase', 'booking_guest', 'UPDATE', '{personal_data_erased_at}'),
    ('hotel:read', 'hotel', 'SELECT', '{}'),
    (
        'hotel:change', 'hotel', 'UPDATE',
        '{name,standard_check_in_time,standard_check_out_time,personal_data_days,language,brand_color,contact_email,'
        'contact_phone}'
    ),
    ('payments:read', 'payment', 'SELECT', '{}'),
    ('payments:read', 'payment_entry', 'SELECT', '{}'),
    ('payments:read', 'payment_session', 'SELECT', '{}'),
    ('payments:read', 'payment_instruction', 'SELECT', '{}'),
    (
        'payments:take', 'payment_entry', 'INSERT',
        '{hotel_id,booking_id,payment_id,kind,amount,currency,provider,method,reference}'
    ),
    ('payments:open', 'payment_session', 'INSERT', '{hotel_id,booking_id,success_url,cancel_url}'),
    ('payments:open', 'payment_session', 'UPDATE', '{state,stripe_session_id,url,expires_at}'),
    (
        'payments:refund', 'payment_entry', 'INSERT',
        '{hotel_id,booking_id,payment_id,kind,amount,currency,provider,method,reference}'
    ),
    ('payments:refund', 'payment_instruction', 'INSERT', '{hotel_id,booking_id,payment_id,kind,amount}'),
    ('rooms:read', 'hotel', 'SELECT', '{}'),
    ('rooms:read', 'room_type', 'SELECT', '{}'),
    ('rooms:read', 'room', 'SELECT', '{}'),
    ('rooms:read', 'room_status_event', 'SELECT', '{}'),
    (
        'rooms:read', 'room_booking', 'SELECT',
        '{hotel_id,id,booking_reference,version,check_in,check_out,assigned_room_id,waits_for_room_id,in_house_room_id}'
    ),
    (
        'rooms:read', 'booking_guest', 'SELECT',
        '{hotel_id,id,booking_id,primary_of_booking_id,first_name,last_name}'
    ),
    ('rooms:turn-over', 'room', 'UPDATE', '{turnover_status}'),
    ('rooms:turn-over', 'room_booking', 'UPDATE', '{waits_for_room_id}'),
    ('rooms:override', 'room', 'UPDATE', '{turnover_status}'),
    ('rooms:flag', 'room', 'UPDATE', '{is_active,is_out_of_order,maintenance_required}'),
    ('rooms:flag', 'room_booking', 'UPDATE', '{waits_for_room_id}'),
    ('rooms:release', 'room_booking', 'UPDATE', '{assigned_room_id}'),
    ('housekeeping:read', 'housekeeping_task', 'SELECT', '{}'),
    ('housekeeping:read', 'staff', 'SELECT', '{}'),
    (
        'housekeeping:change', 'housekeeping_task', 'INSERT',
        '{hotel_id,room_id,booking_id,task_type,priority,note,assigned_to}'
    ),
    ('housekeeping:change', 'housekeeping_task', 'UPDATE', '{status,priority,note,assigned_to}'),
    ('housekeeping:change', 'room', 'UPDATE', '{is_assignable}'),
    ('events:read', 'hotel', 'SELECT', '{}'),
    ('events:read', 'realtime_stream', 'SELECT', '{}'),
    ('events:read', 'realtime_message', 'SELECT', '{}'),
    ('consistency:read', 'consistency_run', 'SELECT', '{}'),
    ('consistency:read', 'consistency_result', 'SELECT', '{}'),
    ('consistency:read', 'consistency_count', 'SELECT', '{}'),
    ('consistency:read', 'consistency_finding', 'SELECT', '{}'),
    ('consistency:read', 'hotel', 'SELECT', '{}'),
    ('terms:read', 'cancellation_term', 'SELECT', '{}'),
    ('terms:change', 'cancellation_term', 'INSERT', '{hotel_id,days_before_arrival,refund_percent}'),
    ('terms:change', 'cancellation_term', 'UPDATE', '{refund_percent}'),
    ('terms:change', 'cancellation_term', 'DELETE', '{}'),
    ('staff:read', 'staff', 'SELECT', '{}'),
    ('staff:read', 'staff_password', 'SELECT', '{}'),
    ('staff:read', 'staff_session', 'SELECT', '{}'),
    ('staff:read', 'access_event', 'SELECT', '{}'),
    ('staff:read', 'api_key', 'SELECT', '{}'),
    ('staff:read', 'api_key_scope', 'SELECT', '{}'),
    ('staff:manage', 'staff', 'SELECT', '{}'),
    ('staff:manage', 'staff', 'INSERT', '{hotel_id,username,display_name,role,is_active}'),
    ('staff:manage', 'staff', 'UPDATE', '{display_name,role,is_active}'),
    ('staff:manage', 'staff_password', 'SELECT', '{}'),
    ('staff:manage', 'staff_password', 'INSERT', '{hotel_id,staff_id,password_hash}'),
    ('staff:manage', 'staff_password', 'UPDATE', '{password_hash}'),
    ('staff:manage', 'staff_session', 'SELECT', '{}'),
    ('staff:manage', 'staff_session', 'UPDATE', '{ended_at,ended_reason}'),
    ('api-keys:manage', 'staff', 'SELECT', '{}'),
    ('api-keys:manage', 'api_key', 'SELECT', '{}'),
    ('api-keys:manage', 'api_key', 'INSERT', '{hotel_id,staff_id,name,key_hash,expires_at}'),
    ('api-keys:manage', 'api_key', 'UPDATE', '{revoked_at}'),
    ('api-keys:manage', 'api_key_scope', 'SELECT', '{}'),
    ('api-keys:manage', 'api_key_scope', 'INSERT', '{hotel_id,api_key_id,permission}')
) AS needed (permission, table_name, verb, columns);

CREATE TABLE hotelmate.secret_column (
    table_name text NOT NULL,
    column_name text NOT NULL,
    secret text NOT NULL,
    CONSTRAINT secret_column_pkey PRIMARY KEY (table_name, column_name)
);
COMMENT ON TABLE hotelmate.secret_column IS
'What is read by column grants alone: hashes of what lets people in, and what guests confided.';
COMMENT ON COLUMN hotelmate.secret_column.table_name IS 'A table of schema hotelmate.';
COMMENT ON COLUMN hotelmate.secret_column.column_name IS 'A column of it.';
COMMENT ON COLUMN hotelmate.secret_column.secret IS 'What it holds.';

INSERT INTO hotelmate.secret_column (table_name, column_name, secret) VALUES
('staff_password', 'password_hash', 'What a password is compared with.'),
('refresh_token', 'token_hash', 'What a refresh token is compared with.'),
('api_key', 'key_hash', 'What an API key is compared with.'),
('booking_token', 'token_hash', 'What the token of a link is compared with.'),
('booking_token', 'token_recipe', 'What the token of a link is made of, with the API''s key.'),
('room', 'guest_fcm_token', 'Reaches the device in a guest''s room.'),
('room_booking', 'precheckin_payload', 'What the booker told in pre-check-in.'),
('booking_guest', 'precheckin_payload', 'What a guest told in pre-check-in.'),
('stripe_webhook_event', 'payload', 'What Stripe said, as far as payments need it.'),
('log_in_limit', 'subject', 'Who tried to log in.'),
('idempotency_key', 'body', 'An answer, with whatever it told.');

CREATE TABLE hotelmate.staff_password (
    hotel_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    is_person boolean GENERATED ALWAYS AS (true) STORED,
    password_hash text NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    rehashed_at timestamptz,
    CONSTRAINT staff_password_pkey PRIMARY KEY (hotel_id, staff_id),
    CONSTRAINT staff_password_of_person FOREIGN KEY (hotel_id, staff_id, is_person)
    REFERENCES hotelmate.staff (hotel_id, id, is_person),
    CONSTRAINT staff_password_is_argon2 CHECK (password_hash ~ '^\$argon2id\$')
);
COMMENT ON TABLE hotelmate.staff_password IS
'What a member of staff logs in with; apart from staff, for few may read it.';
COMMENT ON COLUMN hotelmate.staff_password.staff_id IS 'Whose it is.';
COMMENT ON COLUMN hotelmate.staff_password.password_hash IS 'Argon2id, in PHC format: parameters, salt and hash.';
COMMENT ON COLUMN hotelmate.staff_password.is_person IS 'Derived: who may have one.';
COMMENT ON COLUMN hotelmate.staff_password.changed_at IS 'When it was set.';
COMMENT ON COLUMN hotelmate.staff_password.rehashed_at IS
'When the same password was last hashed anew, with newer parameters. Written with a hash, it says that this is so: '
'no session ends and nothing is recorded.';
COMMENT ON CONSTRAINT staff_password_of_person ON hotelmate.staff_password IS
'A password is of a person of the same hotel''s staff: an integration has API keys.';
COMMENT ON CONSTRAINT staff_password_is_argon2 ON hotelmate.staff_password IS
'Of a password only its Argon2id hash is kept.';

CREATE TABLE hotelmate.staff_session (
    hotel_id bigint NOT NULL,
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    staff_id bigint NOT NULL,
    is_person boolean GENERATED ALWAYS AS (true) STORED,
    started_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_reason text,
    CONSTRAINT staff_session_pkey PRIMARY KEY (hotel_id, id),
    CONSTRAINT staff_session_of_person FOREIGN KEY (hotel_id, staff_id, is_person)
    REFERENCES hotelmate.staff (hotel_id, id, is_person),
    CONSTRAINT staff_session_expires_after_start CHECK (expires_at > started_at),
    CONSTRAINT staff_session_end_says_why CHECK ((ended_at IS NULL) = (ended_reason IS NULL)),
    CONSTRAINT staff_session_end_known CHECK (
        ended_reason IN ('LOGGED_OUT', 'TOKEN_REUSED', 'REVOKED', 'PASSWORD_CHANGED', 'STAFF_CHANGED')
    )
);
CREATE INDEX staff_session_of_member ON hotelmate.staff_session (hotel_id, staff_id) WHERE ended_at IS NULL;
CREATE INDEX staff_session_by_end ON hotelmate.staff_session (expires_at);
COMMENT ON TABLE hotelmate.staff_session IS
'A log-in, with the family of refresh tokens that follow from it. It ends once, for all of them.';
COMMENT ON COLUMN hotelmate.staff_session.id IS 'Stands in the access tokens.';
COMMENT ON COLUMN hotelmate.staff_session.staff_id IS 'Who logged in.';
COMMENT ON COLUMN hotelmate.staff_session.is_person IS 'Derived: who may have one.';
COMMENT ON COLUMN hotelmate.staff_session.started_at IS 'When.';
COMMENT ON COLUMN hotelmate.staff_session.expires_at IS 'When it is over without anybody ending it.';
COMMENT ON COLUMN hotelmate.staff_session.ended_at IS 'When it was ended; NULL while it was not.';
COMMENT ON COLUMN hotelmate.staff_session.ended_reason IS
'LOGGED_OUT, TOKEN_REUSED, REVOKED, PASSWORD_CHANGED or STAFF_CHANGED.';
COMMENT ON CONSTRAINT staff_session_of_person ON hotelmate.staff_session IS
'A session is of a person of the same hotel''s staff: an integration has API keys.';
COMMENT ON CONSTRAINT staff_session_expires_after_start ON hotelmate.staff_session IS
'A session expires after it started.';
COMMENT ON CONSTRAINT staff_session_end_says_why ON hotelmate.staff_session IS
'A session that was ended says why, and only such a one.';
COMMENT ON CONSTRAINT staff_session_end_known ON hotelmate.staff_session IS
'A session ends by log-out, a reused token, revocation, or a change of password or staff.';
COMMENT ON INDEX hotelmate.staff_session_of_member IS 'The sessions of a member of staff that nobody ended.';
COMMENT ON INDEX hotelmate.staff_session_by_end IS 'Sessions that are over, which are removed after a while.';

CREATE TABLE hotelmate.refresh_token (
    hotel_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    session_id uuid NOT NULL,
    issued_at timestamptz NOT NULL DEFAULT now(),
    used_at timestamptz,
    CONSTRAINT refresh_token_pkey PRIMARY KEY (hotel_id, token_hash),
    CONSTRAINT refresh_token_of_session FOREIGN KEY (hotel_id, session_id)
    REFERENCES hotelmate.staff_session (hotel_id, id) ON DELETE CASCADE,
    CONSTRAINT refresh_token_is_sha256 CHECK (octet_length(token_hash) = 32)
);
CREATE UNIQUE INDEX refresh_token_single_unused
ON hotelmate.refresh_token (hotel_id, session_id) WHERE used_at IS NULL;
CREATE INDEX refresh_token_of_family ON hotelmate.refresh_token (hotel_id, session_id);
COMMENT ON TABLE hotelmate.refresh_token IS
'Refresh tokens by their SHA-256. Each is used once, for its successor; whoever uses one again ends the session.';
COMMENT ON COLUMN hotelmate.refresh_token.token_hash IS 'SHA-256 of the token, which is nowhere kept.';
COMMENT ON COLUMN hotelmate.refresh_token.session_id IS 'The session that it renews.';
COMMENT ON COLUMN hotelmate.refresh_token.issued_at IS 'When it was issued.';
COMMENT ON COLUMN hotelmate.refresh_token.used_at IS 'When it was used; NULL: it is the one that works.';
COMMENT ON CONSTRAINT refresh_token_of_session ON hotelmate.refresh_token IS
'A refresh token renews a session of the same hotel.';
COMMENT ON CONSTRAINT refresh_token_is_sha256 ON hotelmate.refresh_token IS
'Of a refresh token only its SHA-256 is kept.';
COMMENT ON INDEX hotelmate.refresh_token_single_unused IS 'One refresh token of a session works at a time.';
COMMENT ON INDEX hotelmate.refresh_token_of_family IS 'The tokens of a session, which are removed with it.';

CREATE TABLE hotelmate.api_key (
    hotel_id bigint NOT NULL,
    id bigint GENERATED BY DEFAULT AS IDENTITY,
    staff_id bigint NOT NULL,
    staff_role text GENERATED ALWAYS AS ('INTEGRATION') STORED,
    name text NOT NULL,
    key_hash bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL DEFAULT hotelmate.current_actor(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CONSTRAINT api_key_pkey PRIMARY KEY (hotel_id, id),
    CONSTRAINT api_key_hash_unique UNIQUE (hotel_id, key_hash),
    CONSTRAINT api_key_of_integration FOREIGN KEY (hotel_id, staff_id, staff_role)
    REFERENCES hotelmate.staff (hotel_id, id, role),
    CONSTRAINT api_key_has_name CHECK (name ~ '\S'),
    CONSTRAINT api_key_is_sha256 CHECK (octet_length(key_hash) = 32),
    CONSTRAINT api_key_expires CHECK (expires_at > created_at AND expires_at <= created_at + interval '400 days')
);
CREATE INDEX api_key_of_member ON hotelmate.api_key (hotel_id, staff_id);
COMMENT ON TABLE hotelmate.api_key IS
'Keys by which programs call the API, as a member of staff with role INTEGRATION.';
COMMENT ON COLUMN hotelmate.api_key.staff_id IS 'Who acts when it is used.';
COMMENT ON COLUMN hotelmate.api_key.staff_role IS 'Derived: the one role that may have keys.';
COMMENT ON COLUMN hotelmate.api_key.name IS 'What it is for.';
COMMENT ON COLUMN hotelmate.api_key.key_hash IS 'SHA-256 of the key, which is nowhere kept.';
COMMENT ON COLUMN hotelmate.api_key.created_at IS 'When it was issued.';
COMMENT ON COLUMN hotelmate.api_key.created_by IS 'Who issued it.';
COMMENT ON COLUMN hotelmate.api_key.expires_at IS 'Until when it works.';
COMMENT ON COLUMN hotelmate.api_key.revoked_at IS 'Since when it does not any more; NULL: it was not revoked.';
COMMENT ON CONSTRAINT api_key_hash_unique ON hotelmate.api_key IS 'An API key is issued once.';
COMMENT ON CONSTRAINT api_key_of_integration ON hotelmate.api_key IS
'An API key is of a member of the same hotel''s staff with role INTEGRATION.';
COMMENT ON CONSTRAINT api_key_has_name ON hotelmate.api_key IS 'An API key says what it is for.';
COMMENT ON CONSTRAINT api_key_is_sha256 ON hotelmate.api_key IS 'Of an API key only its SHA-256 is kept.';
COMMENT ON CONSTRAINT api_key_expires ON hotelmate.api_key IS 'An API key expires, within 400 days.';
COMMENT ON INDEX hotelmate.api_key_of_member IS 'The API keys of a member of staff.';

CREATE TABLE hotelmate.api_key_scope (
    hotel_id bigint NOT NULL,
    api_key_id bigint NOT NULL,
    permission text NOT NULL,
    role text GENERATED ALWAYS AS ('INTEGRATION') STORED,
    CONSTRAINT api_key_scope_pkey PRIMARY KEY (hotel_id, api_key_id, permission),
    CONSTRAINT api_key_scope_of_hotel FOREIGN KEY (hotel_id, api_key_id) REFERENCES hotelmate.api_key (hotel_id, id),
    CONSTRAINT api_key_scope_permitted FOREIGN KEY (role, permission)
    REFERENCES hotelmate.staff_role_permission (role, permission)
);
COMMENT ON TABLE hotelmate.api_key_scope IS 'What may be done with an API key; nothing that is not here.';
COMMENT ON COLUMN hotelmate.api_key_scope.api_key_id IS 'The key.';
COMMENT ON COLUMN hotelmate.api_key_scope.permission IS 'What may be done with it.';
COMMENT ON COLUMN hotelmate.api_key_scope.role IS 'Derived: the role of whoever has keys.';
COMMENT ON CONSTRAINT api_key_scope_of_hotel ON hotelmate.api_key_scope IS 'A scope is of a key of the same hotel.';
COMMENT ON CONSTRAINT api_key_scope_permitted ON hotelmate.api_key_scope IS
'A scope is something that the role INTEGRATION may do.';

CREATE TABLE hotelmate.access_event (
    hotel_id bigint NOT NULL,
    id bigint GENERATED BY DEFAULT AS IDENTITY,
    staff_id bigint NOT NULL,
    event text NOT NULL,
    role text,
    is_active boolean,
    api_key_id bigint,
    session_id uuid,
    actor text NOT NULL DEFAULT hotelmate.current_actor(),
    request_id text DEFAULT hotelmate.current_request_id(),
    occurred_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT access_event_pkey PRIMARY KEY (hotel_id, id),
    CONSTRAINT access_event_of_staff FOREIGN KEY (hotel_id, staff_id) REFERENCES hotelmate.staff (hotel_id, id),
    CONSTRAINT access_event_known CHECK (
        event IN (
            'STAFF_ADDED', 'STAFF_CHANGED', 'PASSWORD_SET', 'PASSWORD_REMOVED', 'SESSION_REVOKED',
            'API_KEY_ISSUED', 'API_KEY_CHANGED', 'API_KEY_REVOKED'
        )
    )
);
CREATE INDEX access_event_of_member ON hotelmate.access_event (hotel_id, staff_id, id);
COMMENT ON TABLE hotelmate.access_event IS
'Audit trail of who may do what, written by triggers whoever changes it. Log-ins are in staff_session.';
COMMENT ON COLUMN hotelmate.access_event.staff_id IS 'Whose access was changed.';
COMMENT ON COLUMN hotelmate.access_event.event IS
'STAFF_ADDED, STAFF_CHANGED, PASSWORD_SET, PASSWORD_REMOVED, SESSION_REVOKED, API_KEY_ISSUED, API_KEY_CHANGED or '
'API_KEY_REVOKED.';
COMMENT ON COLUMN hotelmate.access_event.role IS 'Of STAFF_ADDED and STAFF_CHANGED: the role from then on.';
COMMENT ON COLUMN hotelmate.access_event.is_active IS 'Of STAFF_ADDED and STAFF_CHANGED: whether they work here.';
COMMENT ON COLUMN hotelmate.access_event.api_key_id IS
'Of API_KEY_ISSUED, API_KEY_CHANGED and API_KEY_REVOKED: the key.';
COMMENT ON COLUMN hotelmate.access_event.session_id IS 'Of SESSION_REVOKED: the session, while it is kept.';
COMMENT ON COLUMN hotelmate.access_event.actor IS 'Who changed it.';
COMMENT ON COLUMN hotelmate.access_event.request_id IS 'The request that changed it, if one did.';
COMMENT ON COLUMN hotelmate.access_event.occurred_at IS 'When.';
COMMENT ON CONSTRAINT access_event_of_staff ON hotelmate.access_event IS
'Access is that of a member of the same hotel''s staff.';
COMMENT ON CONSTRAINT access_event_known ON hotelmate.access_event IS 'A change of access is one of the eight.';
COMMENT ON INDEX hotelmate.access_event_of_member IS 'The changes of one member''s access, in order.';

CREATE TABLE hotelmate.log_in_limit (
    subject bytea NOT NULL,
    failures integer NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT log_in_limit_pkey PRIMARY KEY (subject),
    CONSTRAINT log_in_limit_is_sha256 CHECK (octet_length(subject) = 32),
    CONSTRAINT log_in_limit_counts CHECK (failures > 0)
);
CREATE INDEX log_in_limit_by_age ON hotelmate.log_in_limit (since);
COMMENT ON TABLE hotelmate.log_in_limit IS
'Attempts to log in by account, address and both, whether there is such an account or not. No hotel leads the key.';
COMMENT ON COLUMN hotelmate.log_in_limit.subject IS 'SHA-256 of the account, the address, or both.';
COMMENT ON COLUMN hotelmate.log_in_limit.failures IS 'Attempts that did not succeed, or have not yet.';
COMMENT ON COLUMN hotelmate.log_in_limit.since IS 'When the period began in which they are counted.';
COMMENT ON CONSTRAINT log_in_limit_is_sha256 ON hotelmate.log_in_limit IS
'Of whoever tries to log in only a SHA-256 is kept.';
COMMENT ON CONSTRAINT log_in_limit_counts ON hotelmate.log_in_limit IS 'Who is counted has tried.';
COMMENT ON INDEX hotelmate.log_in_limit_by_age IS 'Counts whose period is over, which are removed.';

CREATE TABLE hotelmate.idempotency_key (
    hotel_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status smallint NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_key_pkey PRIMARY KEY (hotel_id, staff_id, key),
    CONSTRAINT idempotency_key_of_staff FOREIGN KEY (hotel_id, staff_id) REFERENCES hotelmate.staff (hotel_id, id),
    CONSTRAINT idempotency_key_well_formed CHECK (key ~ '^[\x21-\x7e]{1,255}$'),
    CONSTRAINT idempotency_key_request_is_sha256 CHECK (octet_length(request_hash) = 32),
    CONSTRAINT idempotency_key_is_of_success CHECK (status BETWEEN 200 AND 299)
);
CREATE INDEX idempotency_key_by_age ON hotelmate.idempotency_key (created_at);
COMMENT ON TABLE hotelmate.idempotency_key IS
'Answers of requests that had an effect, kept for 24 hours: who repeats one gets its answer and no second effect.';
COMMENT ON COLUMN hotelmate.idempotency_key.staff_id IS 'Who sent the request.';
COMMENT ON COLUMN hotelmate.idempotency_key.key IS 'The header Idempotency-Key.';
COMMENT ON COLUMN hotelmate.idempotency_key.request_hash IS
'SHA-256 of method, path, query and body, under a key of the API: what was in it cannot be guessed.';
COMMENT ON COLUMN hotelmate.idempotency_key.status IS 'HTTP status of the answer.';
COMMENT ON COLUMN hotelmate.idempotency_key.headers IS 'Headers of the answer that belong to it.';
COMMENT ON COLUMN hotelmate.idempotency_key.body IS
'Body of the answer, byte for byte, without what is shown only once.';
COMMENT ON COLUMN hotelmate.idempotency_key.created_at IS 'When the request had its effect.';
COMMENT ON CONSTRAINT idempotency_key_of_staff ON hotelmate.idempotency_key IS
'An idempotency key is of a member of the same hotel''s staff.';
COMMENT ON CONSTRAINT idempotency_key_well_formed ON hotelmate.idempotency_key IS
'An idempotency key is 1 to 255 visible characters of ASCII.';
COMMENT ON CONSTRAINT idempotency_key_request_is_sha256 ON hotelmate.idempotency_key IS
'Of a request only its SHA-256 is kept.';
COMMENT ON CONSTRAINT idempotency_key_is_of_success ON hotelmate.idempotency_key IS
'Only the answer to a request that had an effect is kept.';
COMMENT ON INDEX hotelmate.idempotency_key_by_age IS 'Answers that are kept no longer, which are removed.';
