"""Why a match ends without a score: the fixed codes of the contract."""

from enum import StrEnum


class FailureCode(StrEnum):
    """`error.code` of a failed match."""

    CV_UNREADABLE = "CV_UNREADABLE"
    CV_ENCRYPTED = "CV_ENCRYPTED"
    CV_NO_TEXT = "CV_NO_TEXT"
    CV_TOO_COMPLEX = "CV_TOO_COMPLEX"
    PIPELINE_FAILED = "PIPELINE_FAILED"


class MatchFailure(Exception):  # noqa: N818 - a failed match is an outcome, not a bug
    """The match cannot be scored, and trying again would not help.

    Args:
        code: the contract's code.
        message: one plain sentence for the client; never text of the CV.
    """

    def __init__(self, code: FailureCode, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
