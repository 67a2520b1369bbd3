"""The floors of line coverage: which share of their lines paint, drawing and store must have run in tests.

Only the standard library; coverage.py measures, this file judges its report in JSON.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

TESTS = ("tests/paint", "tests/drawing", "tests/store", "tests/export")
"""The tests that the floors are held by: what a test of the window happens to run counts for nothing here."""

FLOORS: Mapping[str, float] = {"paint": 0.93, "drawing": 0.96, "store": 0.91}
"""Least share of lines run, by folder of designer/, just under what TESTS run today. Raise them, never lower them."""

THIN = 0.7
"""A file of these folders with a smaller share is listed by name."""


class Lines(NamedTuple):
    """Lines that can run and lines that did."""

    able: int
    ran: int

    @property
    def share(self) -> float:
        """Return the share that ran, 0 to 1; 1 where no line can run."""
        return self.ran / self.able if self.able else 1.0


def read_report(path: Path) -> dict[str, Lines]:
    """Return the lines of each file of designer/, by its path with slashes, out of the report at PATH."""
    files = json.loads(path.read_text("utf-8"))["files"]
    found: dict[str, Lines] = {}
    for name, file in files.items():
        summary = file["summary"]
        found[name.replace("\\", "/")] = Lines(summary["num_statements"], summary["covered_lines"])
    return found


def by_folder(files: Mapping[str, Lines]) -> dict[str, Lines]:
    """Return the sums of FILES over each folder right below designer/; a file that lies there itself is left out."""
    sums: dict[str, Lines] = {}
    for name, lines in files.items():
        parts = name.split("/")
        if parts[0] == "designer" and len(parts) > 2:
            before = sums.get(parts[1], Lines(0, 0))
            sums[parts[1]] = Lines(before.able + lines.able, before.ran + lines.ran)
    return sums


def table(files: Mapping[str, Lines]) -> str:
    """Return a row for each folder with its floor, then the thin files of the folders that have one."""
    rows = ["", f"{'folder':<10} {'lines':>7} {'run':>7} {'share':>7} {'floor':>7}"]
    for folder, lines in sorted(by_folder(files).items()):
        floor = f"{FLOORS[folder]:7.1%}" if folder in FLOORS else f"{'–':>7}"
        rows.append(f"{folder:<10} {lines.able:>7} {lines.ran:>7} {lines.share:7.1%} {floor}")
    thin = sorted(
        (lines.share, name)
        for name, lines in files.items()
        if lines.share < THIN and any(name.startswith(f"designer/{folder}/") for folder in FLOORS)
    )
    rows += [f"thin: {share:6.1%}  {name}" for share, name in thin]
    return "\n".join(rows)


def below_the_floor(files: Mapping[str, Lines]) -> list[str]:
    """Return a line for each folder whose share is under its floor, or of which nothing was measured."""
    sums = by_folder(files)
    lines: list[str] = []
    for folder, floor in FLOORS.items():
        if folder not in sums:
            lines.append(f"designer/{folder} was not measured: no line of it is in the report.")
        elif sums[folder].share < floor:
            lines.append(
                f"designer/{folder}: the tests ran {sums[folder].share:.1%} of its lines, its floor is {floor:.1%}. "
                f"Test what it does in tests/{folder}, or take out what nothing uses."
            )
    return lines
