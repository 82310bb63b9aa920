"""Turns the parts of a multipart body into text fields and the file, with everything wrong with them by field."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.gateway.intake.multipart import Part

# Names of fields the client made up are echoed in an error up to this length.
_MAX_ECHOED_NAME = 100
_UTF8_NAMES = frozenset({"utf-8", "utf8", "us-ascii"})


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file as it was sent.

    Attributes:
        filename: as the client named it, for its ending alone.
        media_type: of its part, in lower case and without parameters; empty when it says none.
        data: its bytes, a view into the body.
    """

    filename: str
    media_type: str
    data: memoryview

    @property
    def size(self) -> int:
        """The number of bytes."""
        return self.data.nbytes

    def starts_with(self, magic: bytes) -> bool:
        """Tells whether the file's first bytes are `magic`."""
        return bytes(self.data[: len(magic)]) == magic


@dataclass(slots=True)
class Form:
    """The fields of a form by name, and field → messages of what is wrong with it already."""

    values: dict[str, str | UploadedFile] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)

    def refuse(self, name: str, message: str) -> None:
        """Notes what is wrong with a field, once."""
        messages = self.problems.setdefault(name[:_MAX_ECHOED_NAME], [])
        if message not in messages:
            messages.append(message)


def read_form(parts: Sequence[Part], *, file_fields: frozenset[str], text_fields: frozenset[str]) -> Form:
    """Returns the form; unknown text fields are left out, an unknown file or a repeated field is refused."""
    form = Form()
    seen: set[str] = set()
    for part in parts:
        name = part.name
        if name in seen:
            form.refuse(name, "must be sent once")
            continue
        seen.add(name)
        if part.filename is not None or name in file_fields:
            _take_file(form, part, known=name in file_fields, is_text=name in text_fields)
        elif name in text_fields:
            _take_text(form, part)
    return form


def _take_file(form: Form, part: Part, *, known: bool, is_text: bool) -> None:
    if not known:
        form.refuse(part.name, "must be sent as text, without a file name" if is_text else "is not a known file")
        return
    media_type = part.content_type.value if part.content_type else ""
    form.values[part.name] = UploadedFile(filename=part.filename or "", media_type=media_type, data=part.data)


def _take_text(form: Form, part: Part) -> None:
    if part.content_type is not None:
        if part.content_type.value.startswith("multipart/"):
            form.refuse(part.name, "must be text")
            return
        if part.content_type.parameters.get("charset", "utf-8").lower() not in _UTF8_NAMES:
            form.refuse(part.name, "must be UTF-8")
            return
    try:
        text = str(part.data, "utf-8")
    except UnicodeDecodeError:
        form.refuse(part.name, "must be UTF-8")
        return
    if "\0" in text:
        form.refuse(part.name, "must not hold the character U+0000")
        return
    form.values[part.name] = text
