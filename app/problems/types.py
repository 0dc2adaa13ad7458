"""Every type of problem that the API answers with: the invariants, and what is wrong before them.

The name of an invariant's type is the invariant's, with dashes. `title` says the rule or the
defect, `advice` what to do about it; neither quotes anybody's data.
"""

from dataclasses import dataclass

from app.invariants import INVARIANTS
from app.problems.advice import ADVICE


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One type.

    Attributes:
        name: last part of the type's address, lower case with dashes.
        status: HTTP status.
        title: one sentence, the same for every problem of the type.
        advice: what the caller can do.
        invariant: the name of the rule of the database, None for the API's own types.
    """

    name: str
    status: int
    title: str
    advice: str
    invariant: str | None = None

    @property
    def address(self) -> str:
        """The `type` of the problem, which resolves to its description."""
        return f"/problems/{self.name}"


_OWN = (
    ProblemType(
        "request-invalid",
        400,
        "The request does not have the documented shape.",
        "Mend the fields that `errors` names; the document at /schema/openapi.json has the shape.",
    ),
    ProblemType(
        "webhook-signature-invalid",
        400,
        "The event is not signed by Stripe, or not now.",
        "Send Stripe's own `Stripe-Signature` within 300 seconds; STRIPE_WEBHOOK_SECRET must be the"
        " endpoint's, and this server's clock must be right.",
    ),
    ProblemType(
        "not-authenticated",
        401,
        "The request carries no valid credential.",
        "Send `Authorization: Bearer` with an access token or an API key that still works.",
    ),
    ProblemType(
        "log-in-refused",
        401,
        "Nobody is let in with this.",
        "Check hotel, username and password. A manager gives another password.",
    ),
    ProblemType(
        "refresh-refused",
        401,
        "The session is not renewed with this.",
        "Log in anew. A refresh token works once, and whoever uses one again ends the session.",
    ),
    ProblemType(
        "role-not-permitted",
        403,
        "The caller's role, or the scope of their API key, does not permit this.",
        "Ask a manager. GET …/me lists what the caller may do.",
    ),
    ProblemType(
        "not-permitted",
        403,
        "The database does not permit this to the API.",
        "Nothing was changed. Ask the operator whether the schema's grants stand.",
    ),
    ProblemType(
        "channel-not-permitted",
        403,
        "The credential does not open this channel.",
        "Staff hear their hotel, its rooms and their own notifications; a guest hears the booking"
        " that a link is for, while the link works.",
    ),
    ProblemType(
        "hotel-not-found",
        404,
        "There is no hotel of this slug for this credential.",
        "Check the path; a credential is good for its own hotel.",
    ),
    ProblemType(
        "booking-not-found", 404, "This hotel has no booking of this id.", "Check the booking_id."
    ),
    ProblemType(
        "guest-not-found",
        404,
        "The party of this booking has no guest of this id.",
        "Read the booking's party.",
    ),
    ProblemType(
        "room-not-found", 404, "This hotel has no room of this number.", "Check the room_number."
    ),
    ProblemType(
        "staff-not-found", 404, "This hotel has no staff of this username.", "Check the username."
    ),
    ProblemType("api-key-not-found", 404, "This hotel has no API key of this id.", "Check the id."),
    ProblemType("task-not-found", 404, "This hotel has no task of this id.", "Check the task_id."),
    ProblemType(
        "problem-type-not-found",
        404,
        "There is no problem type of this name.",
        "GET /problems lists them.",
    ),
    ProblemType(
        "link-unknown",
        404,
        "There is no such link.",
        "Copy the whole link as the hotel sent it, or ask the hotel for a new one.",
    ),
    ProblemType(
        "route-not-found",
        404,
        "There is nothing at this path.",
        "The document at /schema/openapi.json lists the paths.",
    ),
    ProblemType(
        "method-not-allowed",
        405,
        "This path does not take this method.",
        "The header `Allow` lists the methods that it takes.",
    ),
    ProblemType(
        "request-too-slow",
        408,
        "The request did not arrive in time.",
        "Nothing was changed. Send it again, on a new connection.",
    ),
    ProblemType(
        "booking-not-in-house",
        409,
        "Only a guest in house moves to another room.",
        "Before check-in, assign another room instead.",
    ),
    ProblemType(
        "room-move-changes-room",
        409,
        "A move leads to another room.",
        "Choose another room than the one the guest is in.",
    ),
    ProblemType(
        "rule-violated",
        409,
        "A rule of the database forbids this.",
        "Nothing was changed. Read the state again before another attempt.",
    ),
    ProblemType(
        "events-gone",
        410,
        "What followed this position is no longer there, or never was.",
        "Ask for the events without `after`, read the state anew, then go on from the `latest` of"
        " that answer.",
    ),
    ProblemType(
        "link-used",
        410,
        "This link was used: pre-check-in is submitted.",
        "Nothing is left to do. To change what was submitted, ask the hotel.",
    ),
    ProblemType(
        "link-superseded",
        410,
        "A newer link has taken the place of this one.",
        "Open the newest link that the hotel sent.",
    ),
    ProblemType(
        "link-ended",
        410,
        "The booking of this link has ended, and the link with it.",
        "Ask the hotel, if that is not so.",
    ),
    ProblemType(
        "link-revoked",
        410,
        "The hotel has revoked this link.",
        "Ask the hotel for a new one.",
    ),
    ProblemType(
        "link-expired",
        410,
        "The time of this link is over.",
        "Ask the hotel for a new one. What was saved is still there.",
    ),
    ProblemType(
        "version-outdated",
        412,
        "It is not in the state any more that `If-Match` names.",
        "Nothing was changed. Read it again, decide anew, and send the new `ETag`.",
    ),
    ProblemType(
        "request-too-large",
        413,
        "The request is larger than any that makes sense here.",
        "Send less.",
    ),
    ProblemType(
        "media-type-unsupported",
        415,
        "The body is of another media type than is taken here.",
        "Send `Content-Type: application/json`.",
    ),
    ProblemType(
        "idempotency-key-reused",
        422,
        "This Idempotency-Key was used for another request.",
        "Nothing was changed. Give each change a key of its own; repeat a request unaltered. When"
        " the server's keys were replaced, none is known again: read what became of the first.",
    ),
    ProblemType(
        "value-required", 422, "A value that is needed is missing.", "Send what `errors` names."
    ),
    ProblemType(
        "value-invalid",
        422,
        "A value cannot be stored.",
        "Texts have no NUL character; numbers and dates stay in their range.",
    ),
    ProblemType(
        "party-member-unknown",
        422,
        "An id in the party is not of this booking, or stands there twice.",
        "Read the booking's party; leave the id out for a guest who is new.",
    ),
    ProblemType(
        "precheckin-field-repeated",
        422,
        "Two fields of a form that are asked of the same have the same name.",
        "Give each field a name of its own; `errors` names the second.",
    ),
    ProblemType(
        "cancellation-term-repeated",
        422,
        "Two cancellation terms are for the same number of days.",
        "Give each days_before_arrival once; `errors` names the term.",
    ),
    ProblemType(
        "precondition-required",
        428,
        "This hotel wants changes of bookings and rooms to say which state they are of.",
        "Nothing was changed. Read it and send its `ETag` as `If-Match`.",
    ),
    ProblemType(
        "too-many-requests",
        429,
        "This credential, or this address without a valid one, asks more often than it may.",
        "Nothing was changed. Repeat the request after `Retry-After` seconds.",
    ),
    ProblemType(
        "password-wrong",
        422,
        "The old password is another one.",
        "Nothing was changed. Send the password that works now, or ask a manager for another.",
    ),
    ProblemType(
        "log-in-limited",
        429,
        "Too many attempts with this username, or from this address, have failed.",
        "Wait for `Retry-After` seconds. Sessions that go on are not touched.",
    ),
    ProblemType(
        "internal-error",
        500,
        "Something failed on our side.",
        "Nothing was changed. Report the request_id; the log has the cause.",
    ),
    ProblemType(
        "payment-provider-refused",
        502,
        "Stripe refused what it was asked for.",
        "Nothing was charged. `errors` has Stripe's code; mend what it names and repeat the"
        " request.",
    ),
    ProblemType(
        "payment-provider-unavailable",
        503,
        "Stripe did not answer, or is busy.",
        "Repeat the request after `Retry-After` seconds: it goes on where this one ended.",
    ),
    ProblemType(
        "payments-not-configured",
        503,
        "This server has no working credentials of Stripe.",
        "Take the payment at the desk, or set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET.",
    ),
    ProblemType(
        "realtime-not-configured",
        503,
        "This server has no credentials of Pusher.",
        "Take the events by replay or as a stream, or set PUSHER_KEY and PUSHER_SECRET.",
    ),
    ProblemType(
        "event-streams-full",
        503,
        "This server sends as many streams of events as it may.",
        "Repeat the request after `Retry-After` seconds, or ask for the events page by page.",
    ),
    ProblemType(
        "events-delayed",
        503,
        "An event has waited for too long to be delivered.",
        "See whether the relay runs and reaches Pusher: `hotelmate relay --status`, /metrics.",
    ),
    ProblemType(
        "log-in-busy",
        503,
        "More people log in than passwords can be compared.",
        "Repeat the request after `Retry-After` seconds; it did not count as an attempt.",
    ),
    ProblemType(
        "database-busy",
        503,
        "Others hold what this request needs, or it took too long.",
        "Nothing was changed. Repeat the request after `Retry-After` seconds.",
    ),
    ProblemType(
        "database-unavailable",
        503,
        "The database cannot be reached.",
        "Repeat the request after `Retry-After` seconds; look first whether a change was made.",
    ),
    ProblemType(
        "request-timed-out",
        503,
        "The request took longer than it may, and was given up.",
        "Unless it had come as far as the COMMIT, nothing was changed. Repeat it with the same"
        " Idempotency-Key, or look first whether the change was made.",
    ),
    ProblemType(
        "schema-outdated",
        503,
        "The database's schema is not at the program's revision.",
        "Run the migrations of this version of the program.",
    ),
)

PROBLEM_TYPES: dict[str, ProblemType] = {
    kind.name: kind
    for kind in (
        *_OWN,
        *(
            ProblemType(
                rule.name.replace("_", "-"),
                rule.status,
                rule.sentence,
                ADVICE.get(rule.name, "The change would break this rule, so nothing was changed."),
                rule.name,
            )
            for rule in INVARIANTS
        ),
    )
}
