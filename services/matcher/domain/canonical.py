"""JSON as exact bytes: equal values always give equal text."""

import json
from typing import Any


def canonical_json(value: Any) -> str:
    """Returns `value` as JSON with sorted keys and no white space, always valid UTF-8 text.

    A lone surrogate, which some PDFs yield and UTF-8 cannot hold, becomes a question mark. A number that is not
    finite raises ValueError: it has no JSON form.
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "replace").decode("utf-8")
