"""Creates, lists and revokes the API keys of a client."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.platform.accounts.account_keys import api_key_key, client_api_keys_key, client_record_key
from services.platform.accounts.identifiers import hash_api_key, new_api_key, new_key_id
from services.platform.accounts.key_codec import key_fields, key_from_fields
from services.platform.accounts.validation import (
    DEFAULT_PER_MINUTE,
    DEFAULT_PROJECT,
    checked_expiry,
    checked_networks,
    checked_per_minute,
    checked_project,
)
from services.platform.accounts.values import ApiKey, ListedApiKey, Permission
from services.platform.errors import AppError, Reason, invalid_field
from services.platform.storage.redis import RedisClient
from services.platform.storage.replication import confirm
from services.platform.storage.scripts import load_script

_PACKAGE = "services.platform.accounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApiKey:
    """A key just made, with its plain text: the only time that it is shown."""

    plain_key: str
    listed: ListedApiKey


class ApiKeys:
    """The keys of all clients: the record a call is judged by, found by hash, and the client's own list."""

    def __init__(self, redis: RedisClient) -> None:
        self._redis = redis
        self._list = load_script(redis, _PACKAGE, "scripts/list_api_key.lua", confirmed=True)
        self._mark_revoked = load_script(redis, _PACKAGE, "scripts/mark_api_key_revoked.lua", confirmed=True)

    async def create(
        self,
        client_id: str,
        *,
        permissions: Iterable[Permission],
        project: str = DEFAULT_PROJECT,
        per_minute: int = DEFAULT_PER_MINUTE,
        expires_at_ms: int | None = None,
        allowed_networks: Sequence[str] = (),
    ) -> NewApiKey:
        """Makes a key for a client, disabled or not; with no `allowed_networks` it may be used from anywhere.

        Raises:
            AppError: `INVALID_INPUT` with the field at fault, `NOT_FOUND` for an unknown client.
        """
        key = ApiKey(
            key_id=new_key_id(),
            client_id=client_id,
            project=checked_project(project),
            permissions=_checked_permissions(permissions),
            per_minute=checked_per_minute(per_minute),
            expires_at_ms=checked_expiry(expires_at_ms),
            allowed_networks=checked_networks(allowed_networks),
        )
        plain_key = new_api_key()
        record_key = api_key_key(hash_api_key(plain_key))
        if not await self._redis.exists(client_record_key(client_id)):
            raise AppError(Reason.NOT_FOUND, "There is no such client.")
        # The record first: until the list has it nobody knows the key's id, so no revocation can come in between. A
        # crash before the list leaves a record whose plain key nobody was ever shown.
        fields = key_fields(key)
        await self._redis.hset(record_key, items=[part for pair in fields.items() for part in pair])
        await confirm(self._redis, record_key)
        terms = json.dumps({**fields, "sha256": hash_api_key(plain_key)})
        created_at_ms = int(
            await self._list(
                keys=[client_api_keys_key(client_id), client_record_key(client_id)], args=[key.key_id, terms]
            )
        )
        return NewApiKey(
            plain_key=plain_key, listed=ListedApiKey(key=key, created_at_ms=created_at_ms, revoked_at_ms=None)
        )

    async def all(self, client_id: str) -> list[ListedApiKey]:
        """Returns every key a client ever had, oldest first, revoked ones included."""
        rows = await self._redis.hvals(client_api_keys_key(client_id))
        found = [_listed(row) for row in rows]
        return sorted(found, key=lambda listed: (listed.created_at_ms, listed.key.key_id))

    async def revoke(self, client_id: str, key_id: str) -> ListedApiKey:
        """Ends a key for good, from the next call on; revoking it again changes nothing.

        Raises:
            AppError: `NOT_FOUND` when the client has no such key.
        """
        raw = await self._redis.hget(client_api_keys_key(client_id), key_id)
        if raw is None:
            raise AppError(Reason.NOT_FOUND, "This client has no such key.")
        # The record first: a crash in between leaves a key that is dead and not yet marked so, never the other way.
        record_key = api_key_key(json.loads(raw)["sha256"])
        await self._redis.delete(record_key)
        await confirm(self._redis, record_key)
        return _listed(await self._mark_revoked(keys=[client_api_keys_key(client_id)], args=[key_id]))


def _checked_permissions(permissions: Iterable[Permission]) -> frozenset[Permission]:
    found = frozenset(permissions)
    if not found:
        raise invalid_field("permissions", "A key has at least one permission.")
    return found


def _listed(row: bytes | str) -> ListedApiKey:
    terms = json.loads(row)
    return ListedApiKey(
        key=key_from_fields(terms), created_at_ms=terms["created_at_ms"], revoked_at_ms=terms.get("revoked_at_ms")
    )
