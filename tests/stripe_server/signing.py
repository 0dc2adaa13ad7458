"""The Stripe-Signature header."""

import hashlib
import hmac
import time
from collections.abc import Sequence


def signature(body: bytes, secrets: Sequence[str], *, age: float = 0.0) -> str:
    """Sign a body with each secret: `t=…,v1=…,v1=…`.

    The time is the machine's, which is the receiver's, however far the provider's is moved.

    Args:
        age: how many seconds ago it was signed; negative is in the future.
    """
    moment = int(time.time() - age)
    signed = f"{moment}.".encode() + body
    digests = [hmac.new(each.encode(), signed, hashlib.sha256).hexdigest() for each in secrets]
    # Real headers carry a v0 too, which receivers must not take for a signature.
    return ",".join([f"t={moment}", *(f"v1={each}" for each in digests), f"v0={'0' * 64}"])
