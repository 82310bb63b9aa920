"""Parameter types and options that commands share; each complaint says what would have been right."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from services.platform.accounts.identifiers import is_client_id, is_key_id

F = TypeVar("F", bound=Callable[..., Any])

_DURATION = re.compile(r"([0-9]{1,6})([smhdw])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}
_EVENT_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
_MATCH_ID = re.compile(r"cvdm_[0-9A-Za-z]{22}")


def _duration_s(text: str) -> int | None:
    found = _DURATION.fullmatch(text.strip())
    return int(found[1]) * _SECONDS[found[2]] if found else None


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that an operator gave: at `at_ms` since the epoch, or `in_s` seconds from Redis's now."""

    at_ms: int | None = None
    in_s: int | None = None

    def after(self, now_ms: int) -> int:
        """Returns milliseconds since the epoch.

        Raises:
            click.UsageError: the time is not after `now_ms`.
        """
        at_ms = self.at_ms if self.at_ms is not None else now_ms + (self.in_s or 0) * 1000
        if at_ms <= now_ms:
            raise click.UsageError("The expiry lies in the past.")
        return at_ms


class MomentType(click.ParamType[Moment]):
    """A date, a time with its zone, or a duration from now."""

    name = "date|duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Moment:
        """Reads `2027-01-31` (its start, UTC), `2027-01-31T12:00:00Z` or `90d`."""
        if isinstance(value, Moment):
            return value
        in_s = _duration_s(value)
        if in_s is not None:
            return Moment(in_s=in_s)
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail("give a date such as 2027-01-31, a time such as 2027-01-31T12:00:00Z or 90d.", param, ctx)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return Moment(at_ms=int(moment.timestamp() * 1000))


class PastType(click.ParamType[int]):
    """A date, a time with its zone, or how long ago, as milliseconds since the epoch."""

    name = "date|ago"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Reads `2027-01-31` (its start, UTC), `2027-01-31T12:00:00Z`, or `2h` for two hours ago."""
        if isinstance(value, int):
            return value
        moment = MomentType().convert(value, param, ctx)
        if moment.at_ms is not None:
            return moment.at_ms
        return int((time.time() - (moment.in_s or 0)) * 1000)


class DurationType(click.ParamType[int]):
    """A duration in seconds, as `90d`, `12h`, `30m`, `45s`, `2w` or 0."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Returns whole seconds."""
        if isinstance(value, int):
            return value
        duration_s = 0 if value.strip() == "0" else _duration_s(value)
        if duration_s is None:
            self.fail("give a duration such as 24h, 30m, 7d or 0.", param, ctx)
        return duration_s


class IdType(click.ParamType[str]):
    """An id of one kind."""

    def __init__(self, name: str, *, example: str, check: Callable[[str], bool]) -> None:
        self.name = name
        self._example = example
        self._check = check

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Returns the id as it is."""
        if not self._check(value):
            # What was given is not repeated: somebody may have pasted a key.
            self.fail(f"not a {self.name} id, which looks like {self._example}.", param, ctx)
        return str(value)


CLIENT_ID = IdType("client", example="cl_ and 16 letters or digits", check=is_client_id)
KEY_ID = IdType("key", example="key_ and 16 letters or digits", check=is_key_id)
MATCH_ID = IdType(
    "match", example="cvdm_ and 22 letters or digits", check=lambda text: _MATCH_ID.fullmatch(text) is not None
)
EVENT_ID = IdType(
    "webhook event", example="evt_ and 22 letters or digits", check=lambda text: _EVENT_ID.fullmatch(text) is not None
)

client_argument = click.argument("client_id", metavar="CLIENT", type=CLIENT_ID)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")

yes_option = click.option("--yes", is_flag=True, help="Do not ask before it is done.")

redis_option = click.option(
    "--redis-url",
    envvar="CVDEEP_REDIS_URL",
    default="redis://127.0.0.1:6379/0",
    show_default=True,
    show_envvar=True,
    metavar="URL",
    help="Where Redis listens.",
)

matcher_option = click.option(
    "--matcher",
    "matcher_target",
    envvar="CVDEEP_MATCHER_TARGET",
    required=True,
    show_envvar=True,
    metavar="HOST:PORT",
    help="Where the matcher listens.",
)

notifier_option = click.option(
    "--notifier",
    "notifier_target",
    envvar="CVDEEP_NOTIFIER_TARGET",
    required=True,
    show_envvar=True,
    metavar="HOST:PORT",
    help="Where the notifier listens.",
)
