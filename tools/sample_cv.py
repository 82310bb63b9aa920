"""Draws the sample CV that the README, `make demo` and tests submit: an invented person, two pages."""

from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF

NAME = "Mara Lindqvist"
CONTACT = "Gothenburg, Sweden  |  mara.lindqvist@example.com  |  +46 31 555 01 42  |  github.com/example-mara"
HEADLINE = "Backend Engineer"
SUMMARY = (
    "Backend engineer with nine years in logistics and payments. I like services that are small enough to understand "
    "and boring enough to sleep through the night."
)
JOBS = [
    (
        "Senior Backend Engineer",
        "Nordhavn Freight Systems, Gothenburg",
        "March 2020 - Present",
        [
            "Own six Python services that plan container moves for eleven ports; they answer 900 requests a second at a p99 of 80 ms.",
            "Moved the planning jobs from nightly batches to Kafka event streams, from hours to seconds.",
            "Run all of it on Kubernetes: wrote the Helm charts, the autoscaling rules and the release pipeline in GitLab CI.",
            "Redesigned the PostgreSQL schema for vessel calls (400 GB, partitioned by port) without downtime.",
            "Take one week in five on call; wrote most of the runbooks and led the reviews after incidents.",
            "Mentor two junior engineers, with a weekly pairing afternoon.",
        ],
    ),
    (
        "Backend Developer",
        "Klarsten Payments, Stockholm",
        "August 2017 - February 2020",
        [
            "Built the REST and gRPC interfaces of the settlement service in Python and, for the hot path, Go.",
            "Introduced tracing with OpenTelemetry and alerting on error budgets in Prometheus.",
            "Shared the on-call rota for card processing.",
        ],
    ),
    (
        "Software Developer",
        "Lindholmen Data, Gothenburg",
        "June 2015 - July 2017",
        [
            "Maintained a Django application for ferry bookings and its MySQL database.",
            "Wrote the import jobs for timetable data from eight operators.",
        ],
    ),
]
EDUCATION = [("BSc in Computer Science", "Chalmers University of Technology, Gothenburg", "2012 - 2015")]
SKILLS = [
    "Languages: Python, Go, SQL, Bash",
    "Data: PostgreSQL, Kafka, Redis",
    "Platform: Kubernetes, Docker, Helm, GitLab CI, Prometheus, OpenTelemetry",
]
PROJECTS = [
    "tidetable: an open-source Go library that reads tide tables of twelve countries; 40 contributors.",
    "Terraform modules for a sailing club's membership site on a small cloud account.",
]
CERTIFICATES = ["Certified Kubernetes Administrator (CKA), 2022"]
LANGUAGES = ["Swedish: native", "English: C2", "German: B1"]


class _Page(FPDF):
    """The typography of the sample, in points."""

    def heading(self, text: str) -> None:
        self.ln(12)
        self.set_font("Helvetica", "B", 12)
        self.cell(0, 18, text.upper(), border="B", new_x="LMARGIN", new_y="NEXT")
        self.ln(4)

    def entry(self, title: str, place: str, dates: str) -> None:
        self.set_font("Helvetica", "B", 11)
        self.cell(330, 15, title)
        self.set_font("Helvetica", "", 10)
        self.cell(0, 15, dates, align="R", new_x="LMARGIN", new_y="NEXT")
        self.set_font("Helvetica", "I", 10)
        self.cell(0, 14, place, new_x="LMARGIN", new_y="NEXT")

    def bullet(self, text: str) -> None:
        self.set_font("Helvetica", "", 10)
        self.cell(14, 17, "-")
        self.multi_cell(0, 17, text, new_x="LMARGIN", new_y="NEXT")

    def plain(self, text: str, size: int = 10) -> None:
        self.set_font("Helvetica", "", size)
        self.multi_cell(0, 17, text, new_x="LMARGIN", new_y="NEXT")


def write_sample_cv(
    path: Path, *, name: str = NAME, contact: str = CONTACT, personal: tuple[str, ...] = (), summary: str = SUMMARY
) -> Path:
    """Writes the sample as a PDF, the same bytes every time, and returns its path.

    Tests change who it is about: `personal` adds rows of personal data below the contact line.
    """
    page = _Page(unit="pt", format="A4")
    page.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))
    page.set_margins(56, 56, 56)
    page.set_auto_page_break(auto=True, margin=56)
    page.add_page()
    page.set_font("Helvetica", "B", 22)
    page.cell(0, 28, name, new_x="LMARGIN", new_y="NEXT")
    page.plain(HEADLINE, size=13)
    for row in (contact, *personal):
        page.plain(row, size=9)
    page.heading("Profile")
    page.plain(summary)
    page.heading("Experience")
    for title, place, dates, bullets in JOBS:
        page.entry(title, place, dates)
        for bullet in bullets:
            page.bullet(bullet)
        page.ln(8)
    page.heading("Education")
    for title, place, dates in EDUCATION:
        page.entry(title, place, dates)
    page.heading("Projects")
    for project in PROJECTS:
        page.bullet(project)
    for heading, rows in (("Skills", SKILLS), ("Certificates", CERTIFICATES), ("Languages", LANGUAGES)):
        page.heading(heading)
        for row in rows:
            page.plain(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.output(str(path))
    return path
