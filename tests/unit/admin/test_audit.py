"""`cvdeep audit` over files: what it counts, prints and refuses."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from services.admin.cli import cvdeep

# Scores in order: .10 .20 .30 .40 .50 .60 .70 .80 .90; the median is .50.
DECISIONS = """id,score,position
f1,0.10,x
f2,0.20,x
f3,0.60,x
f4,0.40,x
m1,0.30,x
m2,0.70,x
m3,0.80,x
m4,0.90,x
u1,0.50,x
"""
DEMOGRAPHICS = """id,sex,race_ethnicity
f1,Female,Black or African American
f2,female,White
f3,Female,White
f4,Female,White
m1,Male,White
m2,Male,Black or African American
m3,Male,White
m4,Male,prefer not to say
x9,Male,White
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return written(tmp_path / "decisions.csv", DECISIONS), written(tmp_path / "people.csv", DEMOGRAPHICS)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    # The tree's own `main` turns failures into sentences and exit codes; the runner calls it as the process would.
    return CliRunner().invoke(cvdeep, ["audit", *map(str, arguments)])


def audited(*arguments: object) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def groups(document: dict[str, Any], *categories: str) -> dict[tuple[str, ...], dict[str, Any]]:
    (table,) = [table for table in document["tables"] if table["categories"] == list(categories)]
    return {tuple(group["values"].values()): group for group in table["groups"]}


def test_scoring_rates_are_above_the_median_of_all_scores(files: tuple[Path, Path]) -> None:
    """Women 1 of 4 above .50, men 3 of 4: rates .25 and .75, ratio a third; who is not known is counted apart."""
    found = audited(*files)
    assert (found["decisions"], found["scored"], found["decided"], found["median_score"]) == (9, 9, 0, 0.5)
    assert (found["without_demographics"], found["unused_demographics"]) == (1, 1)
    sex = groups(found, "sex")
    assert {key: (group["scored"], group["above_median"], group["scoring_rate"]) for key, group in sex.items()} == {
        ("Female",): (4, 1, 0.25),
        ("Male",): (4, 3, 0.75),
    }
    assert (sex["Female",]["scoring_impact_ratio"], sex["Female",]["scoring_below_four_fifths"]) == (0.3333, True)
    assert (sex["Male",]["scoring_impact_ratio"], sex["Male",]["selection_rate"]) == (1.0, None)
    assert found["tables"][0]["unknown"] == 1


def test_a_threshold_selects_and_intersections_are_counted(files: tuple[Path, Path]) -> None:
    """At .40: women 2 of 4, men 3 of 4; by sex and race only those known in both."""
    found = audited(*files, "--threshold", "0.4")
    sex = groups(found, "sex")
    assert (sex["Female",]["selected"], sex["Female",]["selection_rate"]) == (2, 0.5)
    assert (sex["Male",]["selected"], sex["Male",]["selection_rate"]) == (3, 0.75)
    assert sex["Female",]["selection_impact_ratio"] == 0.6667
    both = groups(found, "sex", "race_ethnicity")
    assert {key: (group["decisions"], group["selected"]) for key, group in both.items()} == {
        ("Female", "Black or African American"): (1, 0),
        ("Female", "White"): (3, 2),
        ("Male", "Black or African American"): (1, 1),
        ("Male", "White"): (2, 1),
    }
    assert both["Male", "White"]["selection_impact_ratio"] == 0.5
    (table,) = [table for table in found["tables"] if len(table["categories"]) == 2]
    assert (table["known"], table["unknown"]) == (7, 2)


def test_an_export_of_the_api_is_read_as_it_is(tmp_path: Path, files: tuple[Path, Path]) -> None:
    """NDJSON rows of the list of matches: the score by its path; a failed match has none, and is no selection."""
    rows = [
        {"externalId": "f1", "cv2jd_result": None},
        {"externalId": "f2", "cv2jd_result": {"overall_score": 0.2}},
        {"externalId": "m1", "cv2jd_result": {"overall_score": 0.9}},
    ]
    path = written(tmp_path / "matches.ndjson", "\n".join(map(json.dumps, rows)))
    found = audited(
        path, files[1], "--id", "externalId", "--demographics-id", "id", "--score", "cv2jd_result.overall_score", "--threshold", "0.5", "--by", "sex"
    )  # fmt: skip
    assert (found["decisions"], found["scored"], found["decided"], found["median_score"]) == (3, 2, 2, 0.55)
    female = groups(found, "sex")["Female",]
    assert (female["decisions"], female["scored"], female["decided"], female["selected"]) == (2, 1, 1, 0)


def test_an_export_that_says_who_was_selected_is_taken_at_its_word(tmp_path: Path, files: tuple[Path, Path]) -> None:
    """true, yes and 1 are selected; false, no and 0 are not; blank is not decided."""
    path = written(tmp_path / "d.csv", "id,selected\nf1,true\nf2,No\nf3,1\nf4,\nm1,YES\nm2,0\n")
    sex = groups(audited(path, files[1], "--by", "sex"), "sex")
    assert [(sex[key,]["selected"], sex[key,]["decided"]) for key in ("Female", "Male")] == [(2, 3), (1, 2)]


def test_the_table_for_people_marks_what_is_adverse_or_small(tmp_path: Path, files: tuple[Path, Path]) -> None:
    """`!` below four fifths, `*` below the least share, and what each means."""
    shown = run(*files, "--threshold", "0.4", "--min-share", "0.2", "--by", "race_ethnicity").output
    assert "By race_ethnicity: 7 decisions, 2 of unknown category" in shown
    assert "No impact ratio" in shown or "below 4/5" in shown
    small = run(*files, "--min-share", "0.3", "--by", "race_ethnicity").output
    assert "* 1 groups are below 30.0% of the data" in small
    adverse = run(*files, "--by", "sex").output
    assert "0.333 !" in adverse
    assert "! 1 groups have an impact ratio below 4/5." in adverse


@pytest.mark.parametrize(
    ("decisions", "complaint"),
    [
        ("id,score\na,0.1\nb,high\n", "d.csv, line 3, field score: must be a number"),
        ("id,score\na,nan\n", "d.csv, line 2, field score: must be a number"),
        ("id,selected\na,maybe\n", "d.csv, line 2, field selected: must be true or false"),
        ("id,score\n,0.1\n", "d.csv, line 2, field id: must be an id"),
        ("id,score\na\n", "d.csv, line 2: has 1 fields; the header has 2"),
        ("id,grade\na,1\n", "neither score nor selected is among its fields: id, grade"),
        ("name,score\na,1\n", "d.csv, line 1, field id: there is no such column"),
        ("id,score,score\na,1,1\n", "d.csv, line 1, field score: stands twice"),
        ("", "d.csv, line 1: the file has no header"),
        ("id,score\n", "d.csv: there are no decisions in it"),
        ("id,score\na,\n", "d.csv, field score: no row has a value in it"),
        ('{"id": "a", "score": 1}\n{"id": "b", "score": [1]}\n', "d.csv, line 2, field score: must be a number"),
        ('{"id": "a", "score": 1}\n{broken\n', "d.csv, line 2: is no JSON object"),
        ('{"id": "a", "score": 1}\n{"score": 1}\n', "d.csv, line 2, field id: must be an id"),
        ('id,score\na,"1\n', "is no CSV in UTF-8"),
    ],
)
def test_a_broken_export_is_refused_with_file_line_and_field(
    tmp_path: Path, files: tuple[Path, Path], decisions: str, complaint: str
) -> None:
    """Exit code 2 and one sentence, which never repeats a value."""
    result = run(written(tmp_path / "d.csv", decisions), files[1])
    assert result.exit_code == 2, result.output
    assert complaint in result.output
    assert "high" not in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("people", "complaint"),
    [
        ("id,sex\na,F\na,M\n", "p.csv, line 3, field id: this id stands in an earlier line too"),
        ("id\na\n", "p.csv, line 1: has 0 categories"),
        ("person,sex\na,F\n", "p.csv, line 1, field id: there is no such field; the fields are person, sex"),
        ("id,sex\na," + "x" * 101, "p.csv, line 2, field sex: a group has at most 100 characters"),
        (
            "id,name\n" + "".join(f"{n},n{n}\n" for n in range(101)),
            "p.csv, line 102, field name: is the 101th group: this is no category",
        ),
    ],
)
def test_broken_demographics_are_refused_with_file_line_and_field(
    tmp_path: Path, files: tuple[Path, Path], people: str, complaint: str
) -> None:
    """A person twice, no category, no id, a column that is no category."""
    result = run(files[0], written(tmp_path / "p.csv", people))
    assert result.exit_code == 2, result.output
    assert complaint in result.output


def test_a_threshold_needs_scores_and_stands_alone(tmp_path: Path, files: tuple[Path, Path]) -> None:
    """Neither without a score, nor beside a field that says who was selected."""
    path = written(tmp_path / "d.csv", "id,selected\na,1\n")
    assert "a threshold needs scores" in run(path, files[1], "--threshold", "0.5").output
    assert (
        "either --selected or --threshold" in run(path, files[1], "--threshold", "0.5", "--selected", "selected").output
    )


def test_memory_does_not_grow_with_the_files(tmp_path: Path) -> None:
    """Four times the decisions take no more memory of Python's: a list of them would be two megabytes."""
    peaks = []
    for count in (5_000, 20_000):
        rows = "".join(f"p{number},{number % 1000 / 1000}\n" for number in range(count))
        decisions = written(tmp_path / "d.csv", f"id,score\n{rows}")
        people = written(tmp_path / "p.csv", "id,sex\n" + "".join(f"p{n},{'FM'[n % 2]}\n" for n in range(count)))
        del rows
        tracemalloc.start()
        found = audited(decisions, people)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert found["scored"] == count
    assert peaks[1] < peaks[0] + 500_000
