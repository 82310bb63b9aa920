"""Makes the hostile PDFs of the tests: small files that cost a reader much more than they weigh."""

import zlib

_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_FONT = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def pdf_of(objects: dict[int, bytes]) -> bytes:
    """Writes numbered objects as a PDF with a cross-reference table; object 1 is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    offsets: dict[int, int] = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % offsets.get(number, 0)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(out)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    """Writes a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


def one_page(content: bytes, *, resources: bytes = _FONT, others: dict[int, bytes] | None = None) -> bytes:
    """Writes a one-page PDF whose content is the stream object `content`."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>" % resources
    return pdf_of({1: _CATALOG, 2: _PAGES, 3: page, 4: content, **(others or {})})


def _blanks(mebibytes: int) -> bytes:
    press = zlib.compressobj(9)
    chunk = b" " * 2**20
    return b"".join(press.compress(chunk) for _ in range(mebibytes)) + press.flush()


def flate_bomb(mebibytes: int = 1024) -> bytes:
    """P01: one stream that unpacks to a gigabyte of blanks."""
    return one_page(stream(_blanks(mebibytes), b"/Filter /FlateDecode"))


def flate_in_flate(mebibytes: int = 2048) -> bytes:
    """P02: a stream packed twice: a few kilobytes that unpack to gigabytes."""
    return one_page(stream(zlib.compress(_blanks(mebibytes), 9), b"/Filter [/FlateDecode /FlateDecode]"))


def self_drawing_form() -> bytes:
    """P03: a form that draws itself twice."""
    form = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    )
    return one_page(stream(b"/X Do /X Do"), resources=b"<< /XObject << /X 5 0 R >> >>", others={5: form})


def nested_forms(depth: int = 25) -> bytes:
    """P04: forms that each draw the next one twice, over a million at the bottom."""
    others: dict[int, bytes] = {}
    for level in range(depth):
        number = 5 + level
        inner = b"/X Do /X Do" if level < depth - 1 else b"BT /F1 9 Tf (x) Tj ET"
        extra = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (
            number + 1
        )
        others[number] = stream(
            inner, extra if level < depth - 1 else b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources " + _FONT
        )
    return one_page(stream(b"/X Do /X Do"), resources=b"<< /XObject << /X 5 0 R >> >>", others=others)


def many_pages(count: int = 10_000) -> bytes:
    """P06: ten thousand pages with a line of text each."""
    kids = b" ".join(b"%d 0 R" % (4 + index) for index in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources %s >>" % _FONT
    text = stream(b"BT /F1 12 Tf 72 700 Td (Led a team of ten engineers in Berlin) Tj ET")
    pages = {4 + index: page for index in range(count)}
    return pdf_of({1: _CATALOG, 2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), 3: text, **pages})


def page_tree_cycle() -> bytes:
    """P07: a page tree that contains itself."""
    return pdf_of({1: _CATALOG, 2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"})


def claimed_pages(text: bytes) -> bytes:
    """P08: one page with text in a tree that claims 2^31 - 1."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>" % _FONT
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"
    content = stream(b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % text)
    return pdf_of({1: _CATALOG, 2: pages, 3: page, 4: content})


def nested_arrays(text: bytes, depth: int = 100_000) -> bytes:
    """P10: an object of a hundred thousand nested arrays beside an ordinary page."""
    deep = b"[" * depth + b"]" * depth
    content = stream(b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % text)
    return one_page(content, others={5: deep}).replace(b"/Type /Catalog", b"/Type /Catalog /Deep 5 0 R", 1)


def glyph_flood(count: int) -> bytes:
    """One page of so many glyphs."""
    row = b"(" + b"lorem ipsum dolor sit amet " * 4 + b") Tj T*\n"
    rows = row * (count // 104)
    return one_page(stream(b"BT /F1 1 Tf 3 0 0 3 10 830 Tm 1 TL\n" + rows + b"ET"))


def plain_text(lines: list[str]) -> bytes:
    """An ordinary page with these lines."""
    rows = b"".join(b"(%s) Tj T*\n" % line.encode("latin-1") for line in lines)
    return one_page(stream(b"BT /F1 11 Tf 1 0 0 1 72 760 Tm 15 TL\n" + rows + b"ET"))
