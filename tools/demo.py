"""`make demo`: submits a CV to a running system, waits for the answer and prints it for a person."""

import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tools.stack import ROOT

POLL_EVERY_S = 10.0
COLOURS = {"met": "green", "partial": "yellow", "missing": "red"}


def read_env(path: Path) -> dict[str, str]:
    """Returns the variables of a file of `NAME=value` lines."""
    rows = (line.partition("=") for line in path.read_text(encoding="utf-8").splitlines() if "=" in line)
    return {name.removeprefix("export ").strip(): value.strip().strip("'\"") for name, _, value in rows}


def multipart(fields: Mapping[str, str], cv: bytes) -> tuple[bytes, str]:
    """Returns body and content type of a submit."""
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    file_head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="cv_file"; filename="cv.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return b"".join([*parts, file_head.encode(), cv, f"\r\n--{boundary}--\r\n".encode()]), (
        f"multipart/form-data; boundary={boundary}"
    )


def call(url: str, key: str, *, body: bytes | None = None, content_type: str = "") -> dict[str, Any]:
    """Sends one request with the API key and returns the decoded answer, refusals included."""
    headers = {"X-API-Key": key} | ({"Content-Type": content_type} if content_type else {})
    request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310 - the URL of our own system
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            decoded: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as refusal:
        decoded = json.load(refusal)
    return decoded


def run_demo(env_file: Path, cv: Path) -> None:
    """Submits the sample CV against the sample job and prints score, breakdown and evidence in colour."""
    console = Console()
    env = read_env(env_file)
    base = env["CVDEEP_URL"] + "/api/v1/cvdeepmatch"
    fields = {
        "position_id": "backend-1",
        "job_description": (ROOT / "samples" / "job.txt").read_text(encoding="utf-8"),
        "config": (ROOT / "samples" / "config.json").read_text(encoding="utf-8"),
    }
    body, content_type = multipart(fields, cv.read_bytes())
    accepted = call(f"{base}/submit", env["CVDEEP_API_KEY"], body=body, content_type=content_type)
    if "error" in accepted:
        raise RuntimeError(f"submit was refused: {accepted['error']['code']}: {accepted['error']['message']}")
    console.print(f"submitted: [bold]{accepted['id']}[/bold], {accepted['message']}")
    # The first poll is free and then one every ten seconds: a short wait first, as a patient client would.
    with console.status("matching…"):
        time.sleep(2)
        match = call(f"{base}/{accepted['id']}", env["CVDEEP_API_KEY"])
        while match.get("status", "processing") == "processing":
            time.sleep(
                float(match.get("error", {}).get("retryAfterSeconds", POLL_EVERY_S))
                if "error" in match
                else POLL_EVERY_S
            )
            match = call(f"{base}/{accepted['id']}", env["CVDEEP_API_KEY"])
    show(console, match)


def show(console: Console, match: Mapping[str, Any]) -> None:
    """Prints a match that has ended."""
    if match["status"] == "failed":
        console.print(f"[red]failed[/red]: {match['error']['code']}: {match['error']['message']}")
        return
    result = match["cv2jd_result"]
    console.print(
        f"\n[bold]overall score {result['overall_score']:.3f}[/bold]   charged {match['credits_charged']} credits"
    )
    for dimension, score in result["breakdown"].items():
        console.print(f"  {dimension:<15} {score:.3f} {'█' * round(score * 30)}")
    console.print("\n[bold]Principal reasons[/bold]")
    for reason in result["details"]["reasons"]:
        sign = "+" if reason["effect"] == "raised" else "-"
        console.print(f"  {sign}{reason['points']:.3f} {escape(reason['text'])}", highlight=False)
    table = Table(show_lines=True, title="Requirements and their evidence")
    for column in ("requirement", "status", "score", "evidence"):
        table.add_column(column, overflow="fold")
    for requirement in result["details"]["requirements"]:
        colour = COLOURS[requirement["status"]]
        quotes = "\n".join(
            f"p. {quote['page']}, {quote['section']}: “{quote['text']}”" for quote in requirement["evidence"]
        )
        table.add_row(
            f"{requirement['name']}\n[dim]{requirement['kind']}, importance {requirement['importance']}[/dim]",
            f"[{colour}]{requirement['status']}[/{colour}]",
            f"{requirement['score']:.2f}",
            quotes or "[dim]none found[/dim]",
        )
    console.print(table)
    for warning in result["details"]["warnings"]:
        console.print(f"[yellow]warning[/yellow]: {warning}")
