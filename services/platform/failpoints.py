"""Named places in our own code where a test harness lets a process die or wait; idle unless armed by environment.

`CVDEEP_FAILPOINTS="matcher.after_claim=kill,notifier.after_lease=pause:2.5"`: `kill` is SIGKILL to the own process,
`pause` waits that many seconds.
"""

import asyncio
import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass

from services.platform.config import ConfigError
from services.platform.telemetry.logging import get_logger


@dataclass(frozen=True, slots=True)
class _Action:
    """What happens at a failpoint: a pause of so many seconds, or None for the kill."""

    pause_s: float | None


def parse_failpoints(spec: str) -> Mapping[str, _Action]:
    """Reads the variable's text; raises `ConfigError` on anything it does not know."""
    plan: dict[str, _Action] = {}
    for entry in filter(None, (part.strip() for part in spec.split(","))):
        name, _, what = entry.partition("=")
        kind, _, seconds = what.partition(":")
        if name and what == "kill":
            plan[name] = _Action(pause_s=None)
        elif name and kind == "pause" and seconds.replace(".", "", 1).isdigit():
            plan[name] = _Action(pause_s=float(seconds))
        else:
            raise ConfigError(f"CVDEEP_FAILPOINTS has {entry!r}; known are name=kill and name=pause:seconds")
    return plan


_PLAN = parse_failpoints(os.environ.get("CVDEEP_FAILPOINTS", ""))


async def failpoint(name: str) -> None:
    """Dies or waits here when the harness armed `name`."""
    if _PLAN and (action := _PLAN.get(name)):
        await asyncio.sleep(_reach(name, action))


def failpoint_sync(name: str) -> None:
    """As `failpoint`, for code outside the event loop."""
    if _PLAN and (action := _PLAN.get(name)):
        time.sleep(_reach(name, action))


def _reach(name: str, action: _Action) -> float:
    get_logger().warning("failpoint.reached", failpoint=name, pause_s=action.pause_s)
    if action.pause_s is None:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("unreachable: SIGKILL cannot be survived")
    return action.pause_s
