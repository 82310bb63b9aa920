"""Signs webhook bodies: `t=<unix seconds>,v1=<hex of HMAC-SHA256(secret, "<t>.<raw body>")>`."""

import hmac
from collections.abc import Sequence

SIGNATURE_HEADER = "X-CVDM-Signature"
EVENT_ID_HEADER = "X-CVDM-Event-Id"


def signature(body: bytes, *, secret: str, at_s: int) -> str:
    """Returns the hex signature of the exact `body` bytes at a unix time."""
    return hmac.new(secret.encode(), b"%d." % at_s + body, "sha256").hexdigest()


def signature_header(body: bytes, *, secrets: Sequence[str], at_s: int) -> str:
    """Returns the header's value with one `v1` per secret: several while a secret is rotated.

    Raises:
        ValueError: no secret was given; a delivery is never sent unsigned.
    """
    if not secrets:
        raise ValueError("a delivery cannot be signed without a secret")
    marks = [f"v1={signature(body, secret=secret, at_s=at_s)}" for secret in secrets]
    return ",".join([f"t={at_s}", *marks])
