"""A document's lines read as a CV: sections, facts with their places, and who it is about, strictly apart."""

from services.matcher.domain.structure.reader import read_cv

__all__ = ["read_cv"]
