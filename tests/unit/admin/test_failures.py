"""Failures as sentences and exit codes."""

import click
import pytest
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError

from services.admin.failures import CommandGroup, explain
from services.platform.errors import AppError, Reason

SECRET = "redis://user:hunter2@db"


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (click.UsageError("Give one."), 2, "Give one."),
        (click.ClickException("No such\nfile."), 1, "No such file."),
        (click.Abort(), 130, "Interrupted."),
        (AppError(Reason.NOT_FOUND, "There is no such client."), 1, "There is no such client."),
        (AppError(Reason.INVALID_INPUT, "x", fields={"a": ["One.", "Two."], "b": ["Three."]}), 2, "One. Two. Three."),
        (AppError(Reason.INTERNAL_ERROR, "x"), 1, "reconcile"),
        (RedisConnectionError(SECRET), 1, "Redis does not answer"),
        (ResponseError(SECRET), 1, "Redis refused the command"),
        (ZeroDivisionError(SECRET), 1, "unexpectedly (ZeroDivisionError)"),
    ],
)
def test_each_failure_is_one_sentence_and_a_code(error: Exception, code: int, words: str) -> None:
    """Wrong input ends with 2, failure with 1; what an unexpected error quotes is not shown."""
    found_code, sentence = explain(error)

    assert found_code == code
    assert words in sentence
    assert "\n" not in sentence
    assert "hunter2" not in sentence


def group_that_raises(error: BaseException) -> click.Group:
    @click.group(cls=CommandGroup)
    def group() -> None:
        """A group."""

    @group.command()
    def fail() -> None:
        """Fails."""
        raise error

    return group


def test_an_unexpected_error_shows_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    """Even a bug ends in one line on stderr and exit code 1."""
    with pytest.raises(SystemExit) as ended:
        group_that_raises(RuntimeError("secret")).main(["fail"])

    shown = capsys.readouterr()
    assert (ended.value.code, shown.out) == (1, "")
    assert shown.err == "Error: The command failed unexpectedly (RuntimeError).\n"


def test_an_interrupt_is_no_failure_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends with 130 and a word."""
    with pytest.raises(SystemExit) as ended:
        group_that_raises(KeyboardInterrupt()).main(["fail"])

    assert ended.value.code == 130
    assert "Interrupted." in capsys.readouterr().err


def test_click_may_still_run_the_group_without_ending_the_process() -> None:
    """With standalone mode off, errors reach the caller as they are."""
    with pytest.raises(RuntimeError, match="secret"):
        group_that_raises(RuntimeError("secret")).main(["fail"], standalone_mode=False)
