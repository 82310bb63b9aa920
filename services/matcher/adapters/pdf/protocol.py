"""The few messages between the pool and a child."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.matcher.adapters.pdf.limits import ReadLimits
from services.matcher.domain.cv import ReadCv
from services.matcher.domain.failure import FailureCode

TEXT_SEEN: Final = b""
"""The frame by which a child tells, before its answer, that it has come upon the first text of the document."""


@dataclass(frozen=True, slots=True)
class Confinement:
    """What the system lets a child be denied; False where the kernel offers no such thing."""

    memory: bool
    files: bool
    system_calls: bool


@dataclass(frozen=True, slots=True)
class Ready:
    """A child's first message: it is warm."""

    confinement: Confinement


@dataclass(frozen=True, slots=True)
class Order:
    """Asks for one document, whose bytes are the next frame.

    `cpu_s` is what it may cost in processor time, `textless_cpu_s` what it may cost before its first text. Without `second_only`
    the first reader alone reads it.
    """

    limits: ReadLimits
    cpu_s: float
    textless_cpu_s: float
    second_only: bool


class Ending(StrEnum):
    """How a document ended in the child."""

    READ = "read"
    TOO_LITTLE = "too_little"
    FAILED = "failed"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class Answer:
    """A document's outcome: `cv` when READ, `code` when FAILED. EXHAUSTED means out of memory or stack.

    TOO_LITTLE asks for the second reader; `code` is what the first one alone comes to.

    The times are seconds of the clock; the child sends codes and the CV, never a message of a library.
    """

    ending: Ending
    cv: ReadCv | None
    code: FailureCode | None
    extract_s: float
    structure_s: float
