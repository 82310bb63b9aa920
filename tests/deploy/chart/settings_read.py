"""Reads from the services' source which environment variables each of them knows, as which type, and which it cannot do without."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]

_VARIABLE = re.compile(r"CVDEEP_[A-Z0-9_]*[A-Z0-9]")
# What only processes with a gRPC server run, and what none of them runs: a container engine does.
_GRPC_SERVER = Path("platform/rpc/server.py")
_NOT_OURS = Path("platform/probe.py")
_WITHOUT_GRPC_SERVER = frozenset({"gateway", "admin"})
_READERS = frozenset({"text", "integer", "number"})


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: its name, `text`, `integer` or `number`, and whether the service refuses to start without it."""

    name: str
    kind: str
    required: bool


@cache
def settings_of(service: str) -> Mapping[str, Setting]:
    """Returns name → setting of a service: what its own package and the platform read."""
    found: dict[str, Setting] = {}
    services = REPOSITORY / "services"
    skipped = {services / _NOT_OURS} | ({services / _GRPC_SERVER} if service in _WITHOUT_GRPC_SERVER else set())
    for package in ("platform", service):
        for path in sorted(set((services / package).rglob("*.py")) - skipped):
            source = path.read_text()
            for setting in _settings_in(ast.parse(source)) if "CVDEEP_" in source else ():
                # A read with its type says more than the bare name of a constant.
                if setting.name not in found or found[setting.name].kind == "text":
                    found[setting.name] = setting
    return found


def _settings_in(tree: ast.Module) -> list[Setting]:
    typed = [setting for node in ast.walk(tree) if isinstance(node, ast.Call) for setting in _read_by(node)]
    named = {setting.name for setting in typed}
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    bare = {value for value in constants if isinstance(value, str) and _VARIABLE.fullmatch(value)} - named
    return [*typed, *(Setting(name, "text", required=False) for name in sorted(bare))]


def _read_by(call: ast.Call) -> list[Setting]:
    if not (isinstance(call.func, ast.Attribute) and call.func.attr in _READERS and call.args):
        return []
    name = call.args[0]
    if not (isinstance(name, ast.Constant) and isinstance(name.value, str) and _VARIABLE.fullmatch(name.value)):
        return []
    # `Env.text` with nothing to fall back on raises.
    return [Setting(name.value, call.func.attr, required=len(call.args) == 1 and not call.keywords)]
