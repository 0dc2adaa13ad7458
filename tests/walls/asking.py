"""Sending the requests of tests.walls.routes."""

from collections.abc import Mapping
from urllib.parse import quote

import httpx

from tests.walls.routes import Call, Example

STREAM = "text/event-stream"


def ask(
    client: httpx.Client,
    example: Example,
    call: Call,
    slug: str,
    headers: Mapping[str, str],
) -> httpx.Response:
    """Send a request to a hotel; of a stream only its beginning is waited for.

    Args:
        client: of the server.
        example: the operation.
        call: what is sent.
        slug: of the hotel that the path names.
        headers: the credential, or others that go before the call's own.
    """
    path = example.template.replace("{slug}", slug)
    for name, value in call.path.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    request = client.build_request(
        example.method,
        path,
        params=call.query or None,
        json=call.body,
        content=call.raw,
        headers={**call.headers, **headers},
    )
    response = client.send(request, stream=True)
    try:
        if not response.headers.get("content-type", "").startswith(STREAM):
            response.read()
    finally:
        response.close()
    return response


def told(response: httpx.Response) -> str:
    """Return the text of an answer; of a stream nothing was read."""
    return response.text if response.is_stream_consumed else ""


def problem(response: httpx.Response) -> tuple[int, str]:
    """Return status and type of a problem."""
    body = response.json()
    return response.status_code, str(body.get("type", "")).removeprefix("/problems/")
