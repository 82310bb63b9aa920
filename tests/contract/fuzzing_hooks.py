"""What the fuzzer is told of bodies it does not know: lines are sent as the text they are."""

from typing import Any

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(context: Any, value: Any) -> bytes:
    """The body of a stream: generated text, or what a negative test has in place of one."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
