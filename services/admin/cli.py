"""The tree of commands: `cvdeep` and its groups, to which each noun adds its own."""

from importlib.metadata import version

import click

from services.admin.commands.audit import audit
from services.admin.commands.check import check
from services.admin.commands.clients import clients
from services.admin.commands.credits import credits_group
from services.admin.commands.deliveries import deliveries
from services.admin.commands.keys import keys
from services.admin.commands.matches import matches
from services.admin.commands.reconcile import reconcile
from services.admin.commands.sync import sync
from services.admin.commands.webhook_secrets import secrets
from services.admin.failures import CommandGroup


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("cvdeep"), message="cvdeep %(version)s")
def cvdeep() -> None:
    """Score CVs against jobs, and look after the system that does.

    Every command answers in a table, or with --json in one JSON document. It ends with 0, with 2 when the input was
    wrong, and with 1 when something failed or does not add up.
    """


@cvdeep.group()
def admin() -> None:
    """Manage clients, keys and credits, and check the books."""


for noun in (clients, keys, credits_group, secrets, reconcile, matches, deliveries, check):
    admin.add_command(noun)

cvdeep.add_command(sync)
cvdeep.add_command(audit)
