"""Creates, lists, disables and enables clients."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.platform.accounts.account_keys import client_record_key, clients_key, secrets_key
from services.platform.accounts.identifiers import new_client_id, new_secret_id, new_webhook_secret
from services.platform.accounts.validation import checked_name
from services.platform.accounts.values import ClientRecord, ClientStatus
from services.platform.errors import AppError, Reason
from services.platform.storage.keys import PARTITIONS, partition_of
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script

_PACKAGE = "services.platform.accounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClient:
    """A client just made, with its first webhook secret: the only time that it is shown."""

    client: ClientRecord
    secret_id: str
    webhook_secret: str


class Clients:
    """All clients; a client's record, index entry and secrets lie in its partition."""

    def __init__(self, redis: RedisClient) -> None:
        self._redis = redis
        self._create = load_script(redis, _PACKAGE, "scripts/create_client.lua", confirmed=True)
        self._set_status = load_script(redis, _PACKAGE, "scripts/set_client_status.lua")

    async def create(self, name: str) -> NewClient:
        """Makes an active client called `name` with a webhook secret; names need not be distinct.

        Raises:
            AppError: `INVALID_INPUT` on `name`.
        """
        client_id, name = new_client_id(), checked_name(name)
        secret_id, secret = new_secret_id(), new_webhook_secret()
        created_at_ms = await self._create(
            keys=[client_record_key(client_id), clients_key(partition_of(client_id)), secrets_key(client_id)],
            args=[client_id, name, secret_id, secret],
        )
        record = ClientRecord(
            client_id=client_id, name=name, status=ClientStatus.ACTIVE, created_at_ms=int(created_at_ms)
        )
        return NewClient(client=record, secret_id=secret_id, webhook_secret=secret)

    async def get(self, client_id: str) -> ClientRecord:
        """Returns one client; raises `NOT_FOUND`."""
        return _record(await self._redis.hgetall(client_record_key(client_id)))

    async def all(self) -> list[ClientRecord]:
        """Returns every client, oldest first."""
        found = []
        for partition in range(PARTITIONS):
            members = await self._redis.smembers(clients_key(partition))
            async with self._redis.pipeline(transaction=False) as reads:
                for member in members:
                    reads.hgetall(client_record_key(_text(member)))
                found += [_record(fields) for fields in await reads.execute()]
        return sorted(found, key=lambda client: (client.created_at_ms, client.client_id))

    async def set_status(self, client_id: str, status: ClientStatus) -> ClientRecord:
        """Enables or disables a client; its keys follow from the next call on, running work ends as it would.

        Raises:
            AppError: `NOT_FOUND`.
        """
        flat = await self._set_status(keys=[client_record_key(client_id)], args=[status])
        return _record(dict(zip(flat[::2], flat[1::2], strict=True)))


def _text(raw: bytes | str) -> str:
    return raw if isinstance(raw, str) else raw.decode()


def _record(raw: Mapping[bytes | str, bytes | str]) -> ClientRecord:
    if not raw:
        raise AppError(Reason.NOT_FOUND, "There is no such client.")
    fields = {_text(name): _text(value) for name, value in raw.items()}
    return ClientRecord(
        client_id=fields["id"],
        name=fields["name"],
        status=ClientStatus(fields["status"]),
        created_at_ms=int(fields["created_at_ms"]),
    )
