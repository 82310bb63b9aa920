"""Counts what a reading got right, field by field."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from engine.identity import Identity
from engine.neutral import neutralise
from engine.profile import Job, Month, Period
from engine.reading.languages import languages_in
from engine.reading.text import fold
from services.matcher.domain.cv import ReadCv
from services.matcher.domain.document import Document
from tests.support.cv_truth import CvTruth, Moment, TrueJob

FIELDS = (
    "name",
    "email",
    "phone",
    "company",
    "title",
    "start",
    "end",
    "job",
    "institution",
    "degree",
    "skill",
    "language",
    "bullet",
    "order",
)
_ALIKE = 0.7
_PHONE_DIGITS = 9


@dataclass(slots=True)
class Score:
    """Right, wanted and found values of one field."""

    right: int = 0
    wanted: int = 0
    found: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 when nothing was wanted and nothing found."""
        return 2 * self.right / (self.wanted + self.found) if self.wanted + self.found else 1.0

    def add(self, other: "Score") -> None:
        """Adds the counts of another document."""
        self.right += other.right
        self.wanted += other.wanted
        self.found += other.found


@dataclass(slots=True)
class Scores:
    """The scores of many documents, and what was missed in each (`document: field: what`)."""

    fields: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in FIELDS})
    misses: list[str] = field(default_factory=list)

    def add(self, other: "Scores") -> None:
        """Adds the counts of other documents."""
        for name, score in other.fields.items():
            self.fields[name].add(score)
        self.misses += other.misses


def scores_of(truth: CvTruth, document: Document, cv: ReadCv) -> Scores:
    """Counts one document. `job` is company, title and dates of one entry all right; `order` is sentences in their order."""
    scores = Scores()
    profile, identity = cv.profile, cv.identity

    def count(name: str, wanted: Sequence[str], found: Sequence[str], same: Callable[[str, str], bool]) -> None:
        right, missed, extra = _matched(wanted, found, same)
        scores.fields[name].add(Score(right, len(wanted), len(found)))
        scores.misses += [f"{truth.id}: {name}: missed {text!r}" for text in missed]
        scores.misses += [f"{truth.id}: {name}: extra {text!r}" for text in extra]

    def one(name: str, wanted: str, found: str | None, same: Callable[[str, str], bool]) -> None:
        if wanted:
            count(name, [wanted], [found] if found else [], same)

    one("name", truth.name, identity.name, lambda a, b: _plain(a) == _plain(b))
    one("email", truth.email, next(iter(identity.emails), None), lambda a, b: a.lower() == b.lower())
    one("phone", truth.phone, next(iter(identity.phones), None), _same_number)
    jobs = profile.jobs
    count("title", [job.title for job in truth.jobs], [job.title for job in jobs], _same_title)
    if all(job.company for job in truth.jobs):
        count("company", [job.company for job in truth.jobs], [job.company for job in jobs], _alike)
    starts, ends = [_shown(job.start) for job in truth.jobs], [_shown(job.end) for job in truth.jobs]
    count("start", starts, [_read(job.period, job.period.start) for job in jobs], _same_moment)
    count("end", ends, [_read(job.period, job.period.end) for job in jobs], _same_moment)
    whole = sum(any(_same_job(wanted, job) for job in jobs) for wanted in truth.jobs)
    scores.fields["job"].add(Score(whole, len(truth.jobs), len(jobs)))
    studies = profile.education
    count("institution", [e.institution for e in truth.education], [e.institution for e in studies], _alike)
    degrees = [" ".join(dict.fromkeys(f"{e.degree_text} {e.field_of_study}".split())) for e in studies]
    count("degree", [e.degree for e in truth.education], degrees, _overlapping)
    if truth.skills:
        # A level beside a skill is read as one.
        found = [f"{skill.name} {skill.level}" if skill.level else skill.name for skill in profile.skills]
        count("skill", truth.skills, found, lambda a, b: _same_word(a, b) or _plain(b).startswith(f"{_plain(a)} "))
    if truth.languages:
        count("language", truth.languages, [language.name for language in profile.languages], _same_language)
    _sentences(truth, document, scores)
    return scores


def _sentences(truth: CvTruth, document: Document, scores: Scores) -> None:
    text = joined("\n".join(line.text for line in document.lines))
    last, ordered, whole = -1, 0, 0
    for sentence in truth.sentences:
        place = text.find(joined(sentence))
        if place < 0:
            scores.misses.append(f"{truth.id}: bullet: missed {sentence[:80]!r}")
            continue
        whole += 1
        ordered += place > last
        last = place
    wanted = len(truth.sentences)
    scores.fields["bullet"].add(Score(whole, wanted, wanted))
    scores.fields["order"].add(Score(ordered, wanted, wanted))


def joined(text: str) -> str:
    """A text without its line breaks, the hyphens at them, and differences of case and typography."""
    text = unicodedata.normalize("NFKC", text).replace("\u2019", "'")
    text = re.sub(r"[-\u2010\u2011]\s*", "", text)
    return re.sub(r"\s+", " ", text).lower()


def _matched(
    wanted: Iterable[str], found: Sequence[str], same: Callable[[str, str], bool]
) -> tuple[int, list[str], list[str]]:
    """How many wanted values have a found one of their own, which have none, and which found ones are nobody's."""
    rest, missed, right = list(found), [], 0
    for value in wanted:
        match = next((other for other in rest if same(value, other)), None)
        if match is None:
            missed.append(value)
        else:
            rest.remove(match)
            right += 1
    return right, missed, rest


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text.replace("ß", "ss"))))


def _words(text: str) -> Counter[str]:
    return Counter(_plain(text).split())


def _alike(one: str, other: str) -> bool:
    """Says whether two names share seven of ten words of the longer."""
    a, b = _words(one), _words(other)
    longer = max(a.total(), b.total())
    return (a & b).total() >= _ALIKE * longer if longer else one == other


def _overlapping(wanted: str, found: str) -> bool:
    """Says whether most words of a degree and its field were read; the place of learning may stand beside them."""
    a, b = _words(wanted), _words(found)
    return bool(a) and (a & b).total() >= 0.5 * a.total()


def _same_word(one: str, other: str) -> bool:
    return _plain(one) == _plain(other) if _plain(one) else one == other


def _same_title(one: str, other: str) -> bool:
    """Says whether two titles are alike in the form that every person of whatever sex would have them."""
    return _alike(neutralise(one, Identity()), neutralise(other, Identity()))


def _same_language(one: str, other: str) -> bool:
    known = languages_in(one)
    return _same_word(known[0][0] if known else one, other)


def _same_number(one: str, other: str) -> bool:
    def digits(text: str) -> str:
        return "".join(c for c in text if c.isdigit())[-_PHONE_DIGITS:]

    return digits(one) == digits(other)


def _shown(moment: Moment | None) -> str:
    if moment is None:
        return "open"
    return f"{moment[0]}-{moment[1]:02d}" if moment[1] else str(moment[0])


def _read(period: Period, month: Month | None) -> str:
    if month is None:
        return "open"
    return str(month.year) if period.year_only else str(month)


def _same_moment(one: str, other: str) -> bool:
    """Says whether two dates agree as far as both go."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _same_job(wanted: TrueJob, job: Job) -> bool:
    return (
        _same_title(wanted.title, job.title)
        and (not wanted.company or _alike(wanted.company, job.company))
        and _same_moment(_shown(wanted.start), _read(job.period, job.period.start))
        and _same_moment(_shown(wanted.end), _read(job.period, job.period.end))
    )
