"""Finds out whose API key a call carries and whether it may be used now, from here."""

from services.platform.accounts.account_keys import api_key_key, client_record_key
from services.platform.accounts.corruption import refuse_corrupt
from services.platform.accounts.identifiers import hash_api_key, looks_like_api_key
from services.platform.accounts.key_codec import key_from_fields
from services.platform.accounts.networks import is_allowed
from services.platform.accounts.values import ApiKey, ClientStatus
from services.platform.errors import AppError, Reason
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script


def _invalid() -> AppError:
    return AppError(Reason.INVALID_API_KEY, "The API key is not valid.")


class Authenticator:
    """Looks keys up by their hash: two reads, one for the key and one for its client, which lie in different slots.

    Nothing is cached: a revoked key and a disabled client are refused from the next call on. A revoked key's record is
    deleted, so an unknown, a revoked and a mistyped key take the same path in the same time. Nothing compares secrets
    byte by byte: the hash of a guess says nothing about how close the guess was.
    """

    def __init__(self, redis: RedisClient) -> None:
        self._redis = redis
        self._read = load_script(redis, "services.platform.accounts", "scripts/read_api_key.lua")

    async def authenticate(self, plain_key: str, *, address: str) -> ApiKey:
        """Returns the terms of a key that may be used now from `address` (IPv4 or IPv6 text).

        Raises:
            AppError: `INVALID_API_KEY` unknown or revoked, `API_KEY_EXPIRED` by Redis's clock, `CLIENT_INACTIVE`,
                `IP_NOT_ALLOWED`; `INTERNAL_ERROR` when the stored record is damaged, which is logged as an alert.
        """
        if not looks_like_api_key(plain_key):
            raise _invalid()
        now_ms, flat = await self._read(keys=[api_key_key(hash_api_key(plain_key))])
        if not flat:
            raise _invalid()
        key = _decode(flat)
        if key.expires_at_ms is not None and now_ms >= key.expires_at_ms:
            raise AppError(Reason.API_KEY_EXPIRED, "The API key has expired.")
        status = await self._redis.hget(client_record_key(key.client_id), "status")
        if status != ClientStatus.ACTIVE.encode():
            raise AppError(Reason.CLIENT_INACTIVE, "The client of this API key is not active.")
        if key.allowed_networks and not is_allowed(address, key.allowed_networks):
            raise AppError(Reason.IP_NOT_ALLOWED, "The API key may not be used from this address.")
        return key


def _decode(flat: list[bytes]) -> ApiKey:
    texts = [part.decode(errors="replace") for part in flat]
    fields = dict(zip(texts[::2], texts[1::2], strict=True))
    try:
        return key_from_fields(fields)
    except (KeyError, ValueError):
        raise refuse_corrupt("apikey.corrupt", client_id=fields.get("client_id", ""), what="record") from None
