"""`cvdeep sync`: bring a corpus to the state of a file of candidates."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from services.admin.adapters.rest_syncs import GatewayAwayError, RestSyncs
from services.admin.failures import FAILURE
from services.admin.output import print_fields, print_json, print_table
from services.admin.parameters import json_option, yes_option
from services.platform.errors import AppError, Reason

API_KEY = "CVDEEP_API_KEY"
_PIECE_BYTES = 256 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
_POLL_S = 0.5
# A gateway that restarts is back by then.
_AWAY_S = 60.0
_COUNTS = ("received", "accepted", "updated", "unchanged", "failed", "deleted")
_SHOWN_ERRORS = 10


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--corpus", "corpus_id", required=True, metavar="ID", help="The corpus to bring to the state of FILE.")
@click.option(
    "--mode",
    type=click.Choice(["upsert", "mirror"]),
    default="upsert",
    show_default=True,
    help="mirror erases candidates that FILE does not name.",
)
@click.option(
    "--url",
    envvar="CVDEEP_URL",
    default="http://127.0.0.1:8080",
    show_default=True,
    show_envvar=True,
    metavar="URL",
    help="Where the gateway serves the REST contract.",
)
@yes_option
@json_option
@click.pass_context
def sync(context: click.Context, *, file: str, corpus_id: str, mode: str, url: str, yes: bool, as_json: bool) -> None:
    """Bring a corpus to the state of FILE.

    FILE has one candidate a line as JSON, plain or gzip; - reads stdin.

    The API key is read from CVDEEP_API_KEY. Waits for the end and shows the counts; ends with 1 unless every line was
    taken. Sending a file again is safe.
    """
    syncs = _syncs(url, context)
    if mode == "mirror" and not yes:
        _confirm(corpus_id, file)
    syncs.check()
    # Progress goes to stderr: stdout holds the answer alone.
    console = Console(file=sys.stderr)
    with _progress(console) as progress:
        sync_id = _upload(syncs, file, corpus_id=corpus_id, mode=mode, progress=progress)
        body = _ended(syncs, sync_id, progress)
    if as_json:
        print_json(body)
    else:
        _show(body)
    context.exit(0 if body["status"] == "finished" and not body["failed"] else FAILURE)


def _syncs(url: str, context: click.Context) -> RestSyncs:
    api_key = os.environ.get(API_KEY, "").strip()
    if not api_key.isascii() or not api_key.isprintable() or not api_key:
        raise click.UsageError(f"Put the API key into {API_KEY}.", context)
    try:
        return RestSyncs(url, api_key=api_key)
    except ValueError:
        raise click.UsageError("--url is no address such as http://127.0.0.1:8080.", context) from None


def _confirm(corpus_id: str, file: str) -> None:
    if file == "-":
        raise click.UsageError("A mirror of stdin cannot ask whether it may erase: add --yes.")
    click.confirm(f"Erase every candidate of {corpus_id} that {Path(file).name} does not name?", abort=True, err=True)


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    return Progress(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal)


def _upload(syncs: RestSyncs, file: str, *, corpus_id: str, mode: str, progress: Progress) -> str:
    size = None if file == "-" else Path(file).stat().st_size
    task = progress.add_task("sending", total=size)
    with click.open_file(file, "rb") as opened:
        source = cast("IO[bytes]", opened)
        first = source.read(_PIECE_BYTES)

        def pieces() -> Iterator[bytes]:
            piece = first
            while piece:
                yield piece
                progress.advance(task, len(piece))
                piece = source.read(_PIECE_BYTES)

        # The content decides, not the name.
        sync_id = syncs.upload(corpus_id, pieces(), mode=mode, is_gzip=first.startswith(_GZIP_MAGIC))
    progress.update(task, description="sent")
    return sync_id


def _ended(syncs: RestSyncs, sync_id: str, progress: Progress) -> dict[str, Any]:
    """Polls until the sync has ended; asks again while nothing answers, for a while."""
    task = progress.add_task("erasing what the file did not name", total=None, visible=False)
    away_since: float | None = None
    while True:
        pause_s = _POLL_S
        try:
            body = syncs.get(sync_id)
            away_since = None
            if body["status"] != "processing":
                return body
            progress.update(task, visible=True)
        except GatewayAwayError:
            now = time.monotonic()
            away_since = now if away_since is None else away_since
            if now - away_since > _AWAY_S:
                click.echo(f"The sync goes on without this command: {sync_id}", err=True)
                raise
        except AppError as refusal:
            if refusal.reason not in {Reason.RATE_LIMITED, Reason.RATE_LIMIT_EXCEEDED}:
                raise
            pause_s = float(refusal.retry_after_s or 1)
        time.sleep(pause_s)


def _show(body: dict[str, Any]) -> None:
    print_fields({name: str(body[name]) for name in ("id", "status", *_COUNTS)})
    errors = body["errors"]
    if errors:
        rows = [
            [str(error["line"]), error.get("external_id", ""), error["code"], error["message"]]
            for error in errors[:_SHOWN_ERRORS]
        ]
        click.echo("")
        print_table(["line", "external_id", "code", "message"], rows, nothing="")
        if body["failed"] > len(rows):
            click.echo(f"… and {body['failed'] - len(rows)} more.")
