"""Keeps the secrets that sign a client's webhooks: one is current, older ones stay valid for an overlap."""

import json
from dataclasses import dataclass
from typing import Any

from services.platform.accounts.account_keys import client_record_key, secrets_key
from services.platform.accounts.identifiers import new_secret_id, new_webhook_secret
from services.platform.accounts.values import ListedSecret
from services.platform.errors import AppError, Reason, invalid_field
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script

DEFAULT_OVERLAP_S = 24 * 3600
MAX_OVERLAP_S = 30 * 24 * 3600
# Each valid secret adds a signature to every delivery.
MAX_VALID = 5

_PACKAGE = "services.platform.accounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSecret:
    """A webhook secret just made: the only time that it is shown to an operator."""

    secret_id: str
    webhook_secret: str


class WebhookSecrets:
    """The webhook secrets of all clients. They are stored as they are: signing needs them."""

    def __init__(self, redis: RedisClient) -> None:
        self._read = load_script(redis, _PACKAGE, "scripts/read_secrets.lua")
        self._rotate = load_script(redis, _PACKAGE, "scripts/rotate_secret.lua")

    async def signing(self, client_id: str) -> tuple[str, ...]:
        """Returns the secrets to sign a delivery with now, by Redis's clock, newest first; the current one is first."""
        return tuple(secret["secret"] for secret in await self._valid(client_id))

    async def all(self, client_id: str) -> list[ListedSecret]:
        """Returns the valid secrets without the secrets themselves, newest first."""
        return [
            ListedSecret(
                secret_id=secret["id"],
                created_at_ms=secret["created_at_ms"],
                expires_at_ms=secret.get("expires_at_ms"),
            )
            for secret in await self._valid(client_id)
        ]

    async def rotate(self, client_id: str, *, overlap_s: int = DEFAULT_OVERLAP_S) -> NewSecret:
        """Makes a new current secret; older ones end `overlap_s` seconds from now, or at their own earlier end.

        Zero ends them at once, for a secret that has leaked.

        Raises:
            AppError: `INVALID_INPUT` on `overlap_s` (0 to 30 days) or when five secrets are valid already, `NOT_FOUND`
                for an unknown client.
        """
        if not 0 <= overlap_s <= MAX_OVERLAP_S:
            raise invalid_field("overlap_s", f"An overlap is 0 to {MAX_OVERLAP_S} seconds.")
        made = NewSecret(secret_id=new_secret_id(), webhook_secret=new_webhook_secret())
        word = await self._rotate(
            keys=[secrets_key(client_id), client_record_key(client_id)],
            args=[made.secret_id, made.webhook_secret, overlap_s * 1000, MAX_VALID],
        )
        if word == b"unknown":
            raise AppError(Reason.NOT_FOUND, "There is no such client.")
        if word == b"full":
            raise invalid_field(
                "overlap_s", f"{MAX_VALID} secrets are valid already: wait for one to end, or end them with 0."
            )
        return made

    async def _valid(self, client_id: str) -> list[dict[str, Any]]:
        now_ms, rows = await self._read(keys=[secrets_key(client_id)])
        secrets = [json.loads(row) for row in rows]
        return [secret for secret in secrets if secret.get("expires_at_ms") is None or secret["expires_at_ms"] > now_ms]
