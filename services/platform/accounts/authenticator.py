"""Finds out whose API key a call carries and whether it may be used now, from here."""

from services.platform.accounts.account_keys import api_key_key, client_record_key
from services.platform.accounts.corruption import refuse_corrupt
from services.platform.accounts.identifiers import hash_api_key, looks_like_api_key
from services.platform.accounts.key_codec import key_from_fields
from services.platform.accounts.networks import is_allowed
from services.platform.accounts.values import ApiKey, ClientStatus
from services.platform.errors import AppError, Reason
from services.platform.storage.redis import RedisClient

# Some 3 MiB of hashes and ids.
_MOST_REMEMBERED = 10_000


def _invalid() -> AppError:
    return AppError(Reason.INVALID_API_KEY, "The API key is not valid.")


class Authenticator:
    """Looks keys up by their hash, in one round trip for a key that was seen before and in two for others.

    The key and its client lie in different slots, and only the key's record tells whose it is. That never changes, so
    it is all that is remembered, to ask for both at once: whether they are good is read anew at each call, and a revoked
    key and a disabled client are refused from the next one on. A revoked key's record is deleted, so an unknown, a
    revoked and a mistyped key take the same path in the same time. Nothing compares secrets byte by byte: the hash of a
    guess says nothing about how close the guess was.
    """

    def __init__(self, redis: RedisClient) -> None:
        self._redis = redis
        # Hash of a key → its client, of keys that were good; the oldest is forgotten first.
        self._owners: dict[str, str] = {}

    async def authenticate(self, plain_key: str, *, address: str) -> ApiKey:
        """Returns the terms of a key that may be used now from `address` (IPv4 or IPv6 text).

        Raises:
            AppError: `INVALID_API_KEY` unknown or revoked, `API_KEY_EXPIRED` by Redis's clock, `CLIENT_INACTIVE`,
                `IP_NOT_ALLOWED`; `INTERNAL_ERROR` when the stored record is damaged, which is logged as an alert.
        """
        if not looks_like_api_key(plain_key):
            raise _invalid()
        key_hash = hash_api_key(plain_key)
        owner = self._owners.get(key_hash)
        now_ms, record, status = await self._read(key_hash, owner)
        if not record:
            self._owners.pop(key_hash, None)
            raise _invalid()
        key = _decode(record)
        if key.expires_at_ms is not None and now_ms >= key.expires_at_ms:
            raise AppError(Reason.API_KEY_EXPIRED, "The API key has expired.")
        if key.client_id != owner:
            status = await self._redis.hget(client_record_key(key.client_id), "status")
        if status != ClientStatus.ACTIVE.encode():
            raise AppError(Reason.CLIENT_INACTIVE, "The client of this API key is not active.")
        if key.allowed_networks and not is_allowed(address, key.allowed_networks):
            raise AppError(Reason.IP_NOT_ALLOWED, "The API key may not be used from this address.")
        self._remember(key_hash, key.client_id)
        return key

    async def _read(self, key_hash: str, owner: str | None) -> tuple[int, dict[bytes, bytes], bytes | str | None]:
        """Returns Redis's time in milliseconds, the key's record, and the status of `owner` if there is one."""
        reads = self._redis.pipeline(transaction=False)
        reads.time()
        reads.hgetall(api_key_key(key_hash))
        if owner is not None:
            reads.hget(client_record_key(owner), "status")
        (seconds, microseconds), record, *status = await reads.execute()
        return seconds * 1000 + microseconds // 1000, record, status[0] if status else None

    def _remember(self, key_hash: str, client_id: str) -> None:
        if key_hash not in self._owners and len(self._owners) >= _MOST_REMEMBERED:
            del self._owners[next(iter(self._owners))]
        self._owners[key_hash] = client_id


def _decode(record: dict[bytes, bytes]) -> ApiKey:
    fields = {name.decode(errors="replace"): value.decode(errors="replace") for name, value in record.items()}
    try:
        return key_from_fields(fields)
    except (KeyError, ValueError):
        raise refuse_corrupt("apikey.corrupt", client_id=fields.get("client_id", ""), what="record") from None
