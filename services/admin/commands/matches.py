"""`cvdeep admin matches`: look at the life of a match, and erase matches."""

import click

from services.admin.output import print_fields, print_json
from services.admin.parameters import MATCH_ID, client_argument, json_option, matcher_option, yes_option
from services.admin.ports import Matcher
from services.admin.wiring import with_matcher


@click.group()
def matches() -> None:
    """Look at the life of a match, and erase matches."""


@matches.command()
@client_argument
@click.argument("match_id", metavar="MATCH", type=MATCH_ID)
@matcher_option
@json_option
def show(client_id: str, *, match_id: str, matcher_target: str, as_json: bool) -> None:
    """Show attempts, epoch, lease and times of MATCH of CLIENT; never the CV or the job text."""
    fields = with_matcher(matcher_target, lambda matcher: matcher.inspect(client_id, match_id))
    if as_json:
        print_json({"client_id": client_id, "match_id": match_id, "fields": dict(sorted(fields.items()))})
    else:
        print_fields(dict(sorted(fields.items())))


@matches.command()
@client_argument
@click.argument("match_id", metavar="MATCH", type=MATCH_ID)
@matcher_option
@yes_option
@json_option
def erase(client_id: str, *, match_id: str, matcher_target: str, yes: bool, as_json: bool) -> None:
    """Erase MATCH of CLIENT for good: CV, parse, result, texts, metadata and the webhook's event.

    A match that runs is ended without a charge. Ledger rows stay. Erasing a match again is no error.
    """
    _confirm(f"Erase {match_id} of {client_id} for good?", yes=yes)
    with_matcher(matcher_target, lambda matcher: matcher.erase(client_id, match_id))
    if as_json:
        print_json({"client_id": client_id, "match_id": match_id, "erased": True})
    else:
        click.echo(f"{match_id} is erased.")


@matches.command()
@client_argument
@matcher_option
@yes_option
@json_option
def erase_all(client_id: str, *, matcher_target: str, yes: bool, as_json: bool) -> None:
    """Erase every match of CLIENT for good, as erase does for one.

    Matches submitted meanwhile stay: disable the client first. Safe to repeat when it was interrupted.
    """
    _confirm(f"Erase every match of {client_id} for good?", yes=yes)
    erased = with_matcher(matcher_target, lambda matcher: _erase_all(matcher, client_id))
    if as_json:
        print_json({"client_id": client_id, "erased": erased})
    else:
        click.echo(f"Erased matches: {erased}.")


async def _erase_all(matcher: Matcher, client_id: str) -> int:
    erased, cursor, more = 0, "", True
    while more:
        page = await matcher.match_ids(client_id, cursor=cursor)
        for match_id in page.match_ids:
            await matcher.erase(client_id, match_id)
            erased += 1
        cursor, more = page.next_cursor, bool(page.next_cursor)
    return erased


def _confirm(question: str, *, yes: bool) -> None:
    if not yes:
        click.confirm(question, abort=True, err=True)
