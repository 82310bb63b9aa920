"""Lets a request in: its key (401), its permission (403), its rate (429), in this order."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.gateway.operation import Operation
from services.gateway.ports import CallLimiter, GuessLimiter, KeyAuthenticator
from services.platform.accounts.identifiers import looks_like_api_key
from services.platform.accounts.values import ApiKey
from services.platform.errors import AppError, Reason


@dataclass(frozen=True, slots=True)
class Admission:
    """The gate in front of every operation that is not public."""

    authenticator: KeyAuthenticator
    limiter: CallLimiter
    guesses: GuessLimiter

    async def admit(self, operation: Operation, keys: Sequence[str], *, address: str) -> ApiKey:
        """Returns the terms of the key.

        Args:
            operation: what is asked for.
            keys: every `X-API-Key` header as it was sent.
            address: where the request comes from.

        Raises:
            AppError: with a 401, 403 or 429 reason.
        """
        key = await self._authenticate(keys, address=address)
        if operation.permission is not None and operation.permission not in key.permissions:
            raise AppError(
                Reason.MISSING_PERMISSION, f"This API key does not have the permission {operation.permission}."
            )
        await self.limiter.spend(key.key_id, bucket=operation.bucket, limit=key.per_minute)
        return key

    async def _authenticate(self, keys: Sequence[str], *, address: str) -> ApiKey:
        if not any(key.strip() for key in keys):
            raise AppError(Reason.MISSING_API_KEY, "The header X-API-Key is required.")
        plain_key = keys[0].strip()
        if len(keys) > 1 or not looks_like_api_key(plain_key):
            # What cannot be a key is no guess at one: it is refused without a look-up, and is not counted.
            raise invalid_key()
        try:
            return await self.authenticator.authenticate(plain_key, address=address)
        except AppError as refusal:
            if refusal.reason is not Reason.INVALID_API_KEY:
                raise
            wait_s = await self.guesses.record(address)
            if wait_s is None:
                raise
            raise AppError(
                Reason.RATE_LIMIT_EXCEEDED, "Too many invalid API keys came from this address.", retry_after_s=wait_s
            ) from None


def invalid_key() -> AppError:
    """Makes the refusal of a key that is not valid, whatever is wrong with it."""
    return AppError(Reason.INVALID_API_KEY, "The API key is not valid.")
