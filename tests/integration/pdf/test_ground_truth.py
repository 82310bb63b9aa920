"""Sentences of real CVs come out whole and in order, whatever the layout."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from services.matcher.adapters.pdf.extract import extract
from services.matcher.adapters.pdf.limits import ReadLimits


def plain(text: str) -> str:
    """Joins lines and words split by a hyphen at a line's end, and evens out white space and case."""
    text = unicodedata.normalize("NFKC", text).replace("\u2019", "'")
    text = re.sub(r"[-\u2010\u2011]\s*", "", text)
    return re.sub(r"\s+", " ", text).lower()


@pytest.mark.parametrize("second_only", [False, True], ids=["pypdfium2", "pdfminer.six"])
def test_sentences_are_contiguous(shared_data: Path, second_only: bool) -> None:  # noqa: FBT001
    """At least 97 of 100 sentences stand in one piece in the joined text, spaces included."""
    found = wanted = 0
    missing: list[str] = []
    truths = json.loads((shared_data / "cv" / "ground_truth.json").read_text(encoding="utf-8"))
    # The second reader is slow: a third of the files still has every layout.
    for truth in truths[:: 3 if second_only else 1]:
        pdf = (shared_data / "cv" / truth["pdf"]).read_bytes()
        text = plain("\n".join(line.text for line in extract(pdf, ReadLimits(), second_only=second_only).lines))
        hits = sum(plain(sentence) in text for sentence in truth["sentences"])
        found += hits
        wanted += len(truth["sentences"])
        if hits < len(truth["sentences"]):
            missing.append(truth["pdf"])
    assert found >= 0.97 * wanted, f"not whole in {missing}"
