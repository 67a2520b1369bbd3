"""Commands from start to end: process time of the child, start-up included."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.timing import Row

ROOT = Path(__file__).resolve().parents[2]
ANALYZE_MS = 2000.0
CALC_MS = 500.0


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for units in (1, 4, 16, 64):
            project = folder / f"{units}.stackwright"
            yield Row(
                f"new, {units} SU",
                child_ms("new", project, "--template", "dgx-superpod-h100", "--set", f"scale_units={units}"),
                promise_ms=ANALYZE_MS,
            )
            yield Row(f"analyze --json --why, {units} SU", child_ms("analyze", project, "--json", "--why"),
                      promise_ms=ANALYZE_MS)  # fmt: skip
        one = folder / "1.stackwright"
        for words in (("check",), ("bom", "-o", folder / "bill.xlsx"), ("export", "-o", folder / "one.yaml")):
            yield Row(f"{words[0]}, 1 SU", child_ms(words[0], one, *words[1:]), promise_ms=ANALYZE_MS)
        for suffix in ("svg", "pdf", "png"):
            yield Row(f"export .{suffix}, 1 SU", child_ms("export", one, "-o", folder / f"one.{suffix}"))
        yield Row("calc", child_ms("calc", "fat-tree", "--set", "k=48", "--json"), promise_ms=CALC_MS)
        demands = ",".join(str(number % 977 + 0.5) for number in range(10_000))
        yield Row(
            "calc max-min, 10,000 demands",
            child_ms("calc", "max-min", "--set", "capacity=1e6", "--set", f"demands={demands}", "--json"),
        )
        yield Row("catalog list", child_ms("catalog", "list"))


def child_ms(*words: object) -> float:
    """Process time of a command of its own, user and system, the least of two runs."""
    return min(_once([str(word) for word in words]) for _ in range(2))


def _once(words: list[str]) -> float:
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "designer", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ},
    )  # fmt: skip
    after = os.times()
    spent = (after.children_user + after.children_system) - (before.children_user + before.children_system)
    return spent * 1000
