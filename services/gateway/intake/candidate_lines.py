"""Reads a stream of candidates, one a line, into parts of bounded size; a line that is none is told of, and left."""

from dataclasses import dataclass, field

from services.gateway.intake.deepsearch import read_candidate
from services.gateway.intake.inflate import BrokenGzipError, Inflater
from services.gateway.intake.lines import Line, LineSplitter
from services.gateway.intake.strict_json import JsonError
from services.gateway.ports import BrokenLine, CandidateLine, ResolvedCandidate
from services.gateway.schemas.candidate import NewCandidate
from services.gateway.schemas.names import names_something
from services.gateway.schemas.validation import validate
from services.platform.errors import AppError, Reason

MAX_LINE_BYTES = 10 * 2**20
# A line beyond this is held only with leave: a few bytes of gzip can stand for all of it.
LONG_LINE_BYTES = 2**20
# A part is applied as a whole: small enough to be quick, large enough that asking costs little.
_FULL_LINES = 64
_FULL_BYTES = 2**20
# Lines that are none cost no storage, and are too many only for the time it takes to look at them.
_FULL_BROKEN = 2_000
# As many as are kept of a sync; of the others only the number matters.
_MOST_ERRORS = 100
_NO_GZIP = "The stream is not gzip from here on, or ends before its end; nothing behind this was read."


@dataclass(slots=True)
class Part:
    """Lines in their order, the broken ones among them apart; beyond the first hundred these are only counted."""

    lines: list[CandidateLine] = field(default_factory=list)
    errors: list[BrokenLine] = field(default_factory=list)
    more_failed: int = 0
    size: int = 0

    def __bool__(self) -> bool:
        return bool(self.lines or self.errors or self.more_failed)

    @property
    def is_full(self) -> bool:
        """Whether it is time to apply it."""
        broken = len(self.errors) + self.more_failed
        return len(self.lines) >= _FULL_LINES or self.size >= _FULL_BYTES or broken >= _FULL_BROKEN


class PartReader:
    """The candidates of one stream; feed it, and `fill` until it wants more: of the stream, or leave for a long line."""

    def __init__(self, corpus_id: str, *, is_gzip: bool) -> None:
        self._corpus_id = corpus_id
        self._inflater = Inflater() if is_gzip else None
        self._splitter = LineSplitter(max_bytes=MAX_LINE_BYTES)
        self._part = Part()
        self._errors = 0
        self.may_hold_long_line = False
        self.is_broken = False

    @property
    def lines_ended(self) -> int:
        """The lines seen to their end, blank and broken ones included."""
        return self._splitter.ended

    @property
    def is_in_long_line(self) -> bool:
        """Whether what is held of a line is more than may be held without leave."""
        return self._splitter.held_bytes > LONG_LINE_BYTES

    def feed(self, data: bytes) -> None:
        """Takes more of the stream in; what comes behind the place where it broke is dropped."""
        if self.is_broken:
            return
        if self._inflater is None:
            self._splitter.feed(data)
        else:
            self._inflater.feed(data)

    def fill(self) -> bool:
        """Reads on until a part is full; False when something is wanted first."""
        while not self._part.is_full:
            line = self._splitter.line()
            if line is not None:
                self._add(line)
            elif (self.is_in_long_line and not self.may_hold_long_line) or not self._inflate():
                return False
        return True

    def end(self) -> None:
        """Takes in that the stream has ended, once `fill` wants more: what is left of it is the last line."""
        if self._inflater is not None and not self._inflater.is_whole:
            self._break_off()
        elif (line := self._splitter.last_line()) is not None:
            self._add(line)

    def take(self) -> Part:
        """Returns what has been read since the last part; it is false when that is nothing."""
        part, self._part = self._part, Part()
        return part

    def _inflate(self) -> bool:
        if self._inflater is None or self.is_broken:
            return False
        try:
            data = self._inflater.piece()
        except BrokenGzipError:
            self._break_off()
            return False
        self._splitter.feed(data)
        return bool(data)

    def _break_off(self) -> None:
        if not self.is_broken:
            self.is_broken = True
            self._refuse(BrokenLine(self._splitter.ended + 1, None, Reason.INVALID_INPUT, _NO_GZIP))

    def _add(self, line: Line) -> None:
        read = read_line(line, corpus_id=self._corpus_id)
        if isinstance(read, BrokenLine):
            self._refuse(read)
            return
        self._part.lines.append(CandidateLine(line.number, read))
        self._part.size += len(line.data or b"")

    def _refuse(self, error: BrokenLine) -> None:
        if self._errors < _MOST_ERRORS:
            self._errors += 1
            self._part.errors.append(error)
        else:
            self._part.more_failed += 1


def read_line(line: Line, *, corpus_id: str) -> ResolvedCandidate | BrokenLine:
    """Returns the candidate of a line, by the rules of a batch, or why there is none; that quotes nothing of the line."""
    if line.data is None:
        return BrokenLine(
            line.number, None, Reason.PAYLOAD_TOO_LARGE, f"The line must have at most {MAX_LINE_BYTES} bytes."
        )
    external_id: str | None = None
    try:
        values = read_candidate(line.data.decode())
        external_id = _external_id(values.get("external_id"))
        candidate = validate(NewCandidate, values, already_bad={})
    except UnicodeDecodeError:
        message = "The line must be UTF-8."
    except JsonError as error:
        message = f"The line {error}.".replace("(line 1, column", "(column")
    except AppError as refusal:
        message = "; ".join(f"{path} {words}" for path, found in refusal.fields.items() for words in found) + "."
    else:
        if candidate.corpus_id is None or candidate.corpus_id == corpus_id:
            return ResolvedCandidate(
                corpus_id=corpus_id,
                external_id=candidate.external_id,
                parsed_cv_json=candidate.parsed_cv.text,
                tags=candidate.tags,
                upload_id=candidate.upload_id,
            )
        message = "corpus_id must be that of the path, or absent."
    return BrokenLine(line.number, external_id, Reason.INVALID_INPUT, message)


def _external_id(value: object) -> str | None:
    return value if isinstance(value, str) and names_something(value) else None
