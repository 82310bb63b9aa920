"""Short names of corpora and candidates: what stands in key names and logs in place of a client's own text.

The bytes of an id decide: nothing is folded, trimmed or normalised before it is hashed.
"""

import hashlib

_HEX_DIGITS = 32


def corpus_key(corpus_id: str) -> str:
    """Returns the 32 hex digits a corpus goes by inside its client."""
    return _hashed(corpus_id)


def candidate_key(external_id: str) -> str:
    """Returns the 32 hex digits a candidate goes by inside its corpus."""
    return _hashed(external_id)


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_HEX_DIGITS]
