"""Makes a ready client in one call: client, key and credits, as set-ups and demonstrations need it."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.platform.accounts.api_keys import ApiKeys
from services.platform.accounts.authenticator import Authenticator
from services.platform.accounts.clients import Clients
from services.platform.accounts.credits import Credits
from services.platform.accounts.identifiers import new_movement_id
from services.platform.accounts.validation import DEFAULT_PER_MINUTE, DEFAULT_PROJECT
from services.platform.accounts.values import Permission
from services.platform.errors import AppError
from services.platform.storage.redis import RedisClient


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyClient:
    """A client that can call at once; key and secret are shown here and never again."""

    client_id: str
    key_id: str
    plain_key: str
    webhook_secret: str


async def provision_client(
    redis: RedisClient,
    *,
    name: str,
    credits_granted: int,
    permissions: Iterable[Permission] = tuple(Permission),
    project: str = DEFAULT_PROJECT,
    per_minute: int = DEFAULT_PER_MINUTE,
) -> ReadyClient:
    """Makes a client with one key, all permissions unless told otherwise, and `credits_granted` credits (0 for none).

    Raises:
        AppError: `INVALID_INPUT` with the field at fault.
    """
    made = await Clients(redis).create(name)
    client_id = made.client.client_id
    key = await ApiKeys(redis).create(client_id, permissions=permissions, project=project, per_minute=per_minute)
    if credits_granted:
        await Credits(redis).grant(client_id, credits_granted, movement_id=new_movement_id())
    return ReadyClient(
        client_id=client_id,
        key_id=key.listed.key.key_id,
        plain_key=key.plain_key,
        webhook_secret=made.webhook_secret,
    )


async def key_works(redis: RedisClient, plain_key: str, *, address: str = "127.0.0.1") -> bool:
    """Tells whether a key kept from an earlier set-up may still be used, so that a new one is made only when not."""
    try:
        await Authenticator(redis).authenticate(plain_key, address=address)
    except AppError:
        return False
    return True
