"""What a reading warns of."""

from dataclasses import replace

from services.matcher.domain.document import Document, HiddenText
from services.matcher.domain.structure import read_cv
from tests.unit.matcher.structure import cvs
from tests.unit.matcher.structure.pages import document

LETTER = """
# Claire Fontaine
claire@example.org

Dear Hiring Manager,

I am writing to apply for the post of surveyor. For eleven years I have measured bridges, and I would like to measure yours.
My work at the harbour office taught me to be exact, patient and cheerful in the rain, and I believe that your team needs all of it.
I would be glad to tell you more in a conversation, and can be reached at any hour that suits you, by telephone or by letter.
Please find my documents enclosed; I look forward to hearing from you and thank you for the time you take to read this.

Yours sincerely,
Claire Fontaine
"""


def codes(document_: Document) -> list[str]:
    return [warning.code for warning in read_cv(document_).warnings]


def test_a_sound_cv_has_no_warnings() -> None:
    """A whole CV is read without complaint."""
    assert codes(document(cvs.GERMAN)) == []


def test_a_letter_is_no_cv() -> None:
    """A salutation, a farewell and no sections make a letter."""
    assert codes(document(LETTER)) == ["NOT_A_CV"]


def test_a_cv_without_jobs_says_so() -> None:
    """The lack of work experience is never silent."""
    text = (
        "# Ida Brandt\nida@example.org\n\n## Education\n** BSc Physics, Aldgate University || 2014\n\n## Skills\nGo\n"
        + "- Rowing on the lake\n" * 30
    )

    assert codes(document(text)) == ["NO_EXPERIENCE"]


def test_little_text_is_low_confidence() -> None:
    """A nearly empty document warns of it."""
    assert codes(document("# Ida Brandt")) == ["LOW_TEXT", "NO_EXPERIENCE"]


def test_cut_pages_images_and_hidden_text_are_reported() -> None:
    """What was not read is named: pages beyond the limit, pages that are images, text that nobody sees."""
    found = replace(
        document(cvs.GERMAN),
        pages=30,
        pages_read=20,
        image_pages=(2, 3),
        hidden=(HiddenText(1, "tiny", 120), HiddenText(2, "invisible", 30)),
    )

    warnings = {warning.code: warning.message for warning in read_cv(found).warnings}

    assert list(warnings) == ["PAGES_TRUNCATED", "IMAGE_PAGES", "HIDDEN_TEXT"]
    assert "20 of 30" in warnings["PAGES_TRUNCATED"]
    assert "2, 3" in warnings["IMAGE_PAGES"]
    assert "150 characters" in warnings["HIDDEN_TEXT"]
    assert "invisible, tiny" in warnings["HIDDEN_TEXT"]


def test_a_text_without_any_section_of_a_cv_is_not_one() -> None:
    """A manual has headings and much text, but nothing of what makes a CV."""
    page = "\n".join(f"The pump is to be opened with a key of {n} mm before the valve is taken out." for n in range(30))
    found = [warning.code for warning in read_cv(document(f"# Operating the pump\n## Safety\n{page}")).warnings]
    assert found == ["NOT_A_CV"]


def test_a_cv_without_jobs_is_one_all_the_same() -> None:
    """Studies and skills make a CV of somebody who has not worked yet."""
    page = "\n".join(f"- Wrote a paper of {n} pages on how rivers carry sand to the sea" for n in range(30))
    sections = f"## Education\nBSc Geography, Aldgate University || 2020 - 2023\n{page}"
    found = [warning.code for warning in read_cv(document(f"# Robin Ashdown\nrobin@example.org\n{sections}")).warnings]
    assert found == ["NO_EXPERIENCE"]


def test_a_manual_is_no_cv_although_its_headings_are_like_those_of_one() -> None:
    """Long text with tools and languages for headings, but no job, no studies and nobody to contact."""
    body = (
        "The pump must be switched off before the cover is opened, and the valve turned to the left until it stops.\n"
        * 8
    )
    parts = "\n\n".join(f"## {title}\n{body}" for title in ("Introduction", "Tools and Software", "Language Settings"))

    assert codes(document(f"# Operating Manual\n\n{parts}")) == ["NOT_A_CV"]
