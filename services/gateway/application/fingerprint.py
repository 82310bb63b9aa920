"""Tells whether two submits have the same content, whatever the spelling of their JSON."""

import json
from hashlib import sha256

from services.gateway.schemas.match import SubmitForm


def fingerprint(form: SubmitForm) -> bytes:
    """Returns the SHA-256 over everything a submit says, its idempotency key apart.

    Order of keys and white space of `config` and `metadata` do not matter; the order of tags does not either.
    """
    digest = sha256(sha256(form.cv_file.data).digest())
    said = [
        form.position_id,
        form.job_description,
        form.config.value,
        form.webhook_url,
        form.metadata,
        sorted(form.tags),
        form.external_id,
    ]
    digest.update(json.dumps(said, sort_keys=True, separators=(",", ":")).encode())
    return digest.digest()
