"""Text with everything taken out that tells who somebody is, so that two CVs that differ in nothing else read the same.

Taken out: the person's name, e-mail addresses, telephone numbers, links, postal addresses, birth dates and ages, nationality,
marital status and sex where they stand as personal data, and titles such as Mr and Ms. Replaced: pronouns and words for people that
name a sex. Every step is linear in the text, and taking out again changes nothing.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from engine.identity import Identity
from engine.neutral_person import WORD, Person, person_of, without_name
from engine.neutral_words import GENDERED, HONORIFICS, NOT_FEMININE, PRONOUNS

# Removing one thing can bring two others together; few texts need a second pass, none that a person wrote a fourth.
_PASSES = 6

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"|]{2,400}"
    r"|(?<![\w@.-])(?:[a-z]{2,3}\.)?(?:linkedin|github|gitlab|xing|twitter|stackoverflow|medium|bitbucket|behance|dribbble|kaggle|facebook|instagram|"
    r"orcid|researchgate|youtube|huggingface|codepen|leetcode)\.(?:com|org|net|io|co)/[^\s<>\"|,;]{1,200}",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w+./])\+\s?\d[\d\s().\-/]{6,20}\d(?!\w)")
_NUMBER = re.compile(r"(?<![\w+.,/])[+(]?\d[\d\s().\-/]{5,22}\d(?!\w)")
_BORN = re.compile(
    r"(?<!\w)(?:[Bb]orn|[Gg]eboren|[Gg]eb\.|[Nn]é(?:e|\(e\))?|[Nn]acid[oa]|[Nn]at[oa]|[Nn]ascid[oa]|[Uu]rodzon[ya]|[Ff]ødt|[Ff]ödd)\s"
    r"(?=(?:on|in|am|le|el|il|em|op|a|dnia|the|à|[\d'A-ZÀ-Þ])[^;|•\n]{0,40}(?:\d|[A-ZÀ-Þ]))[^,;|•\n]{2,60}(?:,\s\d{4})?"
)
_AGE = re.compile(
    r"(?<!\w)(?:(?:I am|I'm|ich bin|j'ai|tengo|ho|tenho)\s)?(?:aged?:?\s\d{1,2}(?!\d|\s?(?:to|and|or|-|–)\s?\d)(?:\syears?)?|\d{1,2}[\s-]years?[\s-](?:old|of age)|\d{1,2}\s?y/?o(?!\w)|\d{1,2}\sJahre\salt|"
    r"âgée?\sde\s\d{1,2}\sans|\d{1,2}\saños\sde\sedad|\d{1,2}\sanos\sde\sidade|\d{1,2}\sjaar\soud)(?!\w)",
    re.IGNORECASE,
)
# Where one statement ends and the next may begin.
_OPENING = r"(?:^|(?<=[,;|•·(\n])|(?<=[,;|•·.(]\s))"
_LABELLED = re.compile(
    r"(?:(?<!\w)(?:date\sof\sbirth|birth\s?date|d\.o\.b|place\sof\sbirth|birthplace|nationality|nationalities|citizenship|marital\sstatus|"
    r"civil\sstatus|geburtsdatum|geburtsort|staatsangehörigkeit|staatsbürgerschaft|nationalität|familienstand|date\sde\snaissance|"
    r"lieu\sde\snaissance|nationalité|situation\s(?:familiale|de\sfamille)|état\scivil|fecha\sde\snacimiento|lugar\sde\snacimiento|nacionalidad|"
    r"estado\scivil|data\sdi\snascita|luogo\sdi\snascita|nazionalità|cittadinanza|stato\scivile|data\sde\snascimento|nacionalidade|geboortedatum|"
    r"geboorteplaats|nationaliteit|burgerlijke\sstaat|data\surodzenia|miejsce\surodzenia|narodowość|obywatelstwo|stan\scywilny|出生日期|国籍|婚姻状况)"
    rf"|{_OPENING}(?:birthday|dob|born|age|gender|sex|pronouns|religion|race|ethnicity|geburtstag|geboren|alter|geschlecht|konfession|pronomen|âge|sexe|"
    r"genre|edad|sexo|género|età|sesso|idade|gênero|leeftijd|geslacht|wiek|płeć|性别))"
    r"\s?[:：]\s?[^,;|•·\n]{1,60}",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:married|single|divorced|widowed|unmarried|male|female|verheiratet|ledig|geschieden|verwitwet|männlich|weiblich|mariée?|célibataire|divorcée?|"
    r"casad[oa]|solter[oa]|divorciad[oa]|viud[oa]|sposat[oa]|celibe|nubile|coniugat[oa]|solteir[oa]|gehuwd|getrouwd|ongehuwd|żonaty|zamężna|kawaler|panna)"
    r"(?:[,;\s]{1,3}(?:\d|one|two|three|no|ein|zwei|drei|keine|un|deux|trois|sans|dos|tres|due|tre)\s(?:child(?:ren)?|kind(?:er)?|enfants?|hij[oa]s?|figli[oa]?|filh[oa]s?))?",
    re.IGNORECASE,
)
_PRONOUN_NOTE = re.compile(
    r"[(\[]?(?<!\w)(?:he|she|they)\s?/\s?(?:him|her|them|they)(?:\s?/\s?(?:his|hers|theirs))?(?!\w)[)\]]?",
    re.IGNORECASE,
)
_LIVING = re.compile(
    r"(?<!\w)(?:based|living|located|residing|resident|wohnhaft|ansässig|basée?|habitant|domiciliée?|residente|domiciliato|domiciliata|woonachtig|gevestigd)"
    r"\s(?:in|at|near|à|en|em|a|te)\s[A-ZÀ-Þ][\w'’.-]{1,30}(?:(?:,\s|\s)[A-ZÀ-Þ][\w'’.-]{1,30}){0,3}"
)
_CAPITAL = r"[A-ZÀ-ÞĀ-Ž][\w'’.-]{1,30}"
_STREET = re.compile(
    rf"(?<!\w)\d{{1,5}}[a-z]?,?\s(?:{_CAPITAL}\s){{1,4}}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Boulevard|Blvd|Square|Court|Ct|Way|Terrace)(?!\w)\.?"
    r"|(?<!\w)[A-ZÀ-Þ][\w'’-]{2,30}(?:straße|strasse|str\.|weg|platz|allee|gasse|straat|laan|plein|gracht|gatan|vägen)\s\d{1,4}[a-z]?(?!\w)"
    rf"|(?<!\w)\d{{1,4}}(?:\s?bis)?,?\s(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Aa]llée|[Qq]uai)\s(?:(?:de|du|des|la|le)\s){{0,2}}(?:l'|d')?{_CAPITAL}(?:\s{_CAPITAL}){{0,3}}"
    rf"|(?<!\w)(?:[Cc]alle|[Aa]venida|[Vv]ia|[Vv]iale|[Rr]ua|[Uu]l\.|[Uu]lica)\s(?:(?:de|del|da|do|di|della)\s){{0,2}}{_CAPITAL}(?:\s{_CAPITAL}){{0,3}},?\s(?:n[.º°]?\s?)?\d{{1,4}}(?!\w)"
)
_HONORIFIC = re.compile(rf"(?<![\w.])(?i:{'|'.join(re.escape(word) for word in HONORIFICS)})\.?\s(?=[A-ZÀ-ÞĀ-Ž])")
_GENDER_FORMS = re.compile(
    r"(?<!\w)(?P<german>[A-ZÄÖÜ][^\W\d_]{3,60})(?:[:*_/]-?in(?:nen)?|\(in(?:nen)?\))(?!\w)"
    r"|(?<=[^\W\d_])(?:·e(?:·?s)?|\(e\))(?!\w)|(?<=[^\W\d_][or])(?:/a|\(a\))(?!\w)"
)
_GERMAN_FEMININE = re.compile(
    r"^([A-ZÄÖÜ][\wäöüß]{0,60}(?:ent|ant|ist|eur|or|log|graf|nom|agog|[bcdfghklmnprstvwz]er|ier|eiter))(?:in|In)(?:nen)?$"
)
_NOT_FEMININE = frozenset(NOT_FEMININE.split())


class _Search(NamedTuple):
    """A pattern, and words of which every match of it has one, in lower case: most lines have none, and asking costs little."""

    pattern: re.Pattern[str]
    words: frozenset[str]


def _search(pattern: re.Pattern[str], words: str) -> _Search:
    return _Search(pattern, frozenset(words.split()))


_STREETS = _search(
    _STREET,
    "street st avenue ave road rd lane ln drive boulevard blvd square court ct way terrace rue place chemin allée quai calle avenida via "
    "viale rua ul ulica",
)
_STREET_ENDS = re.compile("straße|strasse|str\\.|weg|platz|allee|gasse|straat|laan|plein|gracht|gatan|vägen")
_AGES = _search(_AGE, "age aged year years y yo jahre ans años anos jaar")
_LIVES = (
    _Search(_PRONOUN_NOTE, frozenset({"he", "she", "they"})),
    _search(_BORN, "born geboren geb né née nacido nacida nato nata nascido nascida urodzony urodzona født född"),
    _search(
        _LIVING,
        "based living located residing resident wohnhaft ansässig basé basée habitant domicilié domiciliée residente domiciliato domiciliata "
        "woonachtig gevestigd",
    ),
)
_HONORIFIC_WORDS = frozenset(re.split(r"\W", word)[0] for word in HONORIFICS)
_GENDERED_WORDS = frozenset(re.split(r"[\s']", word)[0] for word in (*PRONOUNS, *GENDERED))
_GENDER_MARKS = re.compile("[:*_/(·-]")
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
# Letters whose cases patterns know and lower case does not: where these are, everything is searched.
_ODD = re.compile("[İıſK]")
_SPACES = re.compile(r"\s+")
_EMPTY = re.compile(r"[(\[]\s*[,;:/|-]?\s*[)\]]")
_BEFORE_MARK = re.compile(r"\s+([,.;:!?)\]])")
_MARKS = re.compile(r"([,;|])(?:\s?[,;|])+")
_TO_TIDY = re.compile(r"[\s,;|][,.;:!?)\]|]")
# No status with children is longer.
_ALONE_MAX = 60
_EDGES = " ,;|·•–—-/"


def neutralise(text: str, identity: Identity) -> str:
    """The text as it may be scored: idempotent, with single spaces, linear in the length of the text.

    Args:
        text: a line of a CV.
        identity: who the CV is about.
    """
    person = person_of(identity)
    for _ in range(_PASSES):
        after = _once(text, person)
        if after == text:
            break
        text = after
    return text


def _once(text: str, person: Person) -> str:
    lowered = text.lower()
    odd = not text.isascii() and _ODD.search(text) is not None
    if "@" in text:
        text = _EMAIL.sub(" ", text)
    if "." in text and (odd or "/" in text or "www." in lowered):
        text = _URL.sub(" ", text)
    text = person.without_firms(person.without_literals(text, lowered, odd=odd))
    # What is taken out from here on leaves a gap: no step makes words that were not there before.
    words = frozenset(_LETTERS.findall(text.lower()))
    text = _without_numbers(text, lowered, words, person, odd=odd)
    if ":" in text or "：" in text:
        text = _LABELLED.sub(" ", text)
    text = _without_life(text, words, odd=odd)
    stripped = text.strip(" .")
    if len(stripped) <= _ALONE_MAX and _ALONE.fullmatch(stripped):
        return ""
    if odd or not _HONORIFIC_WORDS.isdisjoint(words):
        text = _HONORIFIC.sub("", text)
    return _tidy(_without_gender(without_name(text, words, person), words))


def _without_numbers(text: str, lowered: str, words: frozenset[str], person: Person, *, odd: bool) -> str:
    if _DIGIT.search(text) is None:
        return text
    if "+" in text:
        text = _PHONE.sub(" ", text)
    if person.phones:
        text = _NUMBER.sub(lambda match: " " if person.calls(match.group()) else match.group(), text)
    if odd or not _STREETS.words.isdisjoint(words) or _STREET_ENDS.search(lowered):
        text = _STREET.sub(" ", text)
    return _AGE.sub(" ", text) if odd or not _AGES.words.isdisjoint(words) else text


def _without_life(text: str, words: frozenset[str], *, odd: bool) -> str:
    for search in _LIVES:
        if odd or not search.words.isdisjoint(words):
            text = search.pattern.sub(" ", text)
    return text


def _without_gender(text: str, words: frozenset[str]) -> str:
    if _GENDER_MARKS.search(text) is not None:
        text = _GENDER_FORMS.sub(lambda match: match.group("german") or "", text)
    if not _GENDERED_WORDS.isdisjoint(words) or any(word.endswith(("in", "innen")) for word in words):
        text = WORD.sub(lambda match: _ungendered(match.group()), text)
    return text


@lru_cache(maxsize=50_000)
def _ungendered(word: str) -> str:
    lowered = word.lower().replace("’", "'")
    found = PRONOUNS.get(lowered) or GENDERED.get(lowered)
    if found is not None:
        return _like(word, found)
    if word[-2:].lower() == "in" or word[-5:].lower() == "innen":
        # A title in capitals is one in small letters, and stays in capitals.
        written = word.capitalize() if word.isupper() else word
        feminine = _GERMAN_FEMININE.match(written)
        if feminine is not None and len(word) > 6 and lowered not in _NOT_FEMININE and word[0].isupper():  # noqa: PLR2004 - an agent noun is longer
            return _like(word, feminine.group(1))
    return word


def _like(word: str, found: str) -> str:
    """The replacement with the capitals of what it replaces."""
    if word.isupper() and len(word) > 1:
        return found.upper()
    return found[0].upper() + found[1:] if word[0].isupper() else found


def _tidy(text: str) -> str:
    text = " ".join(text.split())
    if "(" in text or "[" in text:
        text = _SPACES.sub(" ", _EMPTY.sub(" ", text))
    if _TO_TIDY.search(text) is not None:
        text = _MARKS.sub(r"\1", _BEFORE_MARK.sub(r"\1", text))
    return text.strip(_EDGES)
