"""A read CV as the JSON that the contract calls `cv_parser_result`."""

from typing import Any

from engine.profile import Certificate, Education, Job, Line, Period, Project
from services.matcher.domain.cv import ReadCv


def parser_result(cv: ReadCv) -> dict[str, Any]:
    """The reading of a CV for the client that sent it: JSON values only, every key always there.

    Shape (`month` is "YYYY-MM" or null; `text` items are `{text, page, section}`, pages count from 1)::

        {
          "contact": {"name": str|null, "emails": [str], "phones": [str], "location": str|null, "links": [str]},
          "headline": str|null,
          "summary": [text],
          "jobs": [{"title": str, "company": str, "location": str|null, "start": month, "end": month, "current": bool,
                    "year_only": bool, "page": int, "header": str, "highlights": [text]}],
          "education": [{"institution": str, "degree": str, "level": none|high_school|associate|bachelor|master|doctorate,
                         "field_of_study": str, "start": month, "end": month, "current": bool, "year_only": bool, "page": int}],
          "skills": [{"name": str, "level": str|null, "page": int}],
          "languages": [{"name": str, "level": A1|A2|B1|B2|C1|C2|native|null, "page": int}],
          "certificates": [{"name": str, "issuer": str|null, "year": int|null, "page": int}],
          "projects": [{"name": str, "start": month, "end": month, "current": bool, "year_only": bool, "highlights": [text]}],
          "other": [text],
          "pages": int, "pages_read": int, "reader": str,
          "warnings": [{"code": str, "message": str}]
        }

    `year_only` says that the CV gave years without months: `start` is then January and `end` December. Jobs come newest first, all
    else in reading order. Birth date, nationality, marital status and the like are never part of it.
    """
    identity, profile = cv.identity, cv.profile
    return {
        "contact": {
            "name": identity.name,
            "emails": list(identity.emails),
            "phones": list(identity.phones),
            "location": identity.location,
            "links": list(identity.links),
        },
        "headline": profile.headline.text if profile.headline else None,
        "summary": [_text(line) for line in profile.summary],
        "jobs": [_job(job) for job in profile.jobs],
        "education": [_education(education) for education in profile.education],
        "skills": [{"name": s.name, "level": s.level, "page": s.line.page} for s in profile.skills],
        "languages": [{"name": x.name, "level": x.level, "page": x.line.page} for x in profile.languages],
        "certificates": [_certificate(certificate) for certificate in profile.certificates],
        "projects": [_project(project) for project in profile.projects],
        "other": [_text(line) for line in profile.other],
        "pages": cv.pages,
        "pages_read": cv.pages_read,
        "reader": cv.reader,
        "warnings": [{"code": warning.code, "message": warning.message} for warning in cv.warnings],
    }


def _text(line: Line) -> dict[str, Any]:
    return {"text": line.text, "page": line.page, "section": line.section.value}


def _period(period: Period) -> dict[str, Any]:
    return {
        "start": str(period.start) if period.start else None,
        "end": str(period.end) if period.end else None,
        "current": period.current,
        "year_only": period.year_only,
    }


def _job(job: Job) -> dict[str, Any]:
    return {
        "title": job.title,
        "company": job.company,
        "location": job.location,
        **_period(job.period),
        "page": job.header.page,
        "header": job.header.text,
        "highlights": [_text(line) for line in job.lines],
    }


def _education(education: Education) -> dict[str, Any]:
    return {
        "institution": education.institution,
        "degree": education.degree_text,
        "level": education.degree.value,
        "field_of_study": education.field_of_study,
        **_period(education.period),
        "page": education.line.page,
    }


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "name": certificate.name,
        "issuer": certificate.issuer,
        "year": certificate.year,
        "page": certificate.line.page,
    }


def _project(project: Project) -> dict[str, Any]:
    return {
        "name": project.name,
        **_period(project.period),
        "highlights": [_text(line) for line in project.lines],
    }
