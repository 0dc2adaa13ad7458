"""Log-in by password, and the renewal of its session.

What was wrong is told to nobody: an account that there is not, one that has no password, one of
somebody who left and a wrong password take the same steps and get the same answer.
"""

from datetime import datetime

from app.access.access_tokens import AccessToken, AccessTokens
from app.access.credentials import CHALLENGE
from app.access.passwords import Passwords
from app.access.tokens import REFRESH_TOKEN, hash_of
from app.database import Database, Row
from app.models.access import LogIn, Tokens
from app.problems import ProblemError
from app.queries import access as queries


class LogIns:
    """Begins sessions and renews them.

    Attributes:
        passwords: compares them; whoever changes one uses it too.
    """

    def __init__(self, database: Database, tokens: AccessTokens, session_hours: int) -> None:
        self._database = database
        self._tokens = tokens
        self._session_hours = session_hours
        self.passwords = Passwords()

    async def begin(self, slug: str, attempt: LogIn, address: str) -> Tokens:
        """Begin a session of a member of staff.

        Args:
            slug: of the hotel.
            attempt: name and password.
            address: that the attempt is counted under.

        Raises:
            ProblemError: `log-in-refused`, whatever was wrong; `log-in-limited`: too many attempts
                failed; `log-in-busy`: too many log in at once.
        """
        async with self.passwords.place():
            ((wait_seconds, hotel_id, staff_id, role, kept),) = await self._database.find(
                queries.BEGIN_LOG_IN,
                {"slug": slug, "username": attempt.username, "address": address},
            )
            require_attempt(wait_seconds)
            if not await self.passwords.is_of(kept, attempt.password):
                raise _refused()
            made_anew = await self.passwords.made_anew(kept, attempt.password)
        refresh_token = REFRESH_TOKEN.make(hotel_id)
        ((session_id, expires_at),) = await self._database.find(
            queries.OPEN_SESSION,
            {
                "hotel_id": hotel_id,
                "staff_id": staff_id,
                "kept": kept,
                "made_anew": made_anew,
                "token_hash": hash_of(refresh_token),
                "hours": self._session_hours,
                "address": address,
            },
        )
        if session_id is None:
            raise _refused()
        who = AccessToken(hotel_id, slug, staff_id, attempt.username, role, str(session_id))
        return self._issue(who, refresh_token, expires_at)

    async def renew(self, slug: str, text: str) -> Tokens:
        """Use a refresh token up and return what follows it.

        Raises:
            ProblemError: `refresh-refused`, whatever was wrong.
        """
        hotel_id = REFRESH_TOKEN.hotel_of(text)
        if hotel_id is None:
            raise ProblemError("refresh-refused", headers=CHALLENGE)
        following = REFRESH_TOKEN.make(hotel_id)
        (row,) = await self._database.find(
            queries.RENEW_SESSION,
            {
                "slug": slug,
                "hotel_id": hotel_id,
                "token_hash": hash_of(text),
                "new_token_hash": hash_of(following),
            },
        )
        who, expires_at = _holder(row, hotel_id, slug)
        return self._issue(who, following, expires_at)

    def _issue(self, who: AccessToken, refresh_token: str, expires_at: datetime) -> Tokens:
        return Tokens(
            access_token=self._tokens.issue(who),
            expires_in=int(self._tokens.lifetime.total_seconds()),
            refresh_token=refresh_token,
            refresh_expires_at=expires_at,
        )


def require_attempt(wait_seconds: int) -> None:
    """Let an attempt go on unless too many have failed.

    Raises:
        ProblemError: `log-in-limited`, with the seconds to wait.
    """
    if wait_seconds:
        raise ProblemError("log-in-limited", headers={"Retry-After": str(wait_seconds)})


def _refused() -> ProblemError:
    return ProblemError("log-in-refused", headers=CHALLENGE)


def _holder(row: Row, hotel_id: int, slug: str) -> tuple[AccessToken, datetime]:
    session_id, expires_at, staff_id, username, role = row
    if session_id is None:
        raise ProblemError("refresh-refused", headers=CHALLENGE)
    return AccessToken(hotel_id, slug, staff_id, username, role, str(session_id)), expires_at
