"""Tells what kind of thing a requirement's name asks for, so that years become arithmetic and a licence a licence."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.facts.certificates import CREDENTIAL_WORDS, PAPERS, PLAIN_CREDENTIAL
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
    "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "zehn": 10, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "dix": 10,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "diez": 10, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "dieci": 10,
    "dois": 2, "três": 3, "quatro": 4, "dez": 10, "twee": 2, "drie": 3, "vijf": 5, "tien": 10, "dwa": 2, "trzy": 3, "cztery": 4,
    "pięć": 5, "dziesięć": 10,
}  # fmt: skip
_YEARS = re.compile(
    r"(?:\b(?:at least|min(?:imum|destens|imaal)?\.?(?: of| de)?|over|more than|au moins|al menos|como mínimo|almeno|pelo menos|no mínimo|minstens|ten minste|co najmniej|przynajmniej)\s+)?"
    rf"(?P<number>\d+(?:[.,]\d+)?|\b(?:{'|'.join(_NUMBER_WORDS)})\b)\s*"
    r"(?:\+|plus\b|or more\b|(?:-|–|to)\s*\d+)?\s*"
    r"(?P<unit>years?|yrs?\.?|months?|jahre?n?|jährige\w?|ans?|années?|años?|anni|anos?|jaa?r|jaren|lata?|roku?|monate?n?|mois|meses|mesi|maanden|miesi[ąę]c\w*)\b['’]?"
    r"(?!\s*(?:old|of age)\b)",
    re.IGNORECASE,
)
_AROUND_YEARS = re.compile(
    r"^(?:\s|,|-|:|of|in(?!\s+charge)|as|with|at|on|an?|the|professional|relevant|hands-on|practical|proven|solid|working|work|full-time|"
    r"commercial|industry|prior|previous|experience|(?:berufs|praxis)?erfahrung|berufspraxis|praxis|einschlägige\w*|als|mit|im|in der|in den|in|der|des|"
    r"expérience|professionnelle|d['’]|de la|de l['’]|de|du|des|en tant que|comme|en|dans|sur|experiencia|profesional|demostrable|como|el|la|las|los|con|"
    r"esperienza|professionale|comprovata|maturata|di|della|dell['’]|del|nell?['’]|nella|nel|nei|come|presso|experiência|profissional|na|no|da|do|em|"
    r"ervaring|werkervaring|relevante|als|van|bij|met|doświadczeni\w+|zawodow\w+|na stanowisku|praktyki|pracy|jako|przy|w)+\b",
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
    r"degree in|degree or|academic degree|hochschulabschluss|(?:hoch|fach)?(?:schul)?studium|studienabschluss|high school diploma|abitur|mba|"
    r"diplôme (?:d['’]état|d['’]ingénieur|universitaire|de docteur)|formation supérieure|bac\s?\+\s?\d|titulación|titulad[oa]|título universitario|"
    r"grado en|licenciatura|máster|laurea|titolo di studio|wykształcenie|studia wyższe|hbo|wo-?niveau|afgeronde opleiding|curso superior|ensino superior|"
    r"mestrado|abgeschlossene (?:berufs)?ausbildung|berufsausbildung|ausbildung (?:als|zum|zur)|"
    r"bts|dut|licence professionnelle|bac pro|ciclo formativo|grado superior|fp de|diploma di maturità|istituto tecnico|mbo|studia|wykształcenie \w+)\b|\bdegree$",
    re.IGNORECASE,
)
_INDUSTRY = re.compile(
    r"\b(?:experience|background|industry|sector|branche|secteur|erfahrung\w*|expérience|experiencia|esperienza|experiência|ervaring|doświadczeni\w+|"
    r"sektor|settore|setor|branż\w+)\b",
    re.IGNORECASE,
)
_DOING = re.compile(
    r"\b(?:experience|erfahrung|expérience|experiencia|esperienza|experiência|ervaring|doświadczeni\w+)\b",
    re.IGNORECASE,
)
_SOLD_LICENCES = re.compile(r"\b(?:software|sales of|sell\w*)\s+licen[cs]es?\b", re.IGNORECASE)
_ANY_OF = re.compile(
    r"\bor\b|/|\boder\b|bzw\.|\bou\b|(?<=\s)o(?=\s)|\boppure\b|\bof\b(?=\s+\w+$)|\blub\b", re.IGNORECASE
)
_ALL_OF = re.compile(
    r"\band\b|&(?!\w)|(?<=\s)\+(?=\s)|,|\bund\b|\bet\b|(?<=\s)[yei](?=\s)|\ben\b(?=\s+\w+$)|\boraz\b", re.IGNORECASE
)
_IN_MONTHS = re.compile(r"month|monat|mois|mes|maand|miesi", re.IGNORECASE)
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
    # Many certificates are papers that somebody writes at work ("origin certificates"), not one that is held.
    if _asks_credential(name) and (qualification or certificates_in(name) or not PAPERS.search(name)):
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
    months = round(number if _IN_MONTHS.match(found["unit"]) else number * 12)
    rest = name[found.end() :] if name[found.end() :].strip(" )].") else name[: found.start()]
    subject = _AROUND_YEARS.sub("", rest).strip(" ,;:()-–") or ""
    subject = re.sub(
        r"\s+(?:experience|role|work|position|job|berufserfahrung|erfahrung|ervaring)$",
        "",
        subject,
        flags=re.IGNORECASE,
    )
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
