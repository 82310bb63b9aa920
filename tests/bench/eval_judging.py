"""How well CVs are judged: ten jobs with ten labelled CVs each, beside plain ways to do the same.

Requirement labels (met, partial, missing), years of relevant work, and the order of a job's CVs: as shipped, which has seen these
jobs, and cross-validated, which is tuned on nine of them from round starting values and tested on the tenth.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, quantiles
from typing import Any

import numpy as np

from engine.material import texts_of
from services.corpus.domain.lexical_terms import terms_of
from tests.bench.eval_search import Vectors
from tests.bench.judging_scores import Candidate, Job, concordant, macro_f1, read_jobs
from tests.bench.judging_tuning import Outcome, Sheet, goodness, started, tuned
from tests.bench.tables import show

_K1, _B = 1.2, 0.75
_CHUNK = 2_000
_SHIPPED = "cvdeep, in-sample (all ten jobs seen)"
_UNSEEN = "cvdeep, cross-validated (job not seen)"
_UNTUNED = "cvdeep, round starting values, nothing tuned"


@dataclass(frozen=True, slots=True)
class Judging:
    """What was measured: by way and job the pairs ordered right, the macro-F1 and the median years error; over all labels and CVs too."""

    concordance: Mapping[str, Mapping[str, float]]
    macro_f1: Mapping[str, Mapping[str, float]]
    macro_f1_of_all: Mapping[str, float]
    years: Mapping[str, Mapping[str, float]]
    years_of_all: Mapping[str, tuple[float, float]]
    moved: Mapping[str, Mapping[str, float]]


async def measure(folder: Path, vectors: Vectors) -> Judging:
    """Judges all CVs and compares."""
    jobs = read_jobs(folder)
    sheets = [await Sheet.of(job, vectors) for job in jobs]
    unseen = {sheet.job.name: tuned([each for each in sheets if each is not sheet]) for sheet in sheets}
    ways = {
        _UNSEEN: {sheet.job.name: sheet.outcome(unseen[sheet.job.name]) for sheet in sheets},
        _SHIPPED: {sheet.job.name: sheet.outcome({}) for sheet in sheets},
        _UNTUNED: {sheet.job.name: sheet.outcome(started()) for sheet in sheets},
    }
    return await compared(sheets, ways, vectors, moved=_moved(sheets, unseen))


async def compared(
    sheets: Sequence[Sheet],
    ways: Mapping[str, Mapping[str, Outcome]],
    vectors: Vectors,
    *,
    moved: Mapping[str, Mapping[str, float]],
) -> Judging:
    """Some ways to judge, each with what it came to by job, beside the plain ones on the same jobs."""
    jobs = [sheet.job for sheet in sheets]
    scores = {
        "embedding cosine": {job.name: await _cosines(job, vectors) for job in jobs},
        **_lexical(jobs),
        "length of the CV": {job.name: [float(len(each.text)) for each in job.candidates] for job in jobs},
    }
    concordance = {way: {name: each.concordance for name, each in found.items()} for way, found in ways.items()}
    concordance |= {
        way: {job.name: concordant(found[job.name], [c.relevance for c in job.candidates]) for job in jobs}
        for way, found in scores.items()
    }
    labels: dict[str, Mapping[str, tuple[Sequence[str], Sequence[str]]]] = {
        **{way: {name: (each.wanted, each.found) for name, each in found.items()} for way, found in ways.items()},
        **_plain_labels(jobs),
    }
    errors: dict[str, Mapping[str, Sequence[float]]] = {
        **{way: {name: each.years_errors for name, each in found.items()} for way, found in ways.items()},
        "all years of work": {sheet.job.name: _all_years(sheet) for sheet in sheets},
    }
    return Judging(
        concordance=concordance,
        macro_f1={way: {name: macro_f1(*pair) for name, pair in found.items()} for way, found in labels.items()},
        macro_f1_of_all={
            way: macro_f1(*([x for pair in found.values() for x in pair[side]] for side in (0, 1)))
            for way, found in labels.items()
        },
        years={way: {name: _tenths(each)[0] for name, each in found.items()} for way, found in errors.items()},
        years_of_all={way: _tenths([x for each in found.values() for x in each]) for way, found in errors.items()},
        moved=moved,
    )


def _moved(sheets: Sequence[Sheet], unseen: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """What the search reached on the nine jobs and on the tenth, by the tenth: how much of it was only luck."""
    return {
        sheet.job.name: {
            "on the nine": goodness([each for each in sheets if each is not sheet], unseen[sheet.job.name]),
            "on the tenth": goodness([sheet], unseen[sheet.job.name]),
        }
        for sheet in sheets
    }


def _tenths(errors: Sequence[float]) -> tuple[float, float]:
    """The median and the 90th percentile."""
    found = quantiles(errors, n=10)
    return found[4], found[8]


def _all_years(sheet: Sheet) -> tuple[float, ...]:
    pairs = zip(sheet.judge({}), sheet.job.candidates, strict=True)
    return tuple(abs(judged.total_months / 12 - candidate.years) for judged, candidate in pairs)


async def _cosines(job: Job, vectors: Vectors) -> list[float]:
    (wanted,) = await vectors.of([job.text[:_CHUNK]])
    found = []
    for candidate in job.candidates:
        centre = (await vectors.of(texts_of(candidate.profile))).mean(axis=0)
        found.append(float(wanted @ centre / np.linalg.norm(centre)))
    return found


def _lexical(jobs: Sequence[Job]) -> dict[str, dict[str, list[float]]]:
    """BM25 and the cosine of TF-IDF of the job's text and each CV, with frequencies over all CVs."""
    counts = {job.name: [Counter(terms_of(each.text)) for each in job.candidates] for job in jobs}
    every = [terms for each in counts.values() for terms in each]
    frequency = Counter(term for terms in every for term in terms)
    length = mean(terms.total() for terms in every)

    def weight(term: str) -> float:
        return math.log(1 + (len(every) - frequency[term] + 0.5) / (frequency[term] + 0.5))

    def bm25(query: Counter[str], terms: Counter[str]) -> float:
        norm = _K1 * (1 - _B + _B * terms.total() / length)
        return sum(weight(term) * terms[term] * (_K1 + 1) / (terms[term] + norm) for term in query if term in terms)

    def tfidf(query: Counter[str], terms: Counter[str]) -> float:
        def vector(of: Counter[str]) -> dict[str, float]:
            return {term: (1 + math.log(count)) * weight(term) for term, count in of.items()}

        one, other = vector(query), vector(terms)
        norms = math.hypot(*one.values()) * math.hypot(*other.values())
        return sum(value * other[term] for term, value in one.items() if term in other) / norms

    queries = {job.name: Counter(terms_of(job.text)) for job in jobs}
    return {
        "BM25": {name: [bm25(queries[name], terms) for terms in each] for name, each in counts.items()},
        "TF-IDF": {name: [tfidf(queries[name], terms) for terms in each] for name, each in counts.items()},
    }


def _plain_labels(jobs: Sequence[Job]) -> dict[str, dict[str, tuple[list[str], list[str]]]]:
    """The labels wanted and found by counting words, and by always saying what is commonest."""
    wanted = {job.name: [label for each in job.candidates for label in each.labels.values()] for job in jobs}
    words = {job.name: [label for each in job.candidates for label in _by_words(each)] for job in jobs}
    commonest = Counter(label for each in wanted.values() for label in each).most_common(1)[0][0]
    return {
        "words of the requirement in the CV": {name: (wanted[name], words[name]) for name in wanted},
        "the commonest label": {name: (wanted[name], [commonest] * len(wanted[name])) for name in wanted},
    }


def _by_words(candidate: Candidate) -> list[str]:
    """Met when all longer words of a requirement are in the CV, partial when half of them are."""
    terms = set(terms_of(candidate.text))
    found = []
    for name in candidate.labels:
        words = [word for word in terms_of(name.removeprefix("language:")) if len(word) > 2]
        share = sum(word in terms for word in words) / max(1, len(words))
        found.append("met" if share == 1 else "partial" if share >= 0.5 else "missing")
    return found


def table(found: Judging) -> None:
    """Prints ranking, labels and years."""
    note = "cross-validated: constants tuned on nine jobs from round values, tested on the tenth; the facts have seen all ten"
    table_of(found, jobs="10 jobs of 10 CVs", note=note)


def table_of(found: Judging, *, jobs: str, note: str) -> None:
    """Prints ranking, labels and years of some jobs."""
    show(
        "Ranking: pairs of a job's CVs in the right order (concordance)",
        [jobs, "mean", "worst job", "best job"],
        [[way, *_spread(each)] for way, each in found.concordance.items()],
        notes=note,
    )
    show(
        "Requirement labels: met, partial, missing (macro-F1)",
        [jobs, "mean of jobs", "worst job", "best job", "all labels"],
        [[way, *_spread(each), f"{found.macro_f1_of_all[way]:.3f}"] for way, each in found.macro_f1.items()],
    )
    show(
        "Years of relevant work: absolute error in years",
        [jobs, "mean of the jobs' medians", "median", "90th percentile"],
        [
            [way, f"{mean(each.values()):.2f}", *(f"{figure:.2f}" for figure in found.years_of_all[way])]
            for way, each in found.years.items()
        ],
    )


def _spread(each: Mapping[str, float]) -> list[str]:
    return [f"{figure:.3f}" for figure in (mean(each.values()), min(each.values()), max(each.values()))]


def as_json(found: Judging) -> dict[str, Any]:
    """All figures, by job."""
    return {
        "concordance": {way: _by_job(each) for way, each in found.concordance.items()},
        "macro_f1": {
            way: {"all labels": round(found.macro_f1_of_all[way], 4), **_by_job(each)}
            for way, each in found.macro_f1.items()
        },
        "years_error": {way: [round(figure, 3) for figure in pair] for way, pair in found.years_of_all.items()},
        "searched_for": {
            job: {where: round(worth, 4) for where, worth in each.items()} for job, each in found.moved.items()
        },
    }


def _by_job(each: Mapping[str, float]) -> dict[str, float]:
    return {"mean": round(mean(each.values()), 4), **{job: round(share, 4) for job, share in each.items()}}
