"""`cvdeep admin clients`: create, list, disable and enable clients."""

from typing import Any

import click

from services.admin.output import print_fields, print_json, print_table, print_warning, timestamp
from services.admin.parameters import client_argument, json_option, redis_option
from services.admin.wiring import with_redis
from services.platform.accounts.clients import Clients
from services.platform.accounts.values import ClientRecord, ClientStatus


@click.group()
def clients() -> None:
    """Create, list, disable and enable clients."""


@clients.command()
@click.argument("name")
@redis_option
@json_option
def create(name: str, redis_url: str, *, as_json: bool) -> None:
    """Create a client called NAME, with its first webhook secret.

    The secret is shown once. The client has no key and no credits yet.
    """
    made = with_redis(redis_url, lambda redis: Clients(redis).create(name))
    shown = _document(made.client) | {"secret_id": made.secret_id, "webhook_secret": made.webhook_secret}
    if as_json:
        print_json(shown)
        return
    print_fields({field: str(value) for field, value in shown.items()})
    print_warning("Keep the webhook secret now: it is not shown again.")


@clients.command("list")
@redis_option
@json_option
def list_clients(redis_url: str, *, as_json: bool) -> None:
    """List all clients, oldest first."""
    found = with_redis(redis_url, lambda redis: Clients(redis).all())
    if as_json:
        print_json({"clients": [_document(client) for client in found]})
        return
    rows = [[client.client_id, client.name, client.status, timestamp(client.created_at_ms) or ""] for client in found]
    print_table(["client", "name", "status", "created"], rows, nothing="There are no clients.")


@clients.command()
@client_argument
@redis_option
@json_option
def disable(client_id: str, *, redis_url: str, as_json: bool) -> None:
    """Refuse all keys of CLIENT from the next call on; running work ends as it would."""
    _set_status(client_id, status=ClientStatus.DISABLED, redis_url=redis_url, as_json=as_json)


@clients.command()
@client_argument
@redis_option
@json_option
def enable(client_id: str, *, redis_url: str, as_json: bool) -> None:
    """Honour the keys of CLIENT again."""
    _set_status(client_id, status=ClientStatus.ACTIVE, redis_url=redis_url, as_json=as_json)


def _set_status(client_id: str, *, status: ClientStatus, redis_url: str, as_json: bool) -> None:
    client = with_redis(redis_url, lambda redis: Clients(redis).set_status(client_id, status))
    if as_json:
        print_json(_document(client))
    else:
        click.echo(f"{client.client_id} is {client.status}.")


def _document(client: ClientRecord) -> dict[str, Any]:
    return {
        "client_id": client.client_id,
        "name": client.name,
        "status": client.status,
        "created_at": timestamp(client.created_at_ms),
    }
