"""Text with everything taken out that tells who somebody is, so that two CVs that differ in nothing else read the same.

Taken out: the person's name, e-mail addresses, telephone numbers, links, postal addresses, birth dates and ages, nationality,
marital status and sex where they stand as personal data, and titles such as Mr and Ms. Replaced: pronouns and words for people that
name a sex. Every step is linear in the text, and taking out again changes nothing.
"""

import re
import unicodedata
from functools import lru_cache

from engine.identity import Identity
from engine.neutral_words import AMBIGUOUS_NAMES, GENDERED, HONORIFICS, NOT_FEMININE, PRONOUNS

# Removing one thing can bring two others together; few texts need a second pass, none that a person wrote a fourth.
_PASSES = 6
_MIN_LONE_NAME = 3
_MIN_UNSPACED = 2
_NAME_GAP = 3

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
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_GENDER_FORMS = re.compile(
    r"(?<!\w)(?P<german>[A-ZÄÖÜ][^\W\d_]{3,60})(?:[:*_/]-?in(?:nen)?|\(in(?:nen)?\))(?!\w)"
    r"|(?<=[^\W\d_])(?:·e(?:·?s)?|\(e\))(?!\w)|(?<=[^\W\d_][or])(?:/a|\(a\))(?!\w)"
)
_GERMAN_FEMININE = re.compile(
    r"^([A-ZÄÖÜ][\wäöüß]{0,60}(?:ent|ant|ist|eur|or|log|graf|nom|agog|[bcdfghklmnprstvwz]er|ier|eiter))(?:in|In)(?:nen)?$"
)
_NOT_FEMININE = frozenset(NOT_FEMININE.split())
# Kana, Han and Hangul: what is said of somebody follows the name without a space.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_SPACES = re.compile(r"\s+")
_EMPTY = re.compile(r"[(\[]\s*[,;:/|-]?\s*[)\]]")
_BEFORE_MARK = re.compile(r"\s+([,.;:!?)\]])")
_MARKS = re.compile(r"([,;|])(?:\s?[,;|])+")
_EDGES = " ,;|·•–—-/"


def neutralise(text: str, identity: Identity) -> str:
    """The text as it may be scored: idempotent, with single spaces, linear in the length of the text.

    Args:
        text: a line of a CV.
        identity: who the CV is about.
    """
    person = _person(identity)
    for _ in range(_PASSES):
        after = _once(text, person)
        if after == text:
            break
        text = after
    return text


class _Person:
    """What is looked for of one identity."""

    def __init__(self, identity: Identity) -> None:
        self.tokens = frozenset(
            token for match in _WORD.finditer(identity.name or "") for token in (_fold(match.group()),)
        )
        self.phones = frozenset(digits[-9:] for phone in identity.phones if len(digits := _digits(phone)) > 6)  # noqa: PLR2004 - shorter is no number
        cities = [part.strip() for part in (identity.location or "").split(",")]
        literals = [
            f"{city}-based" for city in cities if len(city) >= _MIN_LONE_NAME and city.replace(" ", "").isalpha()
        ]
        literals += [link.split("://", 1)[-1].removeprefix("www.").rstrip("/") for link in identity.links]
        literals += [
            value for value in (identity.location, identity.birth_date) if value and (any(c.isdigit() for c in value))
        ]
        literals = sorted({value for value in literals if len(value) > 4}, key=lambda value: (-len(value), value))[:60]  # noqa: PLR2004 - shorter ones are words
        self.literals = (
            re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(value) for value in literals)})(?!\w)", re.IGNORECASE)
            if literals
            else None
        )
        self.unspaced = _unspaced(identity.name or "")

    def calls(self, number: str) -> bool:
        """Whether a number is the person's, with or without its country code."""
        digits = _digits(number)[-9:]
        return len(digits) > 6 and any(phone.endswith(digits) for phone in self.phones)  # noqa: PLR2004 - shorter is no number


def _unspaced(name: str) -> re.Pattern[str] | None:
    """What finds a name of a script without spaces, whole or its longer parts, inside any run of characters."""
    parts = _UNSPACED.findall(name)
    known = {part for part in (*parts, "".join(parts)) if len(part) >= _MIN_UNSPACED}
    return re.compile("|".join(sorted(known, key=lambda part: (-len(part), part)))) if known else None


@lru_cache(maxsize=4)
def _person(identity: Identity) -> _Person:
    return _Person(identity)


def _once(text: str, person: _Person) -> str:
    if "@" in text:
        text = _EMAIL.sub(" ", text)
    if "." in text:
        text = _URL.sub(" ", text)
    if person.literals is not None:
        text = person.literals.sub(" ", text)
    if person.unspaced is not None:
        text = person.unspaced.sub(" ", text)
    if any(c.isdigit() for c in text):
        text = _PHONE.sub(" ", text)
        if person.phones:
            text = _NUMBER.sub(lambda match: " " if person.calls(match.group()) else match.group(), text)
        text = _AGE.sub(" ", _STREET.sub(" ", text))
    text = _LIVING.sub(" ", _BORN.sub(" ", _PRONOUN_NOTE.sub(" ", _LABELLED.sub(" ", text))))
    if _ALONE.fullmatch(text.strip(" .")):
        return ""
    text = _without_name(_HONORIFIC.sub("", text), person)
    text = _WORD.sub(_ungendered, _GENDER_FORMS.sub(lambda match: match.group("german") or "", text))
    return _tidy(text)


def _without_name(text: str, person: _Person) -> str:
    """The text without the person's full name, and without a single part of it unless that may be another word."""
    if not person.tokens:
        return text
    pieces: list[str] = []
    kept = 0
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        named = _fold(match.group()) in person.tokens
        initial = (
            len(match.group()) == 1
            and match.group().isupper()
            and any(t.startswith(match.group().lower()) for t in person.tokens)
        )
        near = bool(run) and _is_name_gap(text[run[-1].end() : match.start()])
        if (named or initial) and (near or not run):
            run.append(match)
            continue
        kept = _close(text, run, kept, pieces)
        run = [match] if named or initial else []
    kept = _close(text, run, kept, pieces)
    return "".join(pieces) + text[kept:] if pieces else text


def _is_name_gap(between: str) -> bool:
    """Whether what stands between two words is no more than parts of a name have between them: `Okafor, M. B.`."""
    return len(between) <= _NAME_GAP and not between.strip(" ,.-")


def _close(text: str, run: list[re.Match[str]], kept: int, pieces: list[str]) -> int:
    """Takes a run of name parts out if it is the person's name; gives where the text goes on."""
    parts = [match for match in run if len(match.group()) > 1]
    if not parts:
        return kept
    full = len({_fold(match.group()) for match in parts}) > 1 or len(run) > len(parts)
    lone = parts[0].group()
    # Not `isupper`: Arabic, Hebrew and the scripts of India have no capitals to tell a name by.
    if not full and (len(lone) < _MIN_LONE_NAME or lone[0].islower() or _fold(lone) in AMBIGUOUS_NAMES):
        return kept
    pieces.extend((text[kept : run[0].start()], " "))
    end = run[-1].end()
    return end + 1 if len(run[-1].group()) == 1 and text[end : end + 1] == "." else end


def _ungendered(match: re.Match[str]) -> str:
    word = match.group()
    lowered = word.lower().replace("’", "'")
    found = PRONOUNS.get(lowered) or GENDERED.get(lowered)
    if found is not None:
        return _like(word, found)
    if word[-2:].lower() == "in" or word[-5:].lower() == "innen":
        feminine = _GERMAN_FEMININE.match(word)
        if feminine is not None and len(word) > 6 and lowered not in _NOT_FEMININE and word[0].isupper():  # noqa: PLR2004 - an agent noun is longer
            return feminine.group(1)
    return word


def _like(word: str, found: str) -> str:
    """The replacement with the capitals of what it replaces."""
    if word.isupper() and len(word) > 1:
        return found.upper()
    return found[0].upper() + found[1:] if word[0].isupper() else found


def _tidy(text: str) -> str:
    text = _EMPTY.sub(" ", _SPACES.sub(" ", text))
    text = _MARKS.sub(r"\1", _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", text)))
    return text.strip(_EDGES)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _fold(word: str) -> str:
    """Lower case without accents and without a possessive ending."""
    folded = (
        "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        .casefold()
        .replace("’", "'")
    )
    return folded.removesuffix("'s")
