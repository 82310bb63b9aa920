"""The tree of commands explains itself."""

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from services.admin.cli import cvdeep


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from leaves(child, (*path, name))
    else:
        yield path, command


LEAVES = dict(leaves(cvdeep))


def test_the_commands_are_those_that_are_documented() -> None:
    """Check, clients, keys, credits, secrets, reconcile, matches and deliveries stand under admin; audit and sync do not."""
    assert {" ".join(path) for path in LEAVES} == {
        *(f"admin clients {verb}" for verb in ("create", "list", "disable", "enable")),
        *(f"admin keys {verb}" for verb in ("create", "list", "revoke")),
        *(f"admin credits {verb}" for verb in ("grant", "adjust", "show")),
        *(f"admin secrets {verb}" for verb in ("rotate", "list")),
        "admin check",
        "admin reconcile",
        *(f"admin matches {verb}" for verb in ("show", "erase", "erase-all")),
        *(f"admin deliveries {verb}" for verb in ("list", "show", "retry", "replay")),
        "audit",
        "sync",
    }


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_command_has_help_and_json(path: tuple[str, ...]) -> None:
    """--help answers with 0 and explains each option; --json is everywhere."""
    result = CliRunner().invoke(cvdeep, [*path, "--help"])

    assert result.exit_code == 0
    assert "--json" in result.output
    options = [option for option in LEAVES[path].params if isinstance(option, click.Option)]
    assert all(option.help for option in options)


@pytest.mark.parametrize("arguments", [["--help"], ["admin", "--help"], ["admin", "keys", "-h"]])
def test_no_line_of_an_overview_is_cut(arguments: list[str]) -> None:
    """Each group says in whole words what its commands do."""
    result = CliRunner().invoke(cvdeep, arguments)

    assert result.exit_code == 0
    assert "..." not in result.output.replace("[ARGS]...", "")


def test_an_unknown_command_is_wrong_input() -> None:
    """It ends with 2 and points to the help."""
    result = CliRunner().invoke(cvdeep, ["admin", "clinets"])

    assert result.exit_code == 2
    assert result.stderr.startswith("Error: No such command 'clinets'.")
    assert "cvdeep admin --help" in result.stderr
