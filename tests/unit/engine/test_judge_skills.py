"""Skills are judged by use before mention, and by the sense of the mention."""

import pytest

from engine.judged import Status
from tests.fakes.judging import judge, row, score
from tests.fakes.profiles import certificate, job, line, profile, project, skills

ENGINEER = "Backend Engineer"
OLD = ("2005-01", "2010-12")


def test_use_in_a_job_beats_a_project_beats_a_bare_list() -> None:
    """Where a skill stands decides what it shows."""
    used = score(profile(job(ENGINEER, "Wrote the ledger in Python.")), "Python")
    built = score(
        profile(job(ENGINEER, "Wrote the ledger."), projects=(project("Home server", "Wrote it in Python."),)), "Python"
    )
    listed = score(profile(job(ENGINEER, "Wrote the ledger."), skills=skills("Python")), "Python")
    assert used > built > listed > 0


def test_a_certificate_shows_more_than_a_list() -> None:
    """A certificate is proof of learning."""
    proven = score(
        profile(job(ENGINEER), certificates=(certificate("Certified Kubernetes Administrator"),)), "Kubernetes"
    )
    assert proven > score(profile(job(ENGINEER), skills=skills("Kubernetes")), "Kubernetes")


def test_use_in_the_right_job_is_met_and_quoted() -> None:
    """Evidence is the line as written, with page and section."""
    cv = profile(job(ENGINEER, "Wrote the payout service in Golang.", "Drank coffee."))
    judged = row(judge(cv, hard_skills=["Go"]), "Go")
    assert judged.status is Status.MET
    assert [quote.text for quote in judged.evidence] == ["Wrote the payout service in Golang."]


def test_what_is_nowhere_is_missing_and_has_no_quotes() -> None:
    """Nothing found, nothing quoted."""
    judged = row(judge(profile(job(ENGINEER, "Wrote services in Go.")), hard_skills=["Cobol"]), "Cobol")
    assert (judged.status, judged.score, judged.evidence) == (Status.MISSING, 0.0, ())


@pytest.mark.parametrize(
    "text",
    [
        "Would like to learn Python.",
        "No experience with Python.",
        "Supported the Python team with travel and desks.",
        "Recruited Python developers for clients.",
        "My next move should be towards Python.",
    ],
)
def test_wishes_denials_and_other_peoples_skills_show_nothing(text: str) -> None:
    """A mention is not a skill."""
    assert score(profile(job(ENGINEER, text)), "Python") == 0


@pytest.mark.parametrize("text", ["Basic Python for scripts.", "Familiar with Python.", "Some Python."])
def test_hedged_mentions_show_less(text: str) -> None:
    """Half a claim is half believed."""
    assert (
        0
        < score(profile(job(ENGINEER, text)), "Python")
        < score(profile(job(ENGINEER, "Python for services.")), "Python")
    )


def test_goods_sold_show_little() -> None:
    """Selling a product is not using it."""
    assert score(profile(job(ENGINEER, "Sold SAP licences.")), "SAP") < 0.3


def test_the_label_of_a_list_governs_it() -> None:
    """What stands under "Would like to learn" is wished for; under "Stacks I recruit for", others'."""
    for label in ("Would like to learn", "Stacks I recruit for", "No knowledge of"):
        assert score(profile(job(ENGINEER), skills=skills("Python", label=label)), "Python") == 0
    assert score(profile(job(ENGINEER), skills=skills("Python", label="Languages")), "Python") > 0


def test_a_thing_shows_what_it_is_built_on() -> None:
    """Django is Python; MySQL is a part of an answer to PostgreSQL; Java is none to Python."""
    django = score(profile(job(ENGINEER, "Member portal in Django.")), "Python")
    assert 0.5 < django < score(profile(job(ENGINEER, "Member portal in Python.")), "Python")
    mysql = score(profile(job(ENGINEER, "Ran MySQL.")), "PostgreSQL")
    assert 0 < mysql < score(profile(job(ENGINEER, "Ran Postgres.")), "PostgreSQL")
    assert score(profile(job(ENGINEER, "Java services.")), "Python") == 0


def test_use_in_a_job_of_quite_other_work_counts_less() -> None:
    """A word in a recruiter's job is mostly about others."""
    there = score(profile(job("Recruitment Consultant", "Kubernetes round table.")), "Kubernetes")
    assert there < score(profile(job(ENGINEER, "Kubernetes clusters.")), "Kubernetes")


def test_use_long_ago_counts_a_little_less() -> None:
    """Recency matters, and old use is still use."""
    old = score(profile(job(ENGINEER, "Ran Kafka.", start=OLD[0], end=OLD[1])), "Kafka")
    new = score(profile(job(ENGINEER, "Ran Kafka.", start="2020-01", end="2025-12")), "Kafka")
    assert 0.5 * new < old < new


def test_a_month_of_use_counts_less_than_a_year() -> None:
    """Duration matters."""
    short = score(profile(job(ENGINEER, "Ran Kafka.", start="2026-08", end="2026-08")), "Kafka")
    assert short < score(profile(job(ENGINEER, "Ran Kafka.", start="2025-08", end="2026-08")), "Kafka")


def test_each_part_of_an_and_is_needed() -> None:
    """Half of "A and B" is partial."""
    half = row(judge(profile(job(ENGINEER, "Ran Kafka.")), hard_skills=["Kafka and Terraform"]), "Kafka and Terraform")
    whole = row(
        judge(profile(job(ENGINEER, "Ran Kafka.", "Terraform modules.")), hard_skills=["Kafka and Terraform"]),
        "Kafka and Terraform",
    )
    either = row(judge(profile(job(ENGINEER, "Ran Kafka.")), hard_skills=["Kafka or Terraform"]), "Kafka or Terraform")
    assert half.score < whole.score
    assert half.status is Status.PARTIAL
    assert either.status is Status.MET


def test_stuffing_a_list_does_not_beat_use() -> None:
    """However often a list repeats a word, it is one claim."""
    words = ("Python", "Python 3", "python3", "CPython", "Python expert", "Senior Python", "Python Python Python")
    stuffed = profile(
        job(ENGINEER, "Made sites."),
        skills=skills(*words),
        summary=["Python, Python, Python."],
        headline=line("PYTHON | PYTHON"),
    )
    used = profile(job(ENGINEER, "Made sites in Python."))
    assert score(stuffed, "Python") == pytest.approx(
        score(profile(job(ENGINEER, "Made sites."), skills=skills("Python")), "Python")
    )
    assert score(stuffed, "Python") < score(used, "Python")


def test_a_sum_asked_for_must_be_shown() -> None:
    """A budget of 20k is no budget of 500k."""
    name = "Paid media budget of EUR 500k+ per year"
    small = score(profile(job(ENGINEER, "Paid media budget of EUR 20k per year.")), name, minimal_qualifications=[name])
    large = score(
        profile(job(ENGINEER, "Paid media budget of EUR 1.2 million per year.")), name, minimal_qualifications=[name]
    )
    assert small < large


def test_at_most_three_quotes_best_first() -> None:
    """Evidence is short."""
    cv = profile(job(ENGINEER, "Python a.", "Python b.", "Python c.", "Python d."), skills=skills("Python"))
    judged = row(judge(cv, hard_skills=["Python"]), "Python")
    assert [quote.text for quote in judged.evidence] == ["Python a.", "Python b.", "Python c."]


def test_only_neutral_text_is_matched_and_only_quoted_text_is_shown() -> None:
    """What was taken out of `scored` cannot be found, and `text` is quoted as it stands."""
    hidden = line("Ran Kafka.")
    spoken = type(hidden)(text="Jane ran Kafka.", scored="… ran Kafka.", page=2, section=hidden.section)
    silent = type(hidden)(text="Kafka", scored="…", page=2, section=hidden.section)
    base = job(ENGINEER)
    with_line = type(base)(base.title, base.company, base.period, base.header, (spoken,))
    without = type(base)(base.title, base.company, base.period, base.header, (silent,))
    assert row(judge(profile(with_line), hard_skills=["Kafka"]), "Kafka").evidence == (spoken,)
    assert score(profile(without), "Kafka") == 0


def test_in_ones_own_trade_a_plain_sign_stands_for_the_usual_practice() -> None:
    """The same small sign counts more with years in the trade, and without any sign nothing is assumed."""
    sign = project("Home server", "Kept in Terraform.")
    work = "Wrote services in Go."
    short = profile(job(ENGINEER, work, start="2025-08", end="2025-10"), projects=(sign,))
    long = profile(job(ENGINEER, work, start="2018-01"), projects=(sign,))
    asked = ["Go", "Terraform", "Cobol"]
    new, old = (judge(each, hard_skills=asked) for each in (short, long))
    assert row(new, "Terraform").score < row(old, "Terraform").score
    assert row(old, "Cobol").score == 0


@pytest.mark.parametrize(
    "told", ["Sold Terraform licences.", "Some Terraform.", "Terraform modules written by a contractor."]
)
def test_no_trade_lifts_what_is_hedged_sold_or_done_by_others(told: str) -> None:
    """A doubtful sign stays what it is: it is not met in any trade."""
    cv = profile(job(ENGINEER, "Wrote services in Go.", told, start="2015-01"))
    assert row(judge(cv, hard_skills=["Go", "Terraform"]), "Terraform").status is not Status.MET


def test_a_claim_is_not_lifted() -> None:
    """A word in a list is worth the same after two years in the trade as after ten."""
    scores = [
        row(
            judge(
                profile(job(ENGINEER, "Wrote services in Go.", start=start), skills=skills("Kafka")),
                hard_skills=["Go", "Kafka"],
            ),
            "Kafka",
        ).score
        for start in ("2023-01", "2015-01")
    ]
    assert scores[0] == scores[1]
