"""Try every promise and print the table of what was promised, what was measured and whether it holds.

    python -m tests.trust                 at full numbers, which takes hours
    python -m tests.trust --quick         a sample of each, in seconds, as the suite runs it
    python -m tests.trust --only 1,12     some promises, or rows by name
    python -m tests.trust --only kills_while_saving --size 50

Exit code 0 when every row that was run holds, otherwise 1. A row that cannot be tried here says "not run", with the
reason, and a promise without a row does too.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.trust.registry import PROMISES, Outcome, all_rows, outcome_of

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _line(promise: str, verdict: str, words: str, seconds: str) -> str:
    return f"{promise:<62}  {verdict:<8}  {seconds:>8}  {words}"


def main(arguments: list[str]) -> int:
    """Run the rows that ARGUMENTS ask for."""
    parser = argparse.ArgumentParser(prog="python -m tests.trust", description=str(__doc__).partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a sample of each, in seconds")
    parser.add_argument("--only", default="", metavar="LIST", help="numbers of promises or names of rows")
    parser.add_argument("--size", type=int, help="tries of each row, instead of its own number")
    chosen = parser.parse_args(arguments)
    asked = {word.strip() for word in chosen.only.split(",") if word.strip()}
    rows = [row for row in all_rows() if not asked or str(row.promise) in asked or row.name in asked]
    print(_line("promised", "verdict", "measured", "time"))
    outcomes: list[Outcome] = []
    told: set[int] = set()
    for row in rows:
        with tempfile.TemporaryDirectory(prefix="trust-") as folder:
            outcome = outcome_of(row, Path(folder), whole=not chosen.quick, size=chosen.size)
        outcomes.append(outcome)
        if row.promise not in told:
            print(f"{row.promise:>2}  {PROMISES[row.promise]}")
            told.add(row.promise)
        seconds = f"{outcome.seconds:.1f} s"
        print(_line(f"      {row.title}", outcome.verdict, outcome.words, seconds), flush=True)
    for number, promise in PROMISES.items():
        if number not in told and not asked:
            print(f"{number:>2}  {promise}")
            print(_line("", "not run", "there is no row for it", ""))
    counts = {
        verdict: sum(outcome.verdict == verdict for outcome in outcomes) for verdict in ("holds", "FAILS", "not run")
    }
    counts["not run"] += 0 if asked else len(PROMISES.keys() - told)
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    return 1 if counts["FAILS"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
