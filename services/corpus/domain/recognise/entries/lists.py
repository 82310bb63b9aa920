"""Languages, certificates, projects and what any other section tells."""

from engine.profile import Period
from services.corpus.domain.recognise import keys as k
from services.corpus.domain.recognise.entries.common import (
    DEEPEST,
    NAME_CHARS,
    SKILL_CHARS,
    first_text,
    leftovers,
)
from services.corpus.domain.recognise.prose import plain
from services.corpus.domain.recognise.raw import RawCertificate, RawLanguage, RawProject
from services.corpus.domain.recognise.reading import (
    is_language,
)
from services.corpus.domain.recognise.tree import Fields, Tree, items_of, text_of, texts_in
from services.corpus.domain.recognise.when import spell_of, year_of


def languages_of(tree: Tree | None, depth: int = 0) -> list[RawLanguage]:
    """The spoken languages of a block: names, names with levels, or levels by name."""
    found: list[RawLanguage] = []
    for item in items_of(tree):
        if isinstance(item, str):
            found.append(RawLanguage(item, item))
        elif isinstance(item, list) and depth < DEEPEST:
            found.extend(languages_of(item, depth + 1))
        elif isinstance(item, Fields):
            name = first_text(
                item, ("language", "languagename", "name", "label", "title", "value", "languagecode", "code")
            )
            if name:
                found.append(RawLanguage(name, first_text(item, k.LEVEL) or " ".join(texts_in(item))[:NAME_CHARS]))
                continue
            for key, value in item:
                if is_language(item.labels[key]):
                    found.append(RawLanguage(item.labels[key], text_of(value)))
                elif depth < DEEPEST:
                    found.extend(languages_of(value, depth + 1))
    return found


def certificates_of(tree: Tree | None) -> list[RawCertificate]:
    """The certificates, licences and courses of a block."""
    found: list[RawCertificate] = []
    for item in items_of(tree):
        if isinstance(item, str):
            found.extend(RawCertificate(plain(row)[:NAME_CHARS], None, None) for row in item.split("\n") if plain(row))
        elif isinstance(item, Fields):
            name = first_text(item, k.NAME)
            if name:
                issued = next((year for key in k.ISSUED if (year := year_of(item.get(key))) is not None), None)
                issuer = first_text(item, k.ISSUER)
                found.append(RawCertificate(name, issuer if issuer and issuer != name else None, issued))
            else:
                found.extend(
                    RawCertificate(plain(text)[:NAME_CHARS]) for text in texts_in(item) if len(text.split()) > 1
                )
    return found


_PROJECT_USED = frozenset(
    (
        *k.START,
        *k.END,
        *k.DATES,
        *k.CURRENT,
        "name",
        "title",
        "projectname",
        "projecttitle",
        "url",
        "website",
        "link",
        "links",
    )
)


def projects_of(tree: Tree | None) -> list[RawProject]:
    """The projects of a block."""
    found: list[RawProject] = []
    for item in items_of(tree):
        if isinstance(item, str):
            found.append(RawProject("", Period(), (item,)))
        elif isinstance(item, Fields):
            name = first_text(item, ("projectname", "projecttitle", "name", "title"))
            texts = leftovers(item, _PROJECT_USED)
            if name or texts:
                found.append(RawProject(name, spell_of(item).period, texts))
    return found


_HEADS = k.keys("title position role name organization organizationname publisher awarder issuer journalname")
_TOLD_USED = frozenset((*_HEADS, *k.DATES, "url", "keywords", "values"))


def told_of(tree: Tree | None) -> list[str]:
    """What the entries of any other section (awards, publications, volunteering) tell, an entry's short parts in one line."""
    told: list[str] = []
    for item in items_of(tree):
        if not isinstance(item, Fields):
            told.extend(texts_in(item))
            continue
        head = ", ".join(dict.fromkeys(part for key in _HEADS if (part := first_text(item, (key,)))))
        keywords = ", ".join(text for text in texts_in(item.get("keywords", "values")) if len(text) < SKILL_CHARS)
        told.extend(
            part for part in (f"{head}: {keywords}" if keywords else head, *leftovers(item, _TOLD_USED)) if part
        )
    return told
