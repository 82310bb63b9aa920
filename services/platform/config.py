"""Reads settings from environment variables: typed, with the variable named in every complaint."""

import os
from collections.abc import Mapping


class StartError(Exception):
    """A reason not to start; the message is for the operator and quotes nothing that is stored or secret."""


class ConfigError(StartError):
    """A setting is missing or unusable; the message names the variable."""


class Env:
    """Typed reads of one environment."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = os.environ if variables is None else variables

    def text(self, name: str, default: str | None = None) -> str:
        """Returns the variable, or `default`; without either, raises `ConfigError`."""
        value = self._variables.get(name, default)
        if value is None:
            raise ConfigError(f"{name} is required")
        return value

    def integer(self, name: str, default: int, *, at_least: int = 0) -> int:
        """Returns the variable as a whole number of at least `at_least`."""
        raw = self.text(name, str(default))
        try:
            value = int(raw)
        except ValueError:
            raise ConfigError(f"{name} must be a whole number, not {raw!r}") from None
        if value < at_least:
            raise ConfigError(f"{name} must be at least {at_least}, not {value}")
        return value

    def number(self, name: str, default: float, *, above: float = 0.0) -> float:
        """Returns the variable as a number greater than `above`."""
        raw = self.text(name, str(default))
        try:
            value = float(raw)
        except ValueError:
            raise ConfigError(f"{name} must be a number, not {raw!r}") from None
        if not value > above:
            raise ConfigError(f"{name} must be above {above}, not {raw}")
        return value
