"""`cvdeep admin credits`: grant, adjust and show credits."""

from typing import Any

import click

from services.admin.output import print_fields, print_json, print_table, timestamp
from services.admin.parameters import client_argument, json_option, redis_option
from services.admin.wiring import with_redis
from services.platform.accounts.clients import Clients
from services.platform.accounts.credits import Credits
from services.platform.accounts.identifiers import new_movement_id
from services.platform.accounts.values import Statement, Transaction
from services.platform.storage.redis import RedisClient

_id_option = click.option(
    "--id",
    "movement_id",
    metavar="ID",
    help="Your own id: the same command with the same id moves credits once.",
)


@click.group("credits")
def credits_group() -> None:
    """Grant, adjust and show credits."""


@credits_group.command()
@client_argument
@click.argument("amount", type=int)
@_id_option
@redis_option
@json_option
def grant(client_id: str, *, amount: int, movement_id: str | None, redis_url: str, as_json: bool) -> None:
    """Add AMOUNT credits to CLIENT."""
    made_id = movement_id if movement_id is not None else new_movement_id()
    row = with_redis(redis_url, lambda redis: Credits(redis).grant(client_id, amount, movement_id=made_id))
    _show_row(row, as_json=as_json)


@credits_group.command()
@client_argument
@click.option("--by", "amount", type=int, required=True, help="By how much: 50, or -50 to take away.")
@_id_option
@redis_option
@json_option
def adjust(client_id: str, *, amount: int, movement_id: str | None, redis_url: str, as_json: bool) -> None:
    """Correct the balance of CLIENT, up or down, but never below what is held for running matches."""
    made_id = movement_id if movement_id is not None else new_movement_id()
    row = with_redis(redis_url, lambda redis: Credits(redis).adjust(client_id, amount, movement_id=made_id))
    _show_row(row, as_json=as_json)


@credits_group.command()
@client_argument
@redis_option
@json_option
def show(client_id: str, *, redis_url: str, as_json: bool) -> None:
    """Show balance, holds and the newest 50 transactions of CLIENT."""

    async def work(redis: RedisClient) -> Statement:
        await Clients(redis).get(client_id)
        return await Credits(redis).statement(client_id)

    found = with_redis(redis_url, work)
    sums = {field: getattr(found, field) for field in ("balance", "held", "available", "charged")}
    rows = [_document(row) for row in found.transactions]
    if as_json:
        print_json({"client_id": client_id, **sums, "transactions": rows})
        return
    print_fields({name: str(number) for name, number in sums.items()})
    click.echo()
    columns = ["created_at", "type", "amount", "balance_after", "id"]
    table = [[str(row[column]) for column in columns] for row in rows]
    print_table([column.replace("_", " ") for column in columns], table, nothing="There are no transactions.")


def _show_row(row: Transaction, *, as_json: bool) -> None:
    if as_json:
        print_json(_document(row))
    else:
        click.echo(f"Moved {row.amount:+d} credits ({row.id}), the balance was {row.balance_after} then.")


def _document(row: Transaction) -> dict[str, Any]:
    document = {
        "id": row.id,
        "type": row.type,
        "amount": row.amount,
        "balance_after": row.balance_after,
        "created_at": timestamp(row.created_at_ms),
    }
    return document | ({"run_id": row.run_id} if row.run_id is not None else {})
