"""Settings of the pool from the environment."""

import pytest

from services.matcher.adapters.pdf.settings import PoolSettings
from services.platform.config import ConfigError, Env


def test_defaults_hold_without_variables() -> None:
    """An empty environment gives the documented defaults."""
    settings = PoolSettings.from_env(Env({}))
    assert settings == PoolSettings()
    assert (settings.size, settings.memory_mb, settings.wall_s) == (2, 1024, 20)
    assert (settings.limits.max_pages, settings.limits.max_characters) == (50, 400_000)


def test_variables_override() -> None:
    """Each setting has its variable."""
    variables = {"CHILDREN": "3", "WALL_S": "1.5", "SLOW_WAITING_MB": "64", "TEXTLESS_CPU_S": "0.5"}
    settings = PoolSettings.from_env(Env({f"CVDEEP_MATCHER_PDF_{name}": value for name, value in variables.items()}))
    assert (settings.size, settings.wall_s) == (3, 1.5)
    assert (settings.slow_waiting_mb, settings.textless_end_cpu_s) == (64, 0.5)


def test_an_impossible_value_names_its_variable() -> None:
    """A pool without children is refused at the start."""
    with pytest.raises(ConfigError, match="CVDEEP_MATCHER_PDF_CHILDREN"):
        PoolSettings.from_env(Env({"CVDEEP_MATCHER_PDF_CHILDREN": "0"}))
