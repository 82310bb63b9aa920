"""Makes ids, API keys and webhook secrets from the system's random source."""

import re
import secrets
from hashlib import sha256
from string import ascii_letters, digits

_ALPHABET = digits + ascii_letters

# 62^16 is 95 bits: enough for an id that grants nothing. 62^28 is 166 bits: what a secret must have at least is 160.
_ID_LENGTH = 16
_SECRET_LENGTH = 28

_API_KEY = re.compile(rf"cvk_[0-9A-Za-z]{{{_SECRET_LENGTH}}}")
_CLIENT_ID = re.compile(rf"cl_[0-9A-Za-z]{{{_ID_LENGTH}}}")
_KEY_ID = re.compile(rf"key_[0-9A-Za-z]{{{_ID_LENGTH}}}")


def base62(length: int) -> str:
    """Returns `length` random characters, 5.95 bits each."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def new_client_id() -> str:
    """Returns `cl_` and 16 random characters."""
    return f"cl_{base62(_ID_LENGTH)}"


def new_key_id() -> str:
    """Returns `key_` and 16 random characters; a key's id is no secret."""
    return f"key_{base62(_ID_LENGTH)}"


def new_movement_id() -> str:
    """Returns the id of a grant or adjustment whose caller brings none: `mv_` and 16 random characters."""
    return f"mv_{base62(_ID_LENGTH)}"


def new_secret_id() -> str:
    """Returns `whs_` and 16 random characters; a secret's id is no secret."""
    return f"whs_{base62(_ID_LENGTH)}"


def new_api_key() -> str:
    """Returns a plain API key, `cvk_` and 166 random bits; only its SHA-256 is ever stored."""
    return f"cvk_{base62(_SECRET_LENGTH)}"


def new_webhook_secret() -> str:
    """Returns a webhook secret, `whsec_` and 166 random bits."""
    return f"whsec_{base62(_SECRET_LENGTH)}"


def looks_like_api_key(text: str) -> bool:
    """Tells whether `text` has the form of an API key; the form is public, so this tells nothing of any key."""
    return _API_KEY.fullmatch(text) is not None


def is_client_id(text: str) -> bool:
    """Tells whether `text` has the form of a client id."""
    return _CLIENT_ID.fullmatch(text) is not None


def is_key_id(text: str) -> bool:
    """Tells whether `text` has the form of a key id."""
    return _KEY_ID.fullmatch(text) is not None


def hash_api_key(plain_key: str) -> str:
    """Returns the SHA-256 in hexadecimal that stands for a plain key in storage.

    A fast hash is right here: 166 random bits cannot be guessed, unlike a password.
    """
    return sha256(plain_key.encode()).hexdigest()
