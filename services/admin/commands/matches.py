"""`cvdeep admin matches`: look at the life of a match."""

import click

from services.admin.output import print_fields, print_json
from services.admin.parameters import MATCH_ID, client_argument, json_option, matcher_option
from services.admin.wiring import with_matcher


@click.group()
def matches() -> None:
    """Look at the life of a match."""


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
