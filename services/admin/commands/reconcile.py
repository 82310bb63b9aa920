"""`cvdeep admin reconcile`: check that the books add up."""

from dataclasses import asdict

import click

from services.admin.failures import FAILURE
from services.admin.output import print_json, print_table
from services.admin.parameters import CLIENT_ID, json_option, matcher_option, redis_option
from services.admin.ports import Matcher, Reconciliation
from services.admin.wiring import with_matcher, with_redis
from services.platform.accounts.clients import Clients
from services.platform.storage.redis import RedisClient


@click.command(short_help="Check that the books add up.")
@click.option("--client", "client_id", type=CLIENT_ID, metavar="CLIENT", help="Check this client.")
@click.option("--all", "everyone", is_flag=True, help="Check every client.")
@matcher_option
@redis_option
@json_option
@click.pass_context
def reconcile(
    context: click.Context,
    client_id: str | None,
    matcher_target: str,
    redis_url: str,
    *,
    everyone: bool,
    as_json: bool,
) -> None:
    """Check ledgers against their rows, holds and matches; ends with 1 when one does not add up."""
    if (client_id is None) is not everyone:
        raise click.UsageError("Give either --client or --all.")
    wanted = with_redis(redis_url, lambda redis: _wanted(redis, client_id))

    async def work(matcher: Matcher) -> list[Reconciliation]:
        return [await matcher.reconcile(wanted_id) for wanted_id in wanted]

    found = with_matcher(matcher_target, work)
    if as_json:
        print_json({"clients": [asdict(checked) for checked in found]})
    else:
        _show(found)
    context.exit(FAILURE if any(checked.drifts for checked in found) else 0)


async def _wanted(redis: RedisClient, client_id: str | None) -> list[str]:
    clients = Clients(redis)
    # A client that is named is looked up too: a ledger that nobody has would add up.
    found = await clients.all() if client_id is None else [await clients.get(client_id)]
    return [client.client_id for client in found]


def _show(found: list[Reconciliation]) -> None:
    columns = ["client", "balance", "held", "granted", "charged", "matches", "drifts"]
    rows = [
        [
            checked.client_id,
            *(str(number) for number in (checked.balance, checked.held, checked.granted, checked.charged)),
            str(checked.matches),
            str(len(checked.drifts)),
        ]
        for checked in found
    ]
    print_table(columns, rows, nothing="There are no clients.")
    for checked in found:
        for drift in checked.drifts:
            click.echo(f"{checked.client_id}: {drift}")
