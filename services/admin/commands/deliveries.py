"""`cvdeep admin deliveries`: see what became of webhook events, and have them sent again."""

from typing import Any

import click

from services.admin.output import print_fields, print_json, print_table, timestamp
from services.admin.parameters import (
    EVENT_ID,
    PastType,
    client_argument,
    json_option,
    notifier_option,
    yes_option,
)
from services.admin.ports import Attempt, Delivery, DeliveryFilter, DeliveryStatus, Notifier
from services.admin.wiring import with_notifier

_MOST_A_PAGE = 100

_STATUSES = [status.value for status in DeliveryStatus]

_from_option = click.option("--from", "from_ms", type=PastType(), help="Only events made at this time or later.")
_to_option = click.option("--to", "before_ms", type=PastType(), help="Only events made before this time.")
_any_status = click.option(
    "--status", type=click.Choice(_STATUSES), help="Only deliveries of this status; any when left out."
)


@click.group()
def deliveries() -> None:
    """See what became of webhook events, and have them sent again.

    Times are dates (2027-01-31), times (2027-01-31T12:00:00Z) or how long ago (90m, 2h, 7d).
    """


@deliveries.command("list")
@client_argument
@_any_status
@_from_option
@_to_option
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many.")
@notifier_option
@json_option
def list_deliveries(
    client_id: str,
    *,
    status: str | None,
    from_ms: int | None,
    before_ms: int | None,
    limit: int,
    notifier_target: str,
    as_json: bool,
) -> None:
    """List the deliveries of CLIENT, newest first."""
    wanted = _wanted(status, from_ms, before_ms)
    found = with_notifier(notifier_target, lambda notifier: _first(notifier, client_id, wanted, limit=limit))
    if as_json:
        print_json({"client_id": client_id, "deliveries": [_document(delivery) for delivery in found]})
        return
    print_table(
        ("EVENT", "STATUS", "CREATED", "ATTEMPTS", "LAST", "NEXT ATTEMPT"),
        [
            (
                delivery.event_id,
                delivery.status.value,
                timestamp(delivery.created_at_ms) or "",
                str(len(delivery.attempts)),
                _in_words(delivery.attempts[-1]) if delivery.attempts else "-",
                timestamp(delivery.next_attempt_at_ms or None) or "-",
            )
            for delivery in found
        ],
        nothing="There are no such deliveries.",
    )


@deliveries.command()
@client_argument
@click.argument("event_id", metavar="EVENT", type=EVENT_ID)
@notifier_option
@json_option
def show(client_id: str, *, event_id: str, notifier_target: str, as_json: bool) -> None:
    """Show every attempt at EVENT of CLIENT.

    Neither the body nor where it went is shown.
    """
    delivery = with_notifier(notifier_target, lambda notifier: notifier.delivery(client_id, event_id))
    if as_json:
        print_json({"client_id": client_id, **_document(delivery)})
        return
    print_fields(
        {
            "event": delivery.event_id,
            "status": delivery.status.value,
            "created": timestamp(delivery.created_at_ms) or "",
            "next attempt": timestamp(delivery.next_attempt_at_ms or None) or "-",
        }
    )
    print_table(
        ("ATTEMPT", "AT", "OUTCOME", "HTTP", "TOOK"),
        [
            (
                str(number),
                timestamp(attempt.at_ms) or "",
                attempt.outcome,
                str(attempt.http_status or "-"),
                f"{attempt.duration_ms} ms",
            )
            for number, attempt in enumerate(delivery.attempts, 1)
        ],
        nothing="There was no attempt yet.",
    )


@deliveries.command()
@client_argument
@click.argument("event_id", metavar="EVENT", type=EVENT_ID)
@notifier_option
@json_option
def retry(client_id: str, *, event_id: str, notifier_target: str, as_json: bool) -> None:
    """Send EVENT of CLIENT again now, with the same id and body.

    An event that had ended, delivered or given up, gets its whole schedule again. One that is being sent at this moment is
    left alone.
    """
    with_notifier(notifier_target, lambda notifier: notifier.retry(client_id, event_id))
    if as_json:
        print_json({"client_id": client_id, "event_id": event_id, "retried": True})
    else:
        click.echo(f"{event_id} is due now.")


@deliveries.command()
@client_argument
@click.option("--from", "from_ms", type=PastType(), required=True, help="Events made at this time or later.")
@click.option("--to", "before_ms", type=PastType(), default="0s", help="Events made before this time; now if left out.")
@click.option(
    "--status",
    type=click.Choice(_STATUSES),
    default=DeliveryStatus.EXHAUSTED.value,
    show_default=True,
    help="Deliveries of this status.",
)
@notifier_option
@yes_option
@json_option
def replay(
    client_id: str,
    *,
    from_ms: int,
    before_ms: int,
    status: str,
    notifier_target: str,
    yes: bool,
    as_json: bool,
) -> None:
    """Send the events of a time range again, oldest first.

    It does for each what retry does for one. Receivers know what they have had by its event id. What is sent at a time has the same bounds as ever. Safe to repeat
    when it was interrupted.
    """
    wanted = _wanted(status, from_ms, before_ms)
    if not yes:
        span = f"{timestamp(from_ms)} to {timestamp(before_ms)}"
        click.confirm(f"Send the {status} events of {client_id} from {span} again?", abort=True, err=True)
    retried = with_notifier(notifier_target, lambda notifier: _replay(notifier, client_id, wanted))
    if as_json:
        print_json({"client_id": client_id, "retried": retried})
    else:
        click.echo(f"Due now: {retried}.")


def _wanted(status: str | None, from_ms: int | None, before_ms: int | None) -> DeliveryFilter:
    if from_ms is not None and before_ms is not None and before_ms <= from_ms:
        raise click.UsageError("--to must be later than --from.")
    return DeliveryFilter(status=DeliveryStatus(status) if status else None, from_ms=from_ms, before_ms=before_ms)


async def _first(notifier: Notifier, client_id: str, wanted: DeliveryFilter, *, limit: int) -> list[Delivery]:
    found: list[Delivery] = []
    cursor, more = "", True
    while more and len(found) < limit:
        a_page = min(_MOST_A_PAGE, limit - len(found))
        page = await notifier.deliveries(client_id, wanted, limit=a_page, cursor=cursor)
        found += page.deliveries
        cursor, more = page.next_cursor, bool(page.next_cursor)
    return found


async def _replay(notifier: Notifier, client_id: str, wanted: DeliveryFilter) -> int:
    retried, cursor, more = 0, "", True
    while more:
        page = await notifier.retry_all(client_id, wanted, cursor=cursor)
        retried += page.retried
        cursor, more = page.next_cursor, bool(page.next_cursor)
    return retried


def _in_words(attempt: Attempt) -> str:
    return f"{attempt.outcome} {attempt.http_status}" if attempt.http_status else attempt.outcome


def _document(delivery: Delivery) -> dict[str, Any]:
    return {
        "event_id": delivery.event_id,
        "status": delivery.status.value,
        "created_at": timestamp(delivery.created_at_ms),
        "next_attempt_at": timestamp(delivery.next_attempt_at_ms or None),
        "attempts": [
            {
                "at": timestamp(attempt.at_ms),
                "outcome": attempt.outcome,
                "http_status": attempt.http_status or None,
                "duration_ms": attempt.duration_ms,
            }
            for attempt in delivery.attempts
        ],
    }
