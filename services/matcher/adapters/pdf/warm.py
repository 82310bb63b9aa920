"""A made-up CV, to be read before the first real one: a process is two to three times slower at what it does for the first time."""

from typing import Final

_PAGE: Final = (595, 842)
_MARGIN, _TOP, _LEADING = 60, 790, 13
_SIZES: Final = {"#": 20, "=": 13, "-": 10, " ": 10}

# The first sign says how a line is set: name, heading, bullet, text.
_LINES: Final = """\
#Robin Example
 Software engineer
 robin.example@example.com | +44 20 7946 0000 | Bristol, United Kingdom | www.example.com/robin

=Summary
 Engineer with nine years of experience in data platforms, payment systems and the teams that run them.

=Experience
 Senior Software Engineer, Example Payments Ltd, Bristol
 March 2019 - Present
-• Led a team of six engineers and brought the release cycle from six weeks to two days
-• Built services in Python and Go on Kubernetes that settle 40,000 payments a day
-• Cut the cost of the reporting platform by 35 % with PostgreSQL, Kafka and Terraform
 Software Engineer, Example Maps GmbH, Berlin
 01/2015 - 02/2019
-• Wrote the routing engine in C++ and its API in Java, used by eleven products
-• Introduced automated tests and continuous integration, and trained four colleagues
 Working Student, Example Institute, Munich
 10.2012 - 12.2014
-• Evaluated sensor data with R and MATLAB

=Education
 MSc Computer Science, Technical University of Example, 2012 - 2014, grade 1.3
 BSc Mathematics, University of Example, 2009 - 2012

=Skills
 Python, Go, Java, C++, SQL, PostgreSQL, Kafka, Kubernetes, Docker, Terraform, AWS, Git

=Languages
 English (native), German (C1), French - basic

=Certifications
 AWS Certified Solutions Architect, 2021

=Projects
 Open timetable: a library that reads railway timetables, 2020
""".splitlines()


def made_up_cv() -> bytes:
    """Writes the CV as a PDF of one page with fonts that every reader has."""
    width, height = _PAGE
    shown = [b"BT"]
    for number, line in enumerate(_LINES):
        sign, text = line[:1] or " ", line[1:]
        font = b"/B" if sign in "#=" else b"/R"
        # As the encoding below has them.
        told = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        shown.append(
            b"%s %d Tf 1 0 0 1 %d %d Tm (%s) Tj" % (font, _SIZES[sign], _MARGIN, _TOP - number * _LEADING, told)
        )
    shown.append(b"ET")
    content = b"\n".join(shown)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R /Resources << /Font << /R 5 0 R /B 6 0 R >> >> >>"
        % (width, height),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
    )
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, b"".join(places))
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
