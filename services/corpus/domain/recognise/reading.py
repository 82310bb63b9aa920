"""All that recognising takes from the reading of words, in one place."""

from engine.reading.composed import composed
from engine.reading.dates import FIRST_YEAR, LAST_YEAR, find_period, parse_period, without_dates
from engine.reading.degrees import degree_of, field_of, institution_score
from engine.reading.headings import section_named
from engine.reading.languages import languages_in, level_of
from engine.reading.lexicon.calendar import MONTHS, PRESENT
from engine.reading.lexicon.headings import ALIASES as HEADINGS
from engine.reading.lexicon.levels import LANGUAGES, SKILL_LEVELS
from engine.reading.lexicon.personal import LABELS as PERSONAL_LABELS
from engine.reading.order import recency
from engine.reading.skill_names import skill_names
from engine.reading.text import clean, fold, strip_bullet
from engine.reading.titles import title_score


def is_language(name: str) -> bool:
    """Whether a text is the name of a spoken language and nothing else."""
    return fold(name).strip() in LANGUAGES


__all__ = [
    "FIRST_YEAR", "HEADINGS", "LAST_YEAR", "MONTHS", "PERSONAL_LABELS", "PRESENT", "SKILL_LEVELS", "clean", "composed", "degree_of", "field_of", "find_period",
    "fold", "institution_score", "is_language", "languages_in", "level_of", "parse_period", "recency", "section_named", "skill_names", "strip_bullet", "title_score",
    "without_dates",
]  # fmt: skip
