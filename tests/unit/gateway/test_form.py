"""Parts become fields: what is text, what is a file, and what is refused by name."""

import pytest

from services.gateway.intake.form import Form, UploadedFile, read_form
from services.gateway.intake.headers import HeaderValue
from services.gateway.intake.multipart import Part

FILES, TEXTS = frozenset({"cv_file"}), frozenset({"position_id", "config"})


def part(name: str, data: bytes = b"x", *, filename: str | None = None, kind: str = "", charset: str = "") -> Part:
    content_type = (
        HeaderValue(kind or "text/plain", {"charset": charset} if charset else {}) if kind or charset else None
    )
    return Part(name=name, filename=filename, content_type=content_type, data=memoryview(data))


def read(*parts: Part) -> Form:
    return read_form(parts, file_fields=FILES, text_fields=TEXTS)


def test_known_fields_are_taken_and_unknown_texts_are_left_out() -> None:
    """Other text fields are ignored."""
    form = read(part("position_id", "ä".encode()), part("other", b"\xff"), part("cv_file", b"%PDF-", filename="a.pdf"))
    assert form.problems == {}
    assert form.values["position_id"] == "ä"
    assert "other" not in form.values
    cv = form.values["cv_file"]
    assert isinstance(cv, UploadedFile)
    assert (cv.size, cv.starts_with(b"%PDF-"), cv.media_type) == (5, True, "")


@pytest.mark.parametrize("name", ["position_id", "cv_file", "never_heard_of"])
def test_u10_a_repeated_field_is_refused(name: str) -> None:
    """Known or not, a field comes once."""
    assert read(part(name), part(name), part(name)).problems == {name: ["must be sent once"]}


def test_an_unknown_file_is_refused_by_its_name() -> None:
    """A file part that nobody asked for is an error, and a long name is cut."""
    assert read(part("x" * 500, filename="")).problems == {"x" * 100: ["is not a known file"]}


def test_a_text_field_sent_as_a_file_is_refused_with_a_hint() -> None:
    """`config` with a file name says what to do."""
    assert read(part("config", filename="c.json")).problems == {"config": ["must be sent as text, without a file name"]}


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "latin-1", "_"])
def test_u12_a_charset_other_than_utf8_is_refused(charset: str) -> None:
    """Text is UTF-8, whatever a part says it is."""
    assert read(part("config", charset=charset)).problems == {"config": ["must be UTF-8"]}


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", "us-ascii"])
def test_u12_utf8_by_any_of_its_names_is_read(charset: str) -> None:
    """Saying UTF-8 changes nothing."""
    assert read(part("config", charset=charset)).values == {"config": "x"}


def test_u12_the_charset_field_has_no_say() -> None:
    """`_charset_` is an unknown text field like any other."""
    form = read(part("_charset_", b"utf-16"), part("config", b"{}"))
    assert (form.values, form.problems) == ({"config": "{}"}, {})


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"\xff", "must be UTF-8"), (b"\xed\xa0\x80", "must be UTF-8"), (b"a\0b", "must not hold the character U+0000")],
)
def test_j05_bytes_that_are_no_text_are_refused(data: bytes, words: str) -> None:
    """Invalid UTF-8, an encoded surrogate and NUL are named with the field."""
    assert read(part("config", data)).problems == {"config": [words]}


def test_u09_a_nested_multipart_is_refused() -> None:
    """A part that is itself multipart is no text."""
    assert read(part("config", kind="multipart/mixed")).problems == {"config": ["must be text"]}
