"""`cvdeep admin keys`: create, list and revoke API keys."""

from typing import Any

import click

from services.admin.output import print_fields, print_json, print_table, print_warning, timestamp
from services.admin.parameters import KEY_ID, Moment, MomentType, client_argument, json_option, redis_option
from services.admin.wiring import with_redis
from services.platform.accounts.api_keys import ApiKeys, NewApiKey
from services.platform.accounts.clients import Clients
from services.platform.accounts.clock import redis_now_ms
from services.platform.accounts.validation import DEFAULT_PER_MINUTE, DEFAULT_PROJECT
from services.platform.accounts.values import ListedApiKey, Permission
from services.platform.storage.redis import RedisClient


@click.group()
def keys() -> None:
    """Create, list and revoke API keys."""


@keys.command()
@client_argument
@click.option(
    "-p",
    "--permission",
    "permissions",
    type=click.Choice([permission.value for permission in Permission]),
    multiple=True,
    required=True,
    help="What the key may use; repeat it for more.",
)
@click.option("--project", default=DEFAULT_PROJECT, show_default=True, help="Stored on what the key creates.")
@click.option("--per-minute", type=int, default=DEFAULT_PER_MINUTE, show_default=True, help="Calls a minute.")
@click.option("--expires", type=MomentType(), help="When it ends: 2027-01-31, 2027-01-31T12:00:00Z or 90d.")
@click.option("--ip", "networks", multiple=True, metavar="NETWORK", help="From where it works; repeat it for more.")
@redis_option
@json_option
def create(
    client_id: str,
    *,
    permissions: tuple[str, ...],
    project: str,
    per_minute: int,
    expires: Moment | None,
    networks: tuple[str, ...],
    redis_url: str,
    as_json: bool,
) -> None:
    """Create an API key for CLIENT.

    The plain key is shown once; only its SHA-256 is stored. --ip takes IPv4 and IPv6 addresses and networks such as
    203.0.113.0/24; without it the key works from anywhere.
    """

    async def work(redis: RedisClient) -> NewApiKey:
        return await ApiKeys(redis).create(
            client_id,
            permissions=[Permission(permission) for permission in permissions],
            project=project,
            per_minute=per_minute,
            expires_at_ms=expires.after(await redis_now_ms(redis)) if expires else None,
            allowed_networks=networks,
        )

    made = with_redis(redis_url, work)
    shown = _document(made.listed) | {"api_key": made.plain_key}
    if as_json:
        print_json(shown)
        return
    print_fields({field: _cell(value) for field, value in shown.items()})
    print_warning("Keep the API key now: it is not shown again.")


@keys.command("list")
@client_argument
@redis_option
@json_option
def list_keys(client_id: str, *, redis_url: str, as_json: bool) -> None:
    """List every key CLIENT ever had, oldest first."""

    async def work(redis: RedisClient) -> list[ListedApiKey]:
        await Clients(redis).get(client_id)
        return await ApiKeys(redis).all(client_id)

    documents = [_document(listed) for listed in with_redis(redis_url, work)]
    if as_json:
        print_json({"keys": documents})
        return
    columns = ["key_id", "project", "permissions", "per_minute", "ips", "created_at", "expires_at", "revoked_at"]
    rows = [[_cell(document[column]) for column in columns] for document in documents]
    print_table([column.replace("_", " ") for column in columns], rows, nothing="This client has no keys.")


@keys.command()
@client_argument
@click.argument("key_id", metavar="KEY", type=KEY_ID)
@redis_option
@json_option
def revoke(client_id: str, *, key_id: str, redis_url: str, as_json: bool) -> None:
    """End KEY of CLIENT for good, from the next call on. KEY is the key's id, not the key itself."""
    listed = with_redis(redis_url, lambda redis: ApiKeys(redis).revoke(client_id, key_id))
    if as_json:
        print_json(_document(listed))
    else:
        click.echo(f"{key_id} is revoked since {timestamp(listed.revoked_at_ms)}.")


def _document(listed: ListedApiKey) -> dict[str, Any]:
    return {
        "key_id": listed.key.key_id,
        "client_id": listed.key.client_id,
        "project": listed.key.project,
        "permissions": sorted(listed.key.permissions),
        "per_minute": listed.key.per_minute,
        "ips": list(listed.key.allowed_networks),
        "created_at": timestamp(listed.created_at_ms),
        "expires_at": timestamp(listed.key.expires_at_ms),
        "revoked_at": timestamp(listed.revoked_at_ms),
    }


def _cell(value: Any) -> str:
    if value is None:
        return "never"
    if isinstance(value, list):
        return ", ".join(value) or "anywhere"
    return str(value)
