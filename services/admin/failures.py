"""Turns every failure of a command into one sentence on stderr and an exit code: 2 for wrong input, 1 for the rest."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click

from services.admin.adapters.outages import describe_outage
from services.platform.errors import AppError, Reason

FAILURE = 1
WRONG_INPUT = 2
INTERRUPTED = 130


class CommandGroup(click.Group):
    """A group whose `main` never shows a traceback."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - click's own signature
        **extra: Any,
    ) -> Any:
        """Runs the command line and ends the process, or returns when click's `standalone_mode` is off."""
        run: Callable[[], Any] = partial(super().main, args, prog_name, complete_var, standalone_mode=False, **extra)
        if not standalone_mode:
            return run()
        try:
            code = run() or 0
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            code = error.exit_code
        except Exception as error:  # noqa: BLE001 - the last resort of a command line: a sentence, not a traceback
            code, sentence = explain(error)
            click.echo(f"Error: {sentence}", err=True)
        sys.exit(code)


def explain(error: Exception) -> tuple[int, str]:
    """Returns the exit code and the sentence for an error; never a value that the error may quote."""
    match error:
        case click.UsageError():
            hint = f" Try '{error.ctx.command_path} --help'." if error.ctx else ""
            return WRONG_INPUT, _one_line(error.format_message()) + hint
        case click.ClickException():
            return error.exit_code, _one_line(error.format_message())
        case click.Abort():
            return INTERRUPTED, "Interrupted."
        case AppError():
            return _explain_refusal(error)
        case _:
            return FAILURE, describe_outage(error) or f"The command failed unexpectedly ({type(error).__name__})."


def _explain_refusal(error: AppError) -> tuple[int, str]:
    if error.reason is Reason.INVALID_INPUT:
        messages = [message for messages in error.fields.values() for message in messages]
        return WRONG_INPUT, _one_line(" ".join(messages) or error.message)
    if error.reason is Reason.INTERNAL_ERROR:
        return FAILURE, "Stored values cannot be right, or a service failed: see the logged alert, then reconcile."
    return FAILURE, _one_line(error.message)


def _one_line(text: str) -> str:
    return " ".join(text.split())
