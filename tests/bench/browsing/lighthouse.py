"""Lighthouse's marks, where that npm package is there: LIGHTHOUSE names its program, or it is on
the PATH, or npx may fetch it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

from tests.bench.tables import Table

_MARKS = ("performance", "accessibility", "best-practices", "seo")
_WITHIN_S = 180
_TRIES = 3  # now and then it misses the beginning of a visit, and says to run it again


def measure(chromium: str, url: str, song_page: str) -> list[Table]:
    visits = {
        "feed, phone": ("/", ()),
        "feed, desktop": ("/", ("--preset=desktop",)),
        "song, phone": (song_page, ()),
        "library, phone": ("/songs/", ()),
    }
    program = _program()
    if program is None:
        return [_sentence("Lighthouse was left out: there is neither lighthouse nor npx here.")]
    try:
        reports = {
            name: _report([*program, url + path, *options], chromium)
            for name, (path, options) in visits.items()
        }
    except (subprocess.SubprocessError, json.JSONDecodeError) as error:
        return [_sentence(f"Lighthouse was left out: {error}")]
    marks = [(name, *_marks(report)) for name, report in reports.items()]
    missed = [(name, *miss) for name, report in reports.items() for miss in _missed(report)]
    return [
        Table("Lighthouse, of 100", ("page", *_MARKS), tuple(marks)),
        Table("Where Lighthouse takes off", ("page", "audit", "mark", "says"), tuple(missed)),
    ]


def _sentence(words: str) -> Table:
    return Table("Lighthouse", ("what",), ((words,),))


def _program() -> list[str] | None:
    if path := os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse"):
        return [path]
    return ["npx", "--yes", "lighthouse"] if shutil.which("npx") else None


def _report(command: list[str], chromium: str) -> dict:
    command += ["--quiet", "--output=json", f"--only-categories={','.join(_MARKS)}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage"]
    environment = os.environ | {"CHROME_PATH": chromium}
    for _ in range(_TRIES):
        answer = subprocess.run(command, stdout=subprocess.PIPE, env=environment, timeout=_WITHIN_S)
        if answer.returncode == 0:
            break
    answer.check_returncode()
    return json.loads(answer.stdout)


def _marks(report: dict) -> list[int | None]:
    scores = [report["categories"][mark]["score"] for mark in _MARKS]
    return [None if score is None else round(100 * score) for score in scores]


def _missed(report: dict) -> list[tuple[str, float, str]]:
    """Weighed audits without the full mark: its name, its mark, and what was measured."""
    missed = {}
    for mark in _MARKS:
        for part in report["categories"][mark]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                missed[part["id"]] = (part["id"], audit["score"], audit.get("displayValue", ""))
    return list(missed.values())
