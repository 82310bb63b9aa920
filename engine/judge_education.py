"""Judges degrees and fields of study."""

from engine import calibration as c
from engine.context import Context
from engine.facts.degrees import FIELD_GROUPS, degree_of, steps_below, unfinished
from engine.judged import Finding, as_score
from engine.kinds import Asked
from engine.overlap import keys_of, share
from engine.profile import Degree, Education, Line
from engine.remember import remembered
from engine.requirements import Named
from engine.subjects import subjects_of
from engine.text import folded

_UNFINISHED_STEP = 1
_FIELD_NAMES = tuple(tuple(" ".join(folded(name)) for name in group) for group in FIELD_GROUPS)


def judge_degree(wanted: Degree, context: Context) -> Finding:
    """The highest degree against the one asked for; one still being studied for counts a step less."""
    if wanted is Degree.NONE:
        return Finding(1.0)
    best, line = 0.0, None
    for entry in context.profile.education:
        steps = steps_below(entry.degree, wanted) + (_UNFINISHED_STEP if _unfinished(entry, context) else 0)
        if entry.degree is Degree.NONE:
            continue
        score = c.DEGREE_STEPS[min(steps, len(c.DEGREE_STEPS) - 1)]
        if score > best:
            best, line = score, entry.line
    return Finding(as_score(best), (line,) if line else ())


def judge_field(fields: tuple[Named, ...], context: Context, *, least: Degree = Degree.NONE) -> Finding:
    """The best of the fields of study for any of those asked for, each weighed by its importance beside the dearest.

    A field that was studied below the level `least` is only a part of what is asked for.
    """
    top = max(entry.importance for entry in fields)
    best, line = 0.0, None
    for entry in context.profile.education:
        level = c.FIELD_BELOW_LEVEL if steps_below(entry.degree, least) else 1.0
        written = f" {' '.join(folded(entry.field_of_study or entry.line.scored))} "
        for wanted in fields:
            weight = level * (c.FIELD_LEAST + (1 - c.FIELD_LEAST) * wanted.importance / top)
            value = _likeness(entry, wanted.name, context, written=written) * weight
            if value > best:
                best, line = value, entry.line
    return Finding(as_score(best), (line,) if line else ())


def judge_degree_in(asked: Asked, context: Context) -> Finding:
    """A qualification that names a degree and maybe its fields ("Bachelor's degree in Nursing", "laurea in economia o giurisprudenza")."""
    wanted = asked.degree if asked.degree is not Degree.NONE else degree_of(asked.name)
    level = judge_degree(wanted if wanted is not Degree.NONE else Degree.BACHELOR, context)
    subjects = subjects_of(asked.name)
    if not subjects:
        return level
    field = judge_field(tuple(Named(subject, 1) for subject in subjects), context)
    lines: dict[Line, None] = dict.fromkeys((*level.evidence, *field.evidence))
    return Finding(as_score(level.score * (0.4 + 0.6 * field.score)), tuple(lines))


def _unfinished(entry: Education, context: Context) -> bool:
    end = entry.period.end
    return unfinished(entry.degree_text) or entry.period.current or (end is not None and end > context.as_of)


def _likeness(entry: Education, wanted: str, context: Context, *, written: str) -> float:
    target = " ".join(folded(wanted))
    if f" {target} " in written:
        return 1.0
    if any(name in written for name in _same_field(target)) or share(keys_of(wanted), written) == 1:
        return c.FIELD_SAME_GROUP
    cosine = context.evidence.compared.field(wanted, entry.line.scored)
    ramp = (cosine - c.FIELD_LOW) / (c.FIELD_HIGH - c.FIELD_LOW)
    return min(1.0, max(0.0, ramp)) * c.FIELD_SAME_GROUP


@remembered(256)
def _same_field(target: str) -> tuple[str, ...]:
    """The folded names of the groups a field is of, with a space around each."""
    return tuple(f" {name} " for names in _FIELD_NAMES if target in names for name in names)
