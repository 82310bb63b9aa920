"""Facts about spoken languages: their names, the words for levels, and the small words that give a text's language away."""

import re
from collections import Counter
from collections.abc import Iterable

from engine.remember import remembered
from engine.text import folded

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2", "native")
_CEFR = re.compile(r"\b([ABC][12])\b", re.IGNORECASE)
# Read top down; the first that is found decides.
_WORDS: tuple[tuple[str, str], ...] = (
    ("native", r"native|mother tongue|first language|muttersprach\w*|langue maternelle|lengua materna|nativ[oa]|madrelingua|bilingual|bilingue|bilingüe|moedertaal|ojczysty|modersmål"),
    ("C1", r"fluent|full professional|verhandlungssicher|courant|fluido|fluente|fluente|advanced|fließend|vloeiend|biegł\w*|proficient|very good|near[- ]native|excellent|avancé|avanzado|professional working|professional proficiency"),
    ("B1", r"intermediate|conversational|limited working|working knowledge|good|gut|intermédiaire|intermedio|medio|independent"),
    ("A2", r"elementary|basic|basics|grundkenntnisse|notions|básico|base|débutant|school|some|beginner|holiday|limited"),
)  # fmt: skip
_COMPILED = tuple((level, re.compile(rf"(?<!\w)(?:{words})\b", re.IGNORECASE)) for level, words in _WORDS)

_NAMES = """
english = englisch, anglais, inglés, inglese, inglês, engels, angielski
german = deutsch, allemand, alemán, tedesco, alemão, duits, niemiecki
french = französisch, français, francés, francese, francês, frans, francuski
spanish = spanisch, espagnol, español, castellano, spagnolo, espanhol, spaans, hiszpański
italian = italienisch, italien, italiano, italiaans, włoski
portuguese = portugiesisch, portugais, portugués, português, portoghese, portugees
dutch = niederländisch, néerlandais, holandés, neerlandés, olandese, holandês, nederlands, flemish
polish = polnisch, polonais, polaco, polacco, pools, polski
russian = russisch, russe, ruso, russo
chinese = mandarin, chinesisch, chinois, chino, cinese, cantonese
japanese = japanisch, japonais, japonés
arabic = arabisch, arabe, árabe, arabo
turkish = türkisch, turc, turco, türkçe
swedish = schwedisch, suédois, sueco, svenska
danish = dänisch, danois, danés, dansk
norwegian = norwegisch, norvégien, noruego, norsk
finnish = finnisch, finnois, finlandés, suomi
greek = griechisch, grec, griego
czech = tschechisch, tchèque, checo, čeština
hungarian = ungarisch, hongrois, húngaro, magyar
romanian = rumänisch, roumain, rumano, română
ukrainian = ukrainisch, ukrainien, ucraniano
hindi = hindustani
korean = koreanisch, coréen, coreano
filipino = tagalog
"""

# The commonest words of a language that the others do not share.
_SMALL_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(small.split())
    for language, small in {
        "english": "the and of with for from that which was were have has this their our by",
        "german": "und der die das mit für von den im eine einer wurde bei auf zur zum",
        "french": "et les des pour avec dans une sur aux chez par mes nos été de la du le en",
        "spanish": "y los las para con del una por más como desde hasta al de la el en",
        "italian": "e gli per con della delle nel una di che alla dei degli il la",
        "portuguese": "e os das para com uma dos pela pelo mais em não são de do da",
        "dutch": "en het van een voor met bij naar door ook niet werd zijn",
        "polish": "i w z na do oraz dla przy przez od się jest",
    }.items()
}
# Those of them that are no words or abbreviations of English too, nor parts of names ("von", "van", "de la").
_PLAINLY_OTHER: dict[str, frozenset[str]] = {
    language: frozenset(small.split())
    for language, small in {
        "german": "und der für im eine einer wurde bei auf zur zum",
        "french": "et avec dans chez été une",
        "spanish": "y como desde hasta una más",
        "italian": "gli nelle una che alla dei degli",
        "portuguese": "uma pela pelo mais são não",
        "dutch": "het voor bij naar ook niet werd zijn",
        "polish": "oraz dla przy przez od się jest",
    }.items()
}
# Small words of English; some are words of another language, too, and say nothing beside its own.
_ENGLISH = _SMALL_WORDS["english"] | {"to", "at", "is", "an"}
_ENGLISH_TOO: dict[str, frozenset[str]] = {
    language: frozenset(shared.split())
    for language, shared in {
        "german": "was an", "french": "an", "spanish": "", "italian": "", "portuguese": "for", "dutch": "of was is at", "polish": "to by",
    }.items()
}  # fmt: skip
_ENGLISH_ALONE = _ENGLISH.difference(*_ENGLISH_TOO.values())
_WORD = re.compile(r"\w+")
_PLAIN = 2
_SHORTEST_TEXT = 40
_SHARE_THAT_DECIDES = 0.12


def _fold_all(text: str) -> str:
    return " ".join(folded(text))


_CANONICAL: dict[str, str] = {
    _fold_all(name): line.partition(" = ")[0]
    for line in _NAMES.strip().splitlines()
    for name in (line.partition(" = ")[0], *line.partition(" = ")[2].split(", "))
}


def canonical_language(name: str) -> str:
    """The English lower-case name of a language however it is written; an unknown one folded as it stands."""
    whole = _fold_all(name)
    if whole in _CANONICAL:
        return _CANONICAL[whole]
    return next((_CANONICAL[word] for word in whole.split() if word in _CANONICAL), whole)


def is_language(name: str) -> bool:
    """Whether a word is the name of a spoken language."""
    return _fold_all(name) in _CANONICAL


def level_of(text: str) -> str | None:
    """The level (A1 to C2 or native) that a description gives, None when it gives none."""
    if found := _CEFR.search(text):
        return found.group(1).upper()
    return next((level for level, pattern in _COMPILED if pattern.search(text)), None)


@remembered(4)
def written_in(text: str) -> str | None:
    """The language a longer text is written in, by its small words; None when it is short or none is plain."""
    words = text.casefold().split()
    if len(words) < _SHORTEST_TEXT:
        return None
    count = Counter(words)
    shares = {language: sum(count[word] for word in small) / len(words) for language, small in _SMALL_WORDS.items()}
    best = max(shares, key=lambda language: (shares[language], language))
    return best if shares[best] >= _SHARE_THAT_DECIDES else None


def language_of(texts: Iterable[str]) -> str | None:
    """The language of some names and sentences: by the small words of all of them, or else that which most are plainly in."""
    told = list(texts)
    if whole := written_in(" ".join(told)):
        return whole
    plainly = Counter(language for text in told if (language := other_than_english(text) or _plainly_english(text)))
    return max(plainly, key=lambda language: (plainly[language], language), default=None)


def _plainly_english(sentence: str) -> str | None:
    return "english" if not _ENGLISH_ALONE.isdisjoint(_WORD.findall(sentence.casefold())) else None


def other_than_english(sentence: str) -> str | None:
    """The language a sentence is plainly in, if it is another: it has two small words of it, and none that only English has."""
    words = frozenset(_WORD.findall(sentence.casefold()))
    for language, small in _PLAINLY_OTHER.items():
        if len(words & small) >= _PLAIN and words.isdisjoint(_ENGLISH - _ENGLISH_TOO[language]):
            return language
    return None
