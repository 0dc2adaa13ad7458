"""Proxies in front: their word about the client is taken only where they are named."""

from collections.abc import Sequence
from typing import cast

from litestar.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware


def behind(proxies: Sequence[str], app: ASGIApp) -> ASGIApp:
    """Let an application see the client's address and scheme instead of a trusted proxy's.

    Of X-Forwarded-For counts the last address that is not itself a trusted proxy: what stands
    before it anybody may have written. The server's own belief in these headers is switched off.

    Args:
        proxies: addresses and networks that are believed.
        app: what is behind them.
    """
    if not proxies:
        return app
    return cast(ASGIApp, ProxyHeadersMiddleware(cast("object", app), list(proxies)))  # type: ignore[arg-type]
