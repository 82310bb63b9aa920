"""Jobs from entries whatever their fields are called, grouped by employer or not, and from lines of text."""

from services.corpus.domain.recognise import keys as k
from services.corpus.domain.recognise.entries.common import (
    DEEPEST,
    NAME_CHARS,
    first_text,
    is_dated,
    leftovers,
)
from services.corpus.domain.recognise.keys import section_of
from services.corpus.domain.recognise.raw import RawJob
from services.corpus.domain.recognise.reading import (
    find_period,
    title_score,
    without_dates,
)
from services.corpus.domain.recognise.tree import Fields, Tree, items_of, objects_of
from services.corpus.domain.recognise.when import spell_of

_ROLE_KEYS = (
    "positionhistories",
    "positionhistory",
    "positions",
    "roles",
    "jobs",
    "profilepositions",
    "titles",
    "stations",
)
_USED = frozenset(
    (*k.TITLE, *k.COMPANY, *k.START, *k.END, *k.DATES, *k.CURRENT, *k.PLACE, "startmonth", "endmonth", "url", "website")
)
_GROUP_KEYS = frozenset(
    k.keys(
        "items item values list entries data elements entry current previous past present recent other first last latest records record company employer"
    )
)
_SEPARATORS = (" at ", " @ ", " bei ", " chez ", " en ", " presso ", " | ", " – ", " — ", " - ", ", ")


def jobs_of(tree: Tree | None, company: str = "", depth: int = 0) -> list[RawJob]:
    """The jobs of a block: entries, entries grouped by employer, an object of entries, or lines of text."""
    jobs: list[RawJob] = []
    for item in items_of(tree):
        if isinstance(item, str):
            job = job_in(item)
            jobs.extend([job] if job else [])
        elif isinstance(item, list) and depth < DEEPEST:
            jobs.extend(jobs_of(item, company, depth + 1))
        elif isinstance(item, Fields):
            jobs.extend(_jobs_of_entry(item, company, depth))
    return jobs


def _jobs_of_entry(fields: Fields, company: str, depth: int) -> list[RawJob]:
    roles = next((key for key in _ROLE_KEYS if objects_of(fields.get(key))), None)
    employer = first_text(fields, k.COMPANY) or company
    if roles is not None and depth < DEEPEST:
        inner = jobs_of(fields.values[roles], employer, depth + 1)
        outer = spell_of(fields)
        if len(inner) == 1 and not is_dated(inner[0].period) and is_dated(outer.period):
            only = inner[0]
            texts = (*leftovers(fields.without(frozenset(_ROLE_KEYS)), _USED), *only.texts)
            inner = [RawJob(only.title, only.company, outer.period, outer.open_ended, only.location, texts)]
        return inner
    job = job_of(fields, company)
    if job is not None:
        return [job]
    if depth < DEEPEST:
        branches = [(key, value) for key, value in fields if isinstance(value, Fields | list)]
        return [
            job
            for key, value in branches
            for job in jobs_of(value, employer or _employer_named(key, fields), depth + 1)
        ]
    return []


def _employer_named(key: str, fields: Fields) -> str:
    """The employer that a key of grouped jobs names; empty for the words of parsers (`items`, `job1`, `current`)."""
    bare = key.rstrip("0123456789")
    return "" if not bare or bare in _GROUP_KEYS or section_of(bare) is not None else fields.labels[key]


def job_of(fields: Fields, company: str = "") -> RawJob | None:
    """The job an object states; None for an object without a title, an employer beside a date, or anything told."""
    title, employer = first_text(fields, k.TITLE), first_text(fields, k.COMPANY) or company
    if employer == title and "name" in fields.values and len([key for key in k.TITLE if key in fields.values]) == 0:
        title = ""
    spell = spell_of(fields)
    texts = leftovers(fields, _USED)
    if not (
        title
        or (first_text(fields, k.COMPANY) and (is_dated(spell.period) or texts))
        or (texts and is_dated(spell.period))
    ):
        return None
    place = first_text(fields, k.PLACE)
    return RawJob(title, employer, spell.period, spell.open_ended, place or None, texts)


def job_in(text: str) -> RawJob | None:
    """The job that a line with a period states (`Nurse at St. Anna, 2018 – 2021`), with what the further lines tell."""
    head, _, body = text.partition("\n")
    span = find_period(head)
    if span is None or not span.ranged or len(head) > 2 * NAME_CHARS:
        return None
    named = without_dates(head).strip(" ()|,-–—")
    if not named:
        return None
    title, company = named, ""
    for separator in _SEPARATORS:
        left, found, right = named.partition(separator)
        if found and left.strip() and right.strip():
            title, company = left.strip(), right.strip()
            if title_score(right) > title_score(left):
                title, company = company, title
            break
    return RawJob(title[:NAME_CHARS], company[:NAME_CHARS], span.period, texts=(body,) if body else ())
