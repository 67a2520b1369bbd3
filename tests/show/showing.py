"""One design shown: all its outputs written, checked and drawn."""

import os
import shutil
import time
from pathlib import Path
from typing import NamedTuple

from tests.export.report.odd_designs import odd_design


class Told(NamedTuple):
    """What came of one design."""

    name: str
    written: int
    refused: list[str]
    wrong: list[str]
    seconds: float


def show(name: str, out: Path) -> Told:
    """Write, check and draw all outputs of the design NAME."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from tests.show.outputs import outputs_of
    from tests.show.pictures import pictures_of, sheet
    from tests.show.validators import problems

    folder = out / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    began = time.monotonic()
    refused: list[str] = []
    wrong: list[str] = []
    drawn = []
    written = 0
    for output in outputs_of(odd_design(name), folder):
        if output.path is None:
            refused.append(f"{output.name}: {output.words}")
            continue
        written += 1
        wrong += [f"{name}/{output.name}: {problem}" for problem in problems(output.path)]
        drawn += list(pictures_of(output.path))
    sheet(drawn, out / f"{name}.png")
    return Told(name, written, refused, wrong, time.monotonic() - began)
