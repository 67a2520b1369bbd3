"""One design shown: all its outputs written, checked and drawn."""

import os
import shutil
import time
import traceback
from pathlib import Path
from typing import NamedTuple

from tests.export.report.odd_designs import odd_design


class Told(NamedTuple):
    """What came of one design.

    Attributes:
        name: Of the design.
        written: How many files.
        refused: Of each file that there is not, why.
        wrong: What is wrong, a line each.
        seconds: How long all of it took.
        slowest: The outputs that took longest to write, seconds and name.
        checking: Seconds that programs of others and the pictures took.
    """

    name: str
    written: int
    refused: list[str]
    wrong: list[str]
    seconds: float
    slowest: list[tuple[float, str]]
    checking: float


def show(name: str, out: Path) -> Told:
    """Write, check and draw all outputs of the design NAME; an error of ours is told as what is wrong with it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    began = time.monotonic()
    told = Told(name, 0, [], [], 0.0, [], 0.0)
    try:
        told = _shown(told, out)
    except Exception:
        told.wrong.append(f"{name}: {traceback.format_exc().strip().splitlines()[-1]}")
    return told._replace(seconds=time.monotonic() - began)


def _shown(told: Told, out: Path) -> Told:
    from tests.show.outputs import outputs_of
    from tests.show.pictures import pictures_of, write_sheets
    from tests.show.programs import forget_profile
    from tests.show.validators import problems

    folder = out / told.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    drawn = []
    took: list[tuple[float, str]] = []
    written, checking = 0, 0.0
    for output in outputs_of(odd_design(told.name), folder):
        if output.path is None:
            list_of = told.wrong if output.broken else told.refused
            list_of.append(f"{told.name}/{output.name}: {output.words}")
            continue
        written += 1
        took.append((output.seconds, output.name))
        began = time.monotonic()
        told.wrong.extend(f"{told.name}/{output.name}: {problem}" for problem in problems(output.path))
        drawn += list(pictures_of(output.path))
        checking += time.monotonic() - began
    write_sheets(drawn, out / f"{told.name}.png")
    forget_profile()
    return told._replace(written=written, slowest=sorted(took, reverse=True)[:3], checking=checking)
