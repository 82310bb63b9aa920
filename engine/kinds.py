"""Tells what kind of thing a requirement's name asks for, so that years become arithmetic and a licence a licence."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.facts.certificates import CREDENTIAL_WORDS, PLAIN_CREDENTIAL
from engine.facts.degrees import degree_of
from engine.facts.languages import canonical_language, is_language, level_of
from engine.lexicon import LITERAL, certificates_in, concepts, industries_in, skills_in
from engine.profile import Degree
from engine.text import content_stems, folded


class Kind(StrEnum):
    """What a requirement is, which decides how it is judged."""

    SKILL = "skill"
    YEARS = "years"
    DEGREE = "degree"
    FIELD = "field_of_study"
    CERTIFICATE = "certificate"
    LANGUAGE = "language"
    SOFT_SKILL = "soft_skill"
    INDUSTRY = "industry"
    ROLE = "role"
    COMPANY = "company"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement's name understood.

    `phrases` are the bare wordings that are embedded. `skills`, `certificates` and `industries` are the concepts of the
    fact tables it names; of `skills` each group is needed and any of a group will do ("A and B", "A (B or similar)"). `months` is set for YEARS, `degree` for DEGREE, `language` and `level` for LANGUAGE.
    """

    kind: Kind
    name: str
    phrases: tuple[str, ...]
    skills: tuple[tuple[str, ...], ...] = ()
    certificates: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    months: int | None = None
    degree: Degree = Degree.NONE
    language: str = ""
    level: str | None = None


_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20,
}  # fmt: skip
_YEARS = re.compile(
    r"(?:\b(?:at least|min(?:imum)?\.?(?: of)?|over|more than|mindestens|au moins|al menos)\s+)?"
    rf"(?P<number>\d+(?:[.,]\d+)?|\b(?:{'|'.join(_NUMBER_WORDS)})\b)\s*"
    r"(?:\+|plus\b|or more\b|(?:-|–|to)\s*\d+)?\s*(?P<unit>years?|yrs?\.?|months?|jahre?n?|ans?|années?|años?|anni|lat)\b['’]?"
    r"(?!\s*(?:old|of age)\b)",
    re.IGNORECASE,
)
_AROUND_YEARS = re.compile(
    r"^(?:\s|,|-|:|of|in(?!\s+charge)|as|with|at|on|an?|the|professional|relevant|hands-on|practical|proven|solid|working|work|full-time|"
    r"commercial|industry|prior|previous|experience|erfahrung|berufserfahrung|expérience|experiencia|esperienza|d['’]|de|en|als|mit)+\b",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:(?:proven|solid|strong|good|excellent|deep|working|practical|hands-on|demonstrated|recognised|recognized|current|valid|prior|previous)\s+)?"
    r"(?:experience|knowledge|skills?|background|proficiency|expertise|understanding|familiarity|ability)\b(?:\s+(?:of|in|with|to|as|on)\b)?",
    re.IGNORECASE,
)
_PARENTHESES = re.compile(r"\s*\([^)]*\)\s*")
_DEGREE = re.compile(
    r"\b(?:bachelor|master(?:['’]s|s)?\s+(?:degree|of|in)|master['’]s|m\.?sc|b\.?sc|ph\.?d|doctorate|university degree|college degree|"
    r"degree in|degree or|academic degree|hochschulabschluss|studium|high school diploma|abitur|mba)\b|\bdegree$",
    re.IGNORECASE,
)
_INDUSTRY = re.compile(r"\b(?:experience|background|industry|sector|branche|secteur)\b", re.IGNORECASE)
_DOING = re.compile(r"\bexperience\b", re.IGNORECASE)
_SOLD_LICENCES = re.compile(r"\b(?:software|sales of|sell\w*)\s+licen[cs]es?\b", re.IGNORECASE)
_ANY_OF = re.compile(r"\bor\b|/|\boder\b|\bou\b", re.IGNORECASE)
_ALL_OF = re.compile(r"\band\b|&(?!\w)|(?<=\s)\+(?=\s)|,|\bund\b|\bet\b|\by\b", re.IGNORECASE)
_LONGEST_SKILL = 5
_LONGEST_LITERAL = 3


def ask(name: str, *, soft: bool = False, qualification: bool = False) -> Asked:
    """Understand the name of a requirement.

    Args:
        name: as the client wrote it.
        soft: it stands among the soft skills.
        qualification: it stands among the minimal or preferable qualifications, where whole statements are usual.
    """
    if years := _YEARS.search(name):
        return _years(name, years)
    if not soft and (special := _language(name) or _degree(name)):
        return special
    return _with_concepts(_kind(name, soft=soft, qualification=qualification), name, name)


def _kind(name: str, *, soft: bool, qualification: bool) -> Kind:
    if soft:
        return Kind.SOFT_SKILL
    if _asks_credential(name):
        return Kind.CERTIFICATE
    if qualification and _INDUSTRY.search(name) and industries_in(name):
        return Kind.INDUSTRY
    short = len(content_stems(name)) <= _LONGEST_SKILL
    return Kind.SKILL if short or not qualification else Kind.STATEMENT


def _degree(name: str) -> Asked | None:
    return Asked(Kind.DEGREE, name, (name,), degree=degree_of(name)) if _DEGREE.search(name) else None


def ask_industry(name: str) -> Asked:
    """Understand an entry of the industries: it is one whatever its name."""
    return _with_concepts(Kind.INDUSTRY, name, name)


def _asks_credential(name: str) -> bool:
    """Whether a credential is the point of the name: "cloud certification", but not "software licences" or "mentor experience"."""
    if _DOING.search(name) and skills_in(name):
        return False
    if certificates_in(name) or PLAIN_CREDENTIAL.search(name):
        return not _SOLD_LICENCES.search(name)
    return bool(CREDENTIAL_WORDS.search(name)) and not skills_in(name)


def _language(name: str) -> Asked | None:
    """A name that is a spoken language, with or without its level; "Swift" or "German tax law" is none."""
    bare = _PARENTHESES.sub(" ", name)
    level = level_of(name)
    stems = [word for word in re.findall(r"\w+", bare) if level_of(word) is None]
    if len(stems) == 1 and is_language(stems[0]):
        return Asked(Kind.LANGUAGE, name, (name,), language=canonical_language(stems[0]), level=level)
    return None


def _years(name: str, found: re.Match[str]) -> Asked:
    written = found["number"].casefold().replace(",", ".")
    number = float(_NUMBER_WORDS[written]) if written in _NUMBER_WORDS else float(written)
    months = round(number if found["unit"].casefold().startswith("month") else number * 12)
    rest = name[found.end() :] if name[found.end() :].strip(" )].") else name[: found.start()]
    subject = _AROUND_YEARS.sub("", rest).strip(" ,;:()-–") or ""
    subject = re.sub(r"\s+(?:experience|role|work|position|job)$", "", subject, flags=re.IGNORECASE)
    asked = _with_concepts(Kind.YEARS, name, subject)
    return replace(asked, phrases=asked.phrases if subject else (), months=months)


def _skill_groups(subject: str) -> tuple[tuple[str, ...], ...]:
    """The skills a name asks for: parts joined by "and" are each needed, parts joined by "or" and examples in brackets not."""
    bare = _PARENTHESES.sub(" ", subject)
    whole = tuple(concepts(skills_in(subject)))
    if not whole:
        short = 0 < len(content_stems(bare)) <= _LONGEST_LITERAL
        return ((LITERAL + bare.strip(),),) if short else ()
    if _ANY_OF.search(bare) or not _ALL_OF.search(bare):
        return (whole,)
    groups = tuple(
        group for part in _ALL_OF.split(bare) if (group := tuple(concepts(skills_in(part))) or _literal(part, bare))
    )
    named = tuple(dict.fromkeys(concept for group in groups for concept in group))
    # A name that only exists whole ("PLM and bill of materials", "research and development") is one thing.
    if set(concepts(skills_in(bare))) - set(named) or len(set(groups)) < len(groups):
        return (whole,)
    examples = tuple(concept for concept in whole if concept not in named)
    return tuple((*group, *examples) for group in groups) or ((whole,) if whole else ())


def _industries(subject: str) -> tuple[str, ...]:
    """The industries a name asks for; where its words are one industry's own name, no broader one they also point to."""
    found = industries_in(subject)
    own = {(m.first, m.last) for m in found if folded(m.concept) == folded(subject)[m.first : m.last + 1]}
    return tuple(
        concepts(
            m
            for m in found
            if (m.first, m.last) not in own or folded(m.concept) == folded(subject)[m.first : m.last + 1]
        )
    )


def _literal(part: str, name: str) -> tuple[str, ...]:
    """A part that no table knows but that is written like the name of a thing ("C++ and Qt"), as a literal concept."""
    words = part.split()
    named = not name.startswith(part) and any(letter.isupper() or letter.isdigit() for letter in part)
    return (LITERAL + part.strip(),) if named and 0 < len(words) <= _LONGEST_LITERAL else ()


def _with_concepts(kind: Kind, name: str, subject: str) -> Asked:
    bare = _FILLER.sub(" ", subject)
    bare = re.sub(r"\s+", " ", bare).strip(" ,;:-–") or subject
    without = _PARENTHESES.sub(" ", bare).strip()
    return Asked(
        kind=kind,
        name=name,
        phrases=tuple(dict.fromkeys(phrase for phrase in (without, bare) if phrase)),
        skills=_skill_groups(subject),
        certificates=tuple(concepts(certificates_in(subject))),
        industries=_industries(subject),
    )
