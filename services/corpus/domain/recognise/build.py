"""Makes a profile of what a recogniser found: lines in the form that may be scored, dated jobs in order, nothing of who it is about.

At most 200 jobs, 60 courses of study, 400 skills, 40 languages, 100 certificates, 100 projects and 2,000 lines are kept.
"""

from collections.abc import Iterable
from dataclasses import replace

from engine.facts.degrees import degree_of as degree_named
from engine.identity import Identity
from engine.neutral import neutralise
from engine.neutral_person import firms_named_after
from engine.profile import Certificate, Degree, Education, Job, Language, Line, Period, Profile, Project, Section, Skill
from services.corpus.domain.recognise.prose import lines_in, plain
from services.corpus.domain.recognise.raw import RawCertificate, RawCv, RawEducation, RawJob, RawProject, RawSkill
from services.corpus.domain.recognise.reading import degree_of, field_of, fold, languages_in, level_of, recency

MAX_JOBS, MAX_EDUCATION, MAX_SKILLS, MAX_LANGUAGES, MAX_CERTIFICATES, MAX_PROJECTS = 200, 60, 400, 40, 100, 100
MAX_LINES = 2_000
_NAME_CHARS = 200
_SKILL_CHARS = 80
# Skills listed without a group are quoted in lists no longer than a person would write.
_LISTED_TOGETHER = 12
# Codes by which parsers name languages, where they do not name them in words.
_CODES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "pl": "Polish",
    "ru": "Russian", "uk": "Ukrainian", "tr": "Turkish", "ar": "Arabic", "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "hi": "Hindi",
    "sv": "Swedish", "da": "Danish", "no": "Norwegian", "nb": "Norwegian", "fi": "Finnish", "cs": "Czech", "sk": "Slovak", "hu": "Hungarian",
    "ro": "Romanian", "bg": "Bulgarian", "el": "Greek", "he": "Hebrew", "hr": "Croatian", "sr": "Serbian", "ca": "Catalan",
}  # fmt: skip
_LEVELS = list(Degree)


def profile_of(raw: RawCv, identity: Identity) -> Profile:
    """The profile of what was found.

    The texts of its lines are the neutral ones too: a corpus never shows a CV's text, so that nothing of the person has to be kept.
    """
    firms = firms_named_after(identity, (plain(job.company)[:_NAME_CHARS] for job in raw.jobs[:MAX_JOBS]))
    return _Building(replace(identity, firms=firms)).profile(raw)


class _Building:
    """Makes lines for one identity and counts them."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._lines = 0
        self._split = True

    def profile(self, raw: RawCv) -> Profile:
        """Spends the lines on what says most: jobs first, the rest of the CV's words last."""
        self._split = not raw.lines_stated
        jobs = self._jobs(raw)
        education = tuple(
            found for entry in raw.education[:MAX_EDUCATION] if (found := self._education(entry)) is not None
        )
        skills = self._skills(raw.skills)
        languages = self._languages(raw)
        certificates = tuple(filter(None, map(self._certificate, raw.certificates[:MAX_CERTIFICATES])))
        headline = self._line(raw.headline, Section.SUMMARY) if raw.headline else None
        summary = self._prose(raw.summary, Section.SUMMARY)
        projects = tuple(filter(None, map(self._project, raw.projects[:MAX_PROJECTS])))
        studied = [
            line for entry in raw.education[:MAX_EDUCATION] for line in self._prose(entry.texts, Section.EDUCATION)
        ]
        told = [line for section, text in raw.other for line in self._prose([text], section)]
        return Profile(headline, summary, jobs, education, skills, languages, certificates, projects, (*studied, *told))

    def _neutral(self, text: str) -> str:
        return neutralise(plain(text)[:_NAME_CHARS], self._identity)

    def _line(self, text: str, section: Section) -> Line | None:
        """A line, None when nothing of the text may be kept or the CV has as many lines as are read."""
        if self._lines >= MAX_LINES:
            return None
        scored = neutralise(text, self._identity)
        if not any(c.isalnum() for c in scored):
            return None
        self._lines += 1
        return Line(scored, scored, 0, section)

    def _prose(self, texts: Iterable[str], section: Section) -> tuple[Line, ...]:
        found: list[Line] = []
        for sentence in lines_in(texts) if self._split else texts:
            if self._lines >= MAX_LINES:
                break
            line = self._line(sentence, section)
            if line is not None:
                found.append(line)
        return tuple(found)

    def _jobs(self, raw: RawCv) -> tuple[Job, ...]:
        entries = list(dict.fromkeys(raw.jobs))[:MAX_JOBS]
        newest = max((entry.period.start.ordinal for entry in entries if entry.period.start), default=0)
        jobs = [
            job for entry in entries if (job := self._job(_ended(entry, newest, stated=raw.ends_stated))) is not None
        ]
        return tuple(sorted(jobs, key=recency, reverse=True))

    def _job(self, entry: RawJob) -> Job | None:
        title, company = self._neutral(entry.title), self._neutral(entry.company)
        header = self._line(", ".join(part for part in (title, company) if part), Section.EXPERIENCE)
        lines = self._prose(entry.texts, Section.EXPERIENCE)
        if header is None:
            if not lines:
                return None
            header, lines = lines[0], lines[1:]
        return Job(
            title, company, entry.period, header, lines, self._neutral(entry.location) if entry.location else None
        )

    def _education(self, entry: RawEducation) -> Education | None:
        degree_text, institution = self._neutral(entry.degree_text), self._neutral(entry.institution)
        study = self._neutral(entry.field_of_study or field_of(degree_text))
        told = ", ".join(part for part in (degree_text, study if study not in degree_text else "", institution) if part)
        line = self._line(told, Section.EDUCATION)
        if line is None:
            return None
        texts = (_spaced(degree_text), study, institution)
        level = entry.degree or max((degree_of(text) for text in texts), key=_LEVELS.index)
        if level is Degree.NONE:
            # What a field for degrees holds is one, also where a looser name would be none in free text.
            level = degree_named(_spaced(degree_text))
        return Education(institution, level, degree_text, study, entry.period, line)

    def _skills(self, entries: list[RawSkill]) -> tuple[Skill, ...]:
        named: dict[str, RawSkill] = {}
        for entry in entries:
            name = self._neutral(entry.name)[:_SKILL_CHARS]
            if any(c.isalnum() for c in name) and len(named) < MAX_SKILLS:
                named.setdefault(fold(name), replace(entry, name=name))
        groups: dict[str, list[RawSkill]] = {}
        for skill in named.values():
            groups.setdefault(skill.group, []).append(skill)
        lines: dict[str, Line] = {}
        for group, members in groups.items():
            for start in range(0, len(members), _LISTED_TOGETHER):
                part = members[start : start + _LISTED_TOGETHER]
                listed = ", ".join(skill.name for skill in part)
                line = self._line(f"{plain(group)}: {listed}" if group else listed, Section.SKILLS)
                if line is not None:
                    lines.update((fold(skill.name), line) for skill in part)
        return tuple(Skill(skill.name, lines[key], skill.level) for key, skill in named.items() if key in lines)

    def _languages(self, raw: RawCv) -> tuple[Language, ...]:
        found: dict[str, Language] = {}
        for entry in raw.languages[: 4 * MAX_LANGUAGES]:
            name = plain(entry.name)[:_NAME_CHARS]
            named = languages_in(name) or [(_CODES.get(fold(name)[:2], name), None)]
            for language, inner in named:
                level = inner or (level_of(entry.level) if len(named) == 1 else None)
                known = found.get(language)
                if len(found) >= MAX_LANGUAGES or (known is not None and (known.level is not None or level is None)):
                    continue
                line = self._line(
                    f"{language}: {plain(entry.level)}"[:_NAME_CHARS]
                    if entry.level and entry.level != entry.name
                    else name,
                    Section.LANGUAGES,
                )
                if line is not None:
                    found[language] = Language(self._neutral(language), level, line)
        return tuple(found.values())

    def _certificate(self, entry: RawCertificate) -> Certificate | None:
        name = self._neutral(entry.name)
        issuer = self._neutral(entry.issuer) if entry.issuer else ""
        year = str(entry.year) if entry.year else ""
        line = (
            self._line(", ".join(part for part in (name, issuer, year) if part), Section.CERTIFICATES) if name else None
        )
        return Certificate(name, line, issuer or None, entry.year) if line is not None else None

    def _project(self, entry: RawProject) -> Project | None:
        name = self._neutral(entry.name)
        named = bool(entry.texts) and entry.texts[0].startswith(entry.name)
        lines = self._prose(entry.texts if named else (entry.name, *entry.texts), Section.PROJECTS)
        return Project(name, entry.period, lines) if lines else None


def _ended(entry: RawJob, newest: int, *, stated: bool) -> RawJob:
    """A role without an end goes on where the format would have stated one, or when none began later."""
    if not entry.open_ended or entry.period.start is None or not (stated or entry.period.start.ordinal >= newest):
        return entry
    return replace(entry, period=Period(entry.period.start, None, current=True, year_only=entry.period.year_only))


def _spaced(text: str) -> str:
    """Parsers' own names of degrees as words: `highSchoolOrEquivalent` is `high School Or Equivalent`."""
    return "".join(
        f" {c}" if c.isupper() and before.islower() else c for before, c in zip(" " + text, text, strict=False)
    )
