"""The engine's front door: lays a profile beside a job, and judges it once the texts' vectors are there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.brief import Brief, Need
from engine.context import Context
from engine.evidence import Evidence
from engine.judge_credentials import judge_certificate, judge_language
from engine.judge_education import judge_degree, judge_degree_in, judge_field
from engine.judge_skills import judge_skill
from engine.judge_work import (
    job_months,
    judge_companies,
    judge_industries,
    judge_industry,
    judge_roles,
    judge_time,
    relevant_months,
    total_months,
)
from engine.judge_years import judge_years
from engine.judged import Finding, Judged, RoleView, Status
from engine.kinds import Kind
from engine.laid import Laid, beside, lay
from engine.material import PIECE_LIMIT, Material, material_of
from engine.plan import Plan, plan_of
from engine.profile import Degree, Month, Profile
from engine.readings import Readings, readings_of
from engine.relevance import relevance_of, signals_of
from engine.requirements import Dimension, EducationNeeds, Named, Requirements
from engine.scoring import Row, Total, add_up
from engine.similarity import Embedded
from engine.tenure import counted


@dataclass(frozen=True, slots=True)
class Prepared:
    """A profile and a job laid side by side.

    `texts` are the distinct texts to embed, in a fixed order: the job's, then the profile's.
    """

    material: Material
    plan: Plan
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """A profile judged against a job; `importances` are the dimensions sent and enabled, in the order they are shown.

    `material` and `asked` are the two sides that were compared.
    """

    total: Total
    importances: dict[Dimension, int]
    requirements: tuple[Judged, ...]
    roles: tuple[RoleView, ...]
    relevant_months: int
    total_months: int
    warnings: tuple[str, ...]
    material: Material
    asked: Requirements


@dataclass(frozen=True, slots=True)
class Rating:
    """The numbers of an assessment: its total, the judged requirements without their quotes, and the months in all dated jobs."""

    total: Total
    requirements: tuple[Judged, ...]
    total_months: int


def prepare(profile: Profile, requirements: Requirements, *, job_description: str) -> Prepared:
    """Lay a profile and a job side by side.

    Args:
        profile: what the CV says.
        requirements: what the job asks for.
        job_description: text, or a JSON object in text.
    """
    plan, material = plan_of(requirements, job_description=job_description), material_of(profile)
    return Prepared(material, plan, tuple(dict.fromkeys((*plan.texts, *material.texts))))


def assess(prepared: Prepared, vectors: NDArray[np.float32], *, as_of: Month) -> Assessment:
    """Judge a prepared profile.

    Args:
        prepared: from prepare().
        vectors: float32 [len(prepared.texts), d], unit rows, in the order of the texts.
        as_of: the month that "present" means.

    Raises:
        ValueError: the vectors do not fit the texts or are not finite.
    """
    every = Embedded.of(prepared.texts, vectors)
    brief = Brief(prepared.plan, every.part(prepared.plan.texts))
    material = prepared.material
    laid = Laid(material, every.part(material.texts), readings_of(material))
    return _whole(brief, laid, as_of=as_of)


def assess_stored(
    brief: Brief, profile: Profile, vectors: NDArray[np.int16], *, as_of: Month, readings: Readings | None = None
) -> Assessment:
    """Judge a profile whose vectors were kept, as `assess` would with the same vectors.

    Args:
        brief: the job made ready.
        profile: what the CV says.
        vectors: int16 [texts, d], packed unit rows in the order of the profile's texts.
        as_of: the month that "present" means.
        readings: what this engine read of the profile before; without them it is read now.

    Raises:
        ValueError: the vectors, or the readings, do not fit the profile.
    """
    laid = lay(brief, profile, vectors, readings=readings)
    return _whole(brief, laid, as_of=as_of)


def rate(brief: Brief, laid: Sequence[Laid], *, as_of: Month) -> list[Rating]:
    """The numbers of `assess_stored` alone, for much less than its time; the same for each profile, whichever others are laid beside it."""
    return [_rated(_context(evidence, as_of=as_of, quoting=False)) for evidence in beside(brief, laid)]


def _rated(context: Context) -> Rating:
    requirements = context.plan.requirements
    judged = (
        *_work(context),
        *_skills(context),
        *(_education(requirements.education, context) if requirements.education else ()),
    )
    rows = [
        Row(row.dimension, row.importance, row.score, row.minimal and row.status is Status.MISSING) for row in judged
    ]
    return Rating(add_up(rows, _importances(requirements)), judged, total_months(context))


def _whole(brief: Brief, laid: Laid, *, as_of: Month) -> Assessment:
    (evidence,) = beside(brief, [laid])
    return _assessed(_context(evidence, as_of=as_of, quoting=True))


def _assessed(context: Context) -> Assessment:
    rating, requirements, material = _rated(context), context.plan.requirements, context.evidence.material
    return Assessment(
        total=rating.total,
        importances=_importances(requirements),
        requirements=rating.requirements,
        roles=_roles(context),
        relevant_months=relevant_months(context),
        total_months=rating.total_months,
        warnings=_warnings(context, material, rating.total),
        material=material,
        asked=requirements,
    )


def _importances(requirements: Requirements) -> dict[Dimension, int]:
    importances = {Dimension.WORK: requirements.work.importance, Dimension.SKILLS: requirements.skills.importance}
    if requirements.education:
        importances[Dimension.EDUCATION] = requirements.education.importance
    return importances


def _context(evidence: Evidence, *, as_of: Month, quoting: bool) -> Context:
    shortest = evidence.brief.plan.requirements.work.min_job_duration_months
    return Context(
        evidence=evidence,
        as_of=as_of,
        relevance=tuple(relevance_of(each) for each in signals_of(evidence)),
        counts=counted(evidence.material.profile.jobs, shortest=shortest, as_of=as_of),
        quoting=quoting,
    )


def _work(context: Context) -> list[Judged]:
    work = context.plan.requirements.work

    def row(block: str, kind: Kind, name: str, importance: int, finding: Finding) -> Judged:
        return Judged(
            Dimension.WORK, block, kind, name, importance, finding.score, finding.evidence, short=finding.short
        )

    roles = ", ".join(context.plan.roles) or "the position's own work"
    rows = [
        row("roles", Kind.ROLE, roles, work.importance, judge_roles(context)),
        row(
            "time",
            Kind.YEARS,
            f"{work.from_years}-{work.to_years} years of relevant work",
            work.time_importance,
            judge_time(context),
        ),
    ]
    if work.industries:
        name, importance = _named(work.industries)
        rows.append(
            row("industries", Kind.INDUSTRY, name, importance, judge_industries(context.brief.industries, context))
        )
    if work.companies:
        name, importance = _named(work.companies)
        rows.append(row("companies", Kind.COMPANY, name, importance, judge_companies(work.companies, context)))
    return rows


def _named(entries: tuple[Named, ...]) -> tuple[str, int]:
    """Alternatives as one requirement: any of the names, as important as the dearest."""
    return " or ".join(sorted(entry.name for entry in entries)), max(entry.importance for entry in entries)


def _skills(context: Context) -> list[Judged]:
    rows: list[Judged] = []
    for want, need in context.brief.wanted:
        finding = _judge(need, context)
        rows.append(
            Judged(
                want.dimension, want.block, want.asked.kind, want.asked.name, want.importance, finding.score, finding.evidence,
                want.id, want.minimal, want.asked, finding.months,
            )
        )  # fmt: skip
    return rows


def _judge(need: Need, context: Context) -> Finding:
    match need.asked.kind:
        case Kind.YEARS:
            return judge_years(need, context)
        case Kind.CERTIFICATE:
            return judge_certificate(need, context)
        case Kind.LANGUAGE:
            return judge_language(need.asked, context)
        case Kind.DEGREE:
            return judge_degree_in(need.asked, context)
        case Kind.INDUSTRY:
            by_employer, by_work = judge_industry(need, context), judge_skill(need, context)
            return by_employer if by_employer.score >= by_work.score else by_work
        case _:
            return judge_skill(need, context)


def _education(needs: EducationNeeds, context: Context) -> list[Judged]:
    rows: list[Judged] = []
    if needs.degree is not Degree.NONE:
        finding = judge_degree(needs.degree, context)
        rows.append(
            Judged(
                Dimension.EDUCATION,
                "degree",
                Kind.DEGREE,
                needs.degree.value,
                needs.importance,
                finding.score,
                finding.evidence,
            )
        )
    if needs.fields_of_study:
        name, importance = _named(needs.fields_of_study)
        finding = judge_field(needs.fields_of_study, context, least=needs.degree)
        rows.append(
            Judged(
                Dimension.EDUCATION, "fields_of_study", Kind.FIELD, name, importance, finding.score, finding.evidence
            )
        )
    return rows


def _roles(context: Context) -> tuple[RoleView, ...]:
    return tuple(
        RoleView(
            title=job.title,
            company=job.company,
            start=job.period.start,
            end=job.period.end,
            months=job_months(context, number),
            relevance=context.relevance[number],
            counted=context.counts[number],
        )
        for number, job in enumerate(context.profile.jobs)
    )


def _warnings(context: Context, material: Material, total: Total) -> tuple[str, ...]:
    profile, found = material.profile, []
    if not material.pieces:
        found.append("low_confidence: nothing that could be judged was read from the CV")
    elif not profile.jobs:
        found.append("low_confidence: no jobs were read from the CV")
    elif any(job.period.start is None for job in profile.jobs):
        found.append("undated_jobs: jobs without dates count as no time")
    if material.left_out:
        found.append(f"cut: {material.left_out} sentences and entries beyond the first {PIECE_LIMIT} were not judged")
    if copied := context.evidence.copied:
        found.append(f"copied: claims in the wording of the job itself were not judged ({len(copied)})")
    if total.capped:
        found.append("capped: a minimal qualification is missing, which caps the overall score")
    return tuple(found)
