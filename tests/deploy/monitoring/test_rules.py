"""Alerts and dashboard: every one stands on a metric that is published, rings when it must, and has its page."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from services.platform.telemetry.counting import LOG_EVENTS, count_event
from tests.deploy.monitoring.expressions import (
    FROM_PROMETHEUS,
    MONITORING,
    alerts,
    dashboard,
    expressions,
    published,
    recorded,
    selectors,
    sources,
)
from tools.images import ROOT
from tools.promtool import NoPromtoolError, find_promtool

RUNBOOKS = ROOT / "docs" / "runbooks"
ALERTS = {rule["alert"]: rule for rule in alerts()}
TRIALS = ("rules_test.yaml", "rules_days_test.yaml")
HEADINGS = ("## What it means", "## Look", "## Do")


@pytest.fixture(scope="module")
def promtool() -> str:
    try:
        return find_promtool()
    except NoPromtoolError as missing:
        pytest.skip(f"THE ALERTS WERE NOT TRIED: {missing}")


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_every_series_that_is_asked_for_is_published(expression: str) -> None:
    """No alert waits for a metric or a label that no service has; it would be silent for ever."""
    series = published()
    for selector in selectors(expression):
        assert selector.metric in series, selector.metric
        for label, _, _ in selector.wanted:
            assert label in series[selector.metric] | FROM_PROMETHEUS, f"{selector.metric} has no label {label}"
    assert set(re.findall(r"\bcvdeep:\w+:\w+", expression)) <= recorded()


def test_every_value_that_is_asked_for_is_one_the_code_gives() -> None:
    """An outcome, a stage or an event that an expression names stands in the code, word for word."""
    code = sources()
    free = {"route", "status", "job", "code", "level"}
    asked = [selector for expression in expressions() for selector in selectors(expression)]
    named = {
        word
        for selector in asked
        for label, _, value in selector.wanted
        if label not in free
        for word in value.split("|")
    }
    assert len(named) > 10
    assert {word for word in named if f'"{word}"' not in code and f'"{word.upper()}"' not in code} == set()


def test_the_promise_is_about_routes_that_exist() -> None:
    """The pattern of the promise takes in matches and searches, and leaves out health and the reference page."""
    routes = set(re.findall(r'path="(/[^"]*)"', sources(ROOT / "services" / "gateway" / "routes")))
    (promise,) = {
        value
        for expression in expressions()
        for selector in selectors(expression)
        for label, _, value in selector.wanted
        if label == "route" and value.endswith("cvd.*")
    }
    kept = {route for route in routes if re.fullmatch(promise, route)}
    assert {"/api/v1/cvdeepmatch/submit", "/api/v1/cvdeepmatch/{id}", "/api/v1/cvds/search"} <= kept
    assert "/api/v1/health" in routes - kept


@pytest.mark.parametrize("name", sorted(ALERTS))
def test_an_alert_has_its_page(name: str) -> None:
    """Each alert links to a page that says what it means, where to look and what to do."""
    rule = ALERTS[name]
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"]["runbook"] == f"docs/runbooks/{name}.md"
    page = (ROOT / rule["annotations"]["runbook"]).read_text(encoding="utf-8")
    assert page.startswith(f"# {name}\n")
    assert [line for line in page.splitlines() if line.startswith("## ")] == list(HEADINGS)


def test_no_page_is_left_of_an_alert_that_is_gone() -> None:
    """The pages are those of the alerts, all of them in the list."""
    pages = {path.stem for path in RUNBOOKS.glob("*.md")} - {"README"}
    assert pages == set(ALERTS)
    listed = set(re.findall(r"\]\((\w+)\.md\)", (RUNBOOKS / "README.md").read_text(encoding="utf-8")))
    assert listed == pages


def test_every_alert_is_tried_ringing_and_silent() -> None:
    """The made-up series let each alert ring at least once, and keep it silent at least once."""
    documents = [yaml.safe_load((MONITORING / name).read_text(encoding="utf-8")) for name in TRIALS]
    tried = [case for document in documents for test in document["tests"] for case in test["alert_rule_test"]]
    assert {case["alertname"] for case in tried if case["exp_alerts"]} == set(ALERTS)
    assert {case["alertname"] for case in tried if not case["exp_alerts"]} == set(ALERTS)


@pytest.mark.parametrize("command", [["check", "rules", "rules.yaml"], *(["test", "rules", name] for name in TRIALS)])
def test_promtool_takes_the_rules_and_tries_them(command: list[str], promtool: str) -> None:
    """The rules are well-formed and ring as the made-up series say."""
    done = subprocess.run([promtool, *command], cwd=MONITORING, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_promtool_finds_a_planted_fault(promtool: str, tmp_path: Path) -> None:
    """An alert whose threshold was moved no longer passes."""
    text = (MONITORING / "rules.yaml").read_text(encoding="utf-8")
    planted = text.replace("oldest_due_age_seconds) > 300", "oldest_due_age_seconds) > 3000")
    assert planted != text
    trials = yaml.safe_load((MONITORING / "rules_test.yaml").read_text(encoding="utf-8"))
    trials["tests"] = [
        test for test in trials["tests"] if test["alert_rule_test"][0]["alertname"] == "CvdeepDeliveriesLate"
    ]
    (tmp_path / "rules.yaml").write_text(planted, encoding="utf-8")
    (tmp_path / "rules_test.yaml").write_text(yaml.safe_dump(trials), encoding="utf-8")
    command = [promtool, "test", "rules", "rules_test.yaml"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_promtool_takes_the_settings_of_a_prometheus_beside_compose(promtool: str) -> None:
    """The sample settings are well-formed and find the rules."""
    done = subprocess.run(
        [promtool, "check", "config", "prometheus.yaml"], cwd=MONITORING, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_dashboards_panels_do_not_overlap() -> None:
    """Every panel has a title, a unit where it draws, an id of its own and its own place."""
    panels = dashboard()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert place["x"] + place["w"] <= 24
        assert not cells & taken
        taken |= cells
        assert panel["title"]
        assert panel["type"] == "row" or panel["fieldConfig"]["defaults"]["unit"]


def test_warnings_and_errors_are_counted_by_event_and_the_rest_is_not() -> None:
    """A line of some weight raises the counter of its event; an info line leaves no series behind."""
    before = LOG_EVENTS.labels("warning", "test.happened")._value.get()
    count_event(None, "", {"level": "warning", "event": "test.happened"})
    count_event(None, "", {"level": "info", "event": "test.unheard"})
    assert LOG_EVENTS.labels("warning", "test.happened")._value.get() == before + 1
    assert not any("test.unheard" in labels for labels in LOG_EVENTS._metrics)
