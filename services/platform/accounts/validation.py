"""Checks what an operator gives for clients and keys; every complaint names its field."""

import re
from collections.abc import Sequence

from services.platform.accounts.networks import parse_network
from services.platform.errors import AppError, Reason, invalid_field

MAX_NAME = 100
MAX_PER_MINUTE = 1_000_000
MAX_NETWORKS = 100
# The last instant of the year 9999, beyond which no date can be shown.
MAX_TIME_MS = 253_402_300_799_999
DEFAULT_PER_MINUTE = 500
DEFAULT_PROJECT = "default"

_PROJECT = re.compile(r"[A-Za-z0-9._-]{1,64}")


def checked_name(name: str) -> str:
    """Returns a client's name without outer blanks: 1 to 100 printable characters."""
    trimmed = name.strip()
    if not 1 <= len(trimmed) <= MAX_NAME or not trimmed.isprintable():
        raise invalid_field("name", f"A name is 1 to {MAX_NAME} printable characters.")
    return trimmed


def checked_project(project: str) -> str:
    """Returns a project's name: 1 to 64 letters, digits, dots, underscores or hyphens."""
    if _PROJECT.fullmatch(project) is None:
        raise invalid_field("project", "A project is 1 to 64 letters, digits, dots, underscores or hyphens.")
    return project


def checked_per_minute(per_minute: int) -> int:
    """Returns a limit of calls per minute: 1 to 1,000,000."""
    if not 1 <= per_minute <= MAX_PER_MINUTE:
        raise invalid_field("per_minute", f"A limit is 1 to {MAX_PER_MINUTE} calls a minute.")
    return per_minute


def checked_expiry(expires_at_ms: int | None) -> int | None:
    """Returns when a key ends, in milliseconds since the epoch: before the year 10000, or None for never."""
    if expires_at_ms is not None and not 0 < expires_at_ms <= MAX_TIME_MS:
        raise invalid_field("expires_at_ms", "An expiry lies before the year 10000.")
    return expires_at_ms


def checked_networks(networks: Sequence[str]) -> tuple[str, ...]:
    """Returns at most 100 distinct networks in their shortest spelling, in the order given."""
    if len(networks) > MAX_NETWORKS:
        raise invalid_field("allowed_networks", f"A key has at most {MAX_NETWORKS} networks.")
    good, complaints = [], []
    for network in networks:
        try:
            good.append(str(parse_network(network.strip())))
        except ValueError as error:
            complaints.append(f"{error}.")
    if complaints:
        raise AppError(Reason.INVALID_INPUT, "The request has invalid fields.", fields={"allowed_networks": complaints})
    return tuple(dict.fromkeys(good))
