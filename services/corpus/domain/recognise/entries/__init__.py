"""Reads the entries of a section: what the fields of a job, a course of study, a skill and the like are, whatever they are called."""

from services.corpus.domain.recognise.entries.common import first_text, leftovers, short
from services.corpus.domain.recognise.entries.education import education_of
from services.corpus.domain.recognise.entries.jobs import job_in, jobs_of
from services.corpus.domain.recognise.entries.lists import certificates_of, languages_of, projects_of, told_of
from services.corpus.domain.recognise.entries.skills import skills_of

__all__ = [
    "certificates_of",
    "education_of",
    "first_text",
    "job_in",
    "jobs_of",
    "languages_of",
    "leftovers",
    "projects_of",
    "short",
    "skills_of",
    "told_of",
]
