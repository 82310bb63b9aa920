"""`cvdeep admin secrets`: rotate and list webhook secrets."""

import click

from services.admin.output import print_fields, print_json, print_table, print_warning, timestamp
from services.admin.parameters import DurationType, client_argument, json_option, redis_option
from services.admin.wiring import with_redis
from services.platform.accounts.clients import Clients
from services.platform.accounts.values import ListedSecret
from services.platform.accounts.webhook_secrets import WebhookSecrets
from services.platform.storage.redis import RedisClient


@click.group()
def secrets() -> None:
    """Rotate and list webhook secrets."""


@secrets.command()
@client_argument
@click.option(
    "--overlap",
    type=DurationType(),
    default="24h",
    show_default=True,
    help="How long older secrets still sign too; 0 ends them at once, for one that has leaked.",
)
@redis_option
@json_option
def rotate(client_id: str, *, overlap: int, redis_url: str, as_json: bool) -> None:
    """Make a new webhook secret for CLIENT. It is shown once."""
    made = with_redis(redis_url, lambda redis: WebhookSecrets(redis).rotate(client_id, overlap_s=overlap))
    shown = {"client_id": client_id, "secret_id": made.secret_id, "webhook_secret": made.webhook_secret}
    if as_json:
        print_json(shown)
        return
    print_fields(shown)
    print_warning("Keep the webhook secret now: it is not shown again.")


@secrets.command("list")
@client_argument
@redis_option
@json_option
def list_secrets(client_id: str, *, redis_url: str, as_json: bool) -> None:
    """List the valid webhook secrets of CLIENT by id, newest first; the secrets themselves are not shown."""

    async def work(redis: RedisClient) -> list[ListedSecret]:
        await Clients(redis).get(client_id)
        return await WebhookSecrets(redis).all(client_id)

    found = with_redis(redis_url, work)
    if as_json:
        documents = [
            {
                "secret_id": secret.secret_id,
                "created_at": timestamp(secret.created_at_ms),
                "expires_at": timestamp(secret.expires_at_ms),
            }
            for secret in found
        ]
        print_json({"secrets": documents})
        return
    rows = [
        [secret.secret_id, timestamp(secret.created_at_ms) or "", timestamp(secret.expires_at_ms) or "current"]
        for secret in found
    ]
    print_table(["secret id", "created at", "expires at"], rows, nothing="This client has no valid secret.")
