"""Tunes engine/calibration.py on labelled jobs, and says what that is worth on a job it has not seen.

Deterministic: a ridge regression for the relevance of a job, then a search over one constant at a time from round starting
values, the same for every fold. The constants are set for the time of one judgement and put back.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from engine import calibration
from engine.assess import Assessment, assess_stored
from engine.brief import Brief
from engine.laid import beside, lay
from engine.material import material_of
from engine.plan import Plan, plan_of
from engine.readings import Readings, readings_of
from engine.relevance import Signals, signals_of
from engine.requirements import parse_requirements
from engine.similarity import Embedded, packed
from engine.tenure import merged_months, months
from tests.bench.eval_search import Vectors
from tests.bench.judging_scores import Job, concordant, labels_of, macro_f1

Values = Mapping[str, float]

# Each constant with the values that are tried: first the round one a search starts from.
KNOBS: Mapping[str, tuple[float, ...]] = {
    "TRADE_LIFT": (0.5, 0.6, 0.7, 0.8),
    "TRADE_EXPONENT": (2, 3, 4),
    "TRADE_SIGN": (0.1, 0.05, 0.2),
    "SEMANTIC_LOW": (0.4, 0.43, 0.46),
    "SEMANTIC_HIGH": (0.6, 0.55, 0.65),
    "LOOSER_WHEN_RELATED": (0.2, 0.15),
    "UNRELATED_JOB": (0.2, 0.1),
    "UNSUPPORTED_CLAIM": (0.5, 0.55, 0.6),
    "LIKE_ANOTHER_PART": (0.5, 0.4),
    "MET": (0.55, 0.5, 0.6),
    "PARTIAL": (0.25, 0.2, 0.3),
    "MINIMAL_CAP": (0.5, 0.55, 0.6),
    "RELEVANCE_ELSEWHERE": (3.0, 3.5, 4.5),
}
WEIGHTS = (
    "RELEVANCE_BIAS",
    "RELEVANCE_TITLE",
    "RELEVANCE_DONE",
    "RELEVANCE_OCCUPATION",
    "RELEVANCE_SAME_OCCUPATION",
    "RELEVANCE_UNKNOWN_OCCUPATION",
)
# Decimals of a fact, and what follows from another constant.
_NO_MEASURE = frozenset({"SCORE_DECIMALS", "JUST_SHORT"})
_PASSES = 2
_RIDGE = 1.0
_NEWTON_STEPS = 30
_MOST_JOBS = 12
# Years as labelled are rounded and forgive a month: subsets of jobs this near explain them.
_NEAR_YEARS = 0.25
_FARTHER = 0.1
_WEIGHT_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one job's CVs came to: pairs ordered right, and the labels wanted and found."""

    concordance: float
    wanted: tuple[str, ...]
    found: tuple[str, ...]
    years_errors: tuple[float, ...]


@dataclass(slots=True)
class Sheet:
    """A job with its CVs ready to be judged again and again, with other constants each time."""

    job: Job
    plan: Plan
    plan_texts: Embedded
    vectors: tuple[NDArray[np.int16], ...]
    readings: tuple[Readings, ...]
    _known: dict[tuple[tuple[str, float], ...], Outcome] = field(default_factory=dict)

    @classmethod
    async def of(cls, job: Job, vectors: Vectors) -> "Sheet":
        """Embeds all that is needed once."""
        plan = plan_of(parse_requirements({"requirements": job.requirements}), job_description=job.text)
        plan_texts = Embedded.of(plan.texts, await vectors.of(plan.texts))
        materials = [material_of(each.profile) for each in job.candidates]
        rows = [packed(await vectors.of(each.texts)) for each in materials]
        return cls(job, plan, plan_texts, tuple(rows), tuple(map(readings_of, materials)))

    def judge(self, values: Values) -> list[Assessment]:
        """Judges the CVs with some constants in place of the shipped ones."""
        with calibrated(values):
            brief = Brief(self.plan, self.plan_texts)
            return [
                assess_stored(brief, candidate.profile, rows, as_of=self.job.as_of, readings=readings)
                for candidate, rows, readings in zip(self.job.candidates, self.vectors, self.readings, strict=True)
            ]

    def outcome(self, values: Values) -> Outcome:
        """What the CVs come to with some constants; remembered."""
        key = tuple(sorted(values.items()))
        if key not in self._known:
            judged = self.judge(values)
            with calibrated(values):
                labels = [labels_of(each) for each in judged]
            wanted = [label for each in self.job.candidates for label in each.labels.values()]
            found = [labels[n][name] for n, each in enumerate(self.job.candidates) for name in each.labels]
            self._known[key] = Outcome(
                concordant([each.total.overall for each in judged], [each.relevance for each in self.job.candidates]),
                tuple(wanted),
                tuple(found),
                tuple(
                    abs(each.relevant_months / 12 - candidate.years)
                    for each, candidate in zip(judged, self.job.candidates, strict=True)
                ),
            )
        return self._known[key]

    def signals(self) -> list[tuple[Signals, ...]]:
        """The signals of each CV's jobs, with the shipped constants."""
        brief = Brief(self.plan, self.plan_texts)
        known = zip(self.job.candidates, self.vectors, self.readings, strict=True)
        laid = [lay(brief, candidate.profile, rows, readings=readings) for candidate, rows, readings in known]
        return [signals_of(evidence) for evidence in beside(brief, laid)]

    def relevant(self) -> list[dict[int, bool]]:
        """For each CV which jobs are relevant, as far as the labelled years tell: those that all fitting subsets agree on."""
        return [self._relevant_of(number) for number in range(len(self.job.candidates))]

    def _relevant_of(self, number: int) -> dict[int, bool]:
        candidate = self.job.candidates[number]
        jobs = range(len(candidate.profile.jobs))
        if len(jobs) > _MOST_JOBS:
            return {}
        off: list[tuple[float, frozenset[int]]] = []
        for size in range(len(jobs) + 1):
            for subset in combinations(jobs, size):
                covered = merged_months((candidate.profile.jobs[place].period for place in subset), self.job.as_of)
                off.append((abs(covered / 12 - candidate.years), frozenset(subset)))
        nearest = min(each for each, _ in off)
        fitting = [subset for each, subset in off if each <= max(nearest + _FARTHER, _NEAR_YEARS)]
        dated = [place for place in jobs if months(candidate.profile.jobs[place].period, self.job.as_of)]
        return {place: place in fitting[0] for place in dated if len({place in subset for subset in fitting}) == 1}


@contextmanager
def calibrated(values: Values) -> Iterator[None]:
    """The constants of the engine with some others for a while."""
    before = {name: getattr(calibration, name) for name in values}
    before["JUST_SHORT"] = calibration.JUST_SHORT
    for name, value in values.items():
        setattr(calibration, name, value)
    # It hangs on another: what is just short of "met".
    setattr(calibration, "JUST_SHORT", calibration.MET - 0.05)  # noqa: B010 - Final for everybody but a search
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(calibration, name, value)


def shipped() -> dict[str, float]:
    """The constants of a search as they are shipped."""
    return {name: getattr(calibration, name) for name in (*KNOBS, *WEIGHTS)}


def started() -> dict[str, float]:
    """The round values that a search starts from; the relevance of a job as shipped."""
    return {name: tried[0] for name, tried in KNOBS.items()}


def tuned(sheets: Sequence[Sheet]) -> dict[str, float]:
    """The constants that are best on some jobs: relevance by regression, then one constant after the other, twice."""
    values = started() | fitted_relevance(sheets)
    best = goodness(sheets, values)
    for _ in range(_PASSES):
        before = best
        for name, tried in KNOBS.items():
            for value in tried:
                if value == values[name]:
                    continue
                worth = goodness(sheets, {**values, name: value})
                # A constant is moved for a gain that is more than noise.
                if worth > best + 0.0005:
                    best, values[name] = worth, value
        if best == before:
            break
    return values


def goodness(sheets: Sequence[Sheet], values: Values) -> float:
    """What is searched for: pairs ordered right and macro-F1, both as the mean over jobs and the F1 over all labels as well."""
    by_job = mean(macro_f1(each.wanted, each.found) for each in (sheet.outcome(values) for sheet in sheets))
    ordered, labelled = ordered_and_labelled(sheets, values)
    return ordered + (labelled + by_job) / 2


def each_alone(sheets: Sequence[Sheet]) -> Iterator[tuple[str, float, list[tuple[float, float]]]]:
    """For each constant what a fifth less and a fifth more of it, alone, does to the pairs in order and to the macro-F1 of all labels."""
    base = ordered_and_labelled(sheets, {})
    for name, value in vars(calibration).items():
        if not name.isupper() or not isinstance(value, int | float) or name in _NO_MEASURE:
            continue
        moved = [ordered_and_labelled(sheets, {name: value * factor}) for factor in (0.8, 1.2)]
        yield name, value, [(pairs - base[0], labels - base[1]) for pairs, labels in moved]


def ordered_and_labelled(sheets: Sequence[Sheet], values: Values) -> tuple[float, float]:
    """The mean of the jobs' concordance, and the macro-F1 of all labels."""
    found = [sheet.outcome(values) for sheet in sheets]
    labels = macro_f1([x for each in found for x in each.wanted], [x for each in found for x in each.found])
    return mean(each.concordance for each in found), labels


def fitted_relevance(sheets: Sequence[Sheet]) -> dict[str, float]:
    """The weights of a job's relevance by ridge regression to the jobs that the labelled years tell apart."""
    rows: list[tuple[float, ...]] = []
    wanted: list[float] = []
    offsets: list[float] = []
    for sheet in sheets:
        for signals, relevant in zip(sheet.signals(), sheet.relevant(), strict=True):
            for place, is_relevant in relevant.items():
                rows.append(_features(signals[place]))
                wanted.append(float(is_relevant))
                offsets.append(_elsewhere(signals[place]))
    weights = regression(np.array(rows), np.array(wanted), np.array(offsets))
    return dict(zip(WEIGHTS, (round(each, _WEIGHT_DECIMALS) for each in weights.tolist()), strict=True))


def _features(signals: Signals) -> tuple[float, ...]:
    occupation = signals.occupation
    elsewhere = occupation is not None and occupation < calibration.OTHER_OCCUPATION
    return (
        1.0,
        signals.title,
        signals.done * (calibration.DONE_IN_OTHER_OCCUPATION if elsewhere else 1.0),
        occupation or 0.0,
        float(occupation == 1.0),
        float(occupation is None),
    )


def _elsewhere(signals: Signals) -> float:
    return -calibration.RELEVANCE_ELSEWHERE * min(
        1.0, max(0, signals.elsewhere - 1) / (calibration.WORDS_OF_A_TRADE - 1)
    )


def regression(
    rows: NDArray[np.float64], wanted: NDArray[np.float64], offsets: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Logistic regression by Newton's method; all but the first weight are drawn to 0."""
    weights = np.zeros(rows.shape[1])
    ridge = np.diag([0.0, *[_RIDGE] * (rows.shape[1] - 1)])
    for _ in range(_NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-(rows @ weights + offsets)))
        slope = rows.T @ (wanted - chance) - ridge @ weights
        bend = (rows * (chance * (1 - chance))[:, np.newaxis]).T @ rows + ridge
        weights = weights + np.linalg.solve(bend, slope)
    return weights
