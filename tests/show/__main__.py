"""Writes every output of every template and of ten odd designs, asks validators, and makes pictures to be looked at.

    python packaging/task.py show OUT [--design NAME ...] [--jobs N]

One folder and sheets of pictures for each design, and a table at the end. Ends with 1 where a validator finds something
wrong or an output ends in an error. PowerPoint, Excel and draw.io themselves are not run.
"""

import argparse
import os
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from designer.model.wording import counted
from tests.export.report.odd_designs import ODD, TEMPLATE_NAMES
from tests.show.showing import Told, show


def install() -> None:
    """Install the programs that check files, where Debian's packages are at hand; else say which are missing."""
    from tests.show.programs import PROGRAMS, missing

    lacking = missing()
    packages = [package for name in lacking for package in PROGRAMS[name].split()]
    if packages and shutil.which("apt-get") and os.name == "posix" and os.geteuid() == 0:
        subprocess.run(["apt-get", "install", "-y", "-q", *packages], check=False, stdout=subprocess.DEVNULL)
    for name in missing():
        print(f"{name} is not installed ({PROGRAMS[name]}): what it checks is not checked.", flush=True)


def _tell(told: Told) -> None:
    print(
        f"{told.name:<20} {told.written:>3} written, {len(told.refused):>2} refused, {len(told.wrong)} wrong, "
        f"{told.seconds:.0f} s, of these {told.checking:.0f} s checks and pictures; slowest to write: "
        + ", ".join(f"{name} {seconds:.1f} s" for seconds, name in told.slowest)
    )
    for line in told.refused:
        print(f"    refused: {line}")
    for line in told.wrong:
        print(f"    WRONG: {line}")
    sys.stdout.flush()


def main() -> int:
    """Show the designs that the arguments name; return 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.show")
    parser.add_argument("out", type=Path)
    every = (*TEMPLATE_NAMES, *ODD)
    parser.add_argument("--design", nargs="+", choices=every, default=list(every))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    install()
    tellings: list[Told] = []
    with ProcessPoolExecutor(arguments.jobs, get_context("spawn"), max_tasks_per_child=1) as pool:
        asked = [pool.submit(show, name, arguments.out.resolve()) for name in arguments.design]
        for future in as_completed(asked):
            tellings.append(future.result())
            _tell(tellings[-1])
    wrong = [line for told in tellings for line in told.wrong]
    print(f"{counted(len(tellings), 'design')}, {len(wrong)} wrong. PowerPoint, Excel, draw.io: not run.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
