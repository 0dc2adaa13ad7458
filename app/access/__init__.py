"""Who calls and what lets them in: access tokens, refresh tokens, API keys, passwords."""
