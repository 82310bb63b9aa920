"""Any other JSON: a walk that finds a CV's sections by their keys in many languages, entries by their fields, and what else is told."""

from engine.profile import Section
from services.corpus.domain.recognise import entries as e
from services.corpus.domain.recognise.formats import plain_text
from services.corpus.domain.recognise.keys import COMPANY, DATES, END, HEADLINE, START, TITLE, WHOLE_TEXT, section_of
from services.corpus.domain.recognise.raw import RawCv
from services.corpus.domain.recognise.tree import Fields, Tree, folded_key, objects_of, text_of, texts_in

NAME = "generic"
_TOLD_WORDS = 4
_DEEPEST = 64
_NAMING = ("type", "section", "title", "heading", "name", "category", "label", "key", "kind")
_HOLDING = ("items", "entries", "content", "values", "data", "list", "elements", "value", "text", "body", "children")

_EMPLOYER = tuple(key for key in COMPANY if key not in {"name", "institution"})


def is_it(tree: Tree) -> bool:
    """Always: this one is asked last."""
    return bool(tree) or tree == ""


def read(tree: Tree) -> RawCv:
    """What can be found in any nesting; a document's whole text is read only where its parts say nothing of work."""
    walk = _Walk()
    walk.visit(tree, 0)
    cv = walk.cv
    if not (cv.jobs or cv.skills or cv.education):
        for text in walk.whole:
            plain_text.read_into(cv, text)
    return cv


class _Walk:
    """Gathers what each part of a tree says."""

    def __init__(self) -> None:
        self.cv = RawCv()
        self.whole: list[str] = []

    def visit(self, tree: Tree, depth: int) -> None:
        """Goes through a value of no known section."""
        if isinstance(tree, list):
            for item in tree:
                self.visit(item, depth + 1)
        elif isinstance(tree, str):
            self._loose(tree)
        elif isinstance(tree, Fields) and depth < _DEEPEST:
            self._visit_fields(tree, depth)

    def _visit_fields(self, fields: Fields, depth: int) -> None:
        named = next((section for key in _NAMING if (section := _section_named(fields.get(key))) is not None), None)
        held = next((fields.values[key] for key in _HOLDING if key in fields.values), None)
        if named is not None and held is not None and not isinstance(held, bool | int | float):
            self.take(named, held)
            return
        if _is_job(fields):
            self.cv.jobs.extend(e.jobs_of(fields))
            return
        if not self.cv.headline:
            self.cv.headline = next(
                (text for key in HEADLINE if isinstance(fields.get(key), str) and (text := e.short(fields.get(key)))),
                "",
            )
        for key, value in fields:
            section = section_of(key)
            if key in WHOLE_TEXT and isinstance(value, str):
                self.whole.append(value)
            elif key in HEADLINE and text_of(value) and e.short(value) == self.cv.headline:
                continue
            elif section is not None and (section is not Section.SUMMARY or not isinstance(value, Fields)):
                self.take(section, value)
            elif isinstance(value, Fields | list):
                self.visit(value, depth + 1)
            elif isinstance(value, str):
                self._loose(value)

    def take(self, section: Section, tree: Tree) -> None:
        """Reads a section's block."""
        cv = self.cv
        match section:
            case Section.SUMMARY:
                cv.summary.extend(texts_in(tree))
            case Section.EXPERIENCE:
                self._take_experience(tree)
            case Section.EDUCATION:
                cv.education.extend(e.education_of(tree))
            case Section.SKILLS:
                self._take_skills(tree)
            case Section.LANGUAGES:
                cv.languages.extend(e.languages_of(tree))
            case Section.CERTIFICATES:
                cv.certificates.extend(e.certificates_of(tree))
            case Section.PROJECTS:
                cv.projects.extend(e.projects_of(tree))
            case _:
                cv.other.extend((section, text) for text in e.told_of(tree))

    def _take_experience(self, tree: Tree) -> None:
        jobs = e.jobs_of(tree)
        self.cv.jobs.extend(jobs)
        if not jobs:
            self.cv.other.extend(
                (Section.EXPERIENCE, text) for text in texts_in(tree) if len(text.split()) >= _TOLD_WORDS
            )

    def _take_skills(self, tree: Tree) -> None:
        """Skills; a group of languages or certificates among them goes where it belongs."""
        if isinstance(tree, Fields) and not objects_of(tree.get("items", "values", "keywords")):
            inner = {key: section_of(key) for key, _ in tree}
            for key, section in inner.items():
                if section in {Section.LANGUAGES, Section.CERTIFICATES}:
                    self.take(section, tree.values[key])
            tree = tree.without(
                frozenset(key for key, section in inner.items() if section in {Section.LANGUAGES, Section.CERTIFICATES})
            )
        self.cv.skills.extend(e.skills_of(tree))

    def _loose(self, text: str) -> None:
        if len(text.split()) >= _TOLD_WORDS:
            self.cv.other.append((Section.OTHER, text))


def _section_named(tree: Tree | None) -> Section | None:
    """The section a short text names; a summary's name may be anything's."""
    return section_of(folded_key(tree)) if isinstance(tree, str) and len(tree) <= 60 else None  # noqa: PLR2004 - headings are short


def _is_job(fields: Fields) -> bool:
    """Whether an object anywhere is a job: a title, an employer and a date, and no section of a CV within it."""
    has = fields.values.keys()
    sections = {section_of(key) for key, value in fields if isinstance(value, list | Fields)}
    return (
        any(key in has for key in TITLE)
        and any(key in has for key in _EMPLOYER)
        and any(key in has for key in (*START, *END, *DATES))
        and not sections & {Section.EXPERIENCE, Section.EDUCATION}
    )
