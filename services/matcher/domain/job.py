"""The job description as the engine reads it: plain text, whatever shape the client sent."""

import json
from typing import Any


def job_text(raw: str) -> str:
    """Returns the text of a job description.

    One that parses to a JSON object is the JD object: its text is every string value in document order, one a line.
    Anything else is text already, and so is an object without a single string.
    """
    jd_object = _parse_object(raw)
    if jd_object is None:
        return raw
    return "\n".join(_strings(jd_object)) or raw


def _parse_object(raw: str) -> dict[str, Any] | None:
    if not raw.lstrip().startswith("{"):
        return None
    try:
        parsed = json.loads(raw)
    except (ValueError, RecursionError):
        # RecursionError: brackets nested thousands deep are legal JSON and no job description; they stay text.
        return None
    return parsed if isinstance(parsed, dict) else None


def _strings(value: Any) -> list[str]:
    """Walks without recursion: the depth is the client's choice."""
    found: list[str] = []
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            if node.strip():
                found.append(node.strip())
        elif isinstance(node, dict):
            stack.extend(reversed(node.values()))
        elif isinstance(node, list):
            stack.extend(reversed(node))
    return found
