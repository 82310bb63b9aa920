"""`cvdeep admin check`: say whether Redis is one that may hold matches and money, before anything starts on it."""

import click

from services.admin.output import print_json
from services.admin.parameters import json_option, redis_option
from services.admin.wiring import with_redis
from services.platform.config import Env
from services.platform.storage.safety import UnsafeRedisError, require_safe_redis


@click.command(short_help="Check that Redis keeps what it acknowledges.")
@redis_option
@json_option
def check(redis_url: str, *, as_json: bool) -> None:
    """Check that Redis answers, evicts nothing and keeps an append-only file; ends with 1 when it does not.

    The services refuse to start on such a Redis too: a job that runs this first says so once and in plain words.
    """
    try:
        with_redis(redis_url, lambda redis: require_safe_redis(redis, Env()))
    except UnsafeRedisError as unsafe:
        raise click.ClickException(str(unsafe)) from None
    if as_json:
        print_json({"safe": True})
    else:
        click.echo("Redis keeps what it acknowledges.")
