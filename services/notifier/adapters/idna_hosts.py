"""Folds international host names by the one IDNA codec there is here: IDNA 2008 after the mapping of UTS #46."""

import idna


def to_ascii(host: str) -> str:
    """Returns a host's ASCII form in lower case; full-width and circled characters and ideographic stops are folded.

    Raises:
        ValueError: the host has no such form.
    """
    return idna.encode(host, uts46=True, std3_rules=True).decode("ascii").lower()
