"""Labels for both ends of every cable: sheets of A4 as PDF, or a table for a label printer as CSV."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from designer.drawing.paper.cable_labels import LabelText, label_sheet_count, label_sheets
from designer.drawing.paper.records import Hatch
from designer.drawing.theme_tokens import theme_named
from designer.export.cables.cable_schedule import CableEndLine, CableLine, CableSchedule
from designer.export.paper.codes import CodeMaker
from designer.export.safe_cells import safe_cell
from designer.files.writing import write_in_pieces
from designer.model.device_names import short_names
from designer.model.parts.part import Medium
from designer.model.records import RefusedInput

SUFFIXES: Final = (".pdf", ".csv")
NO_CABLES: Final = "There are no labels to write: no cables are drawn yet."
_MOST_IN_CODE: Final = 160
"""Bytes; a code with more has modules too small for a label, and holds the name of the cable alone."""
_HATCHES: Final[Mapping[Medium, Hatch]] = {
    "storage": "bars",
    "management": "dots",
    "nvlink": "slant",
    "pcie": "slant",
    "coolant": "dots",
}
"""Bars of media that share a colour or are printed grey; fabric and power of side A are full."""
SHORT_LETTERS: Final = 14
"""Of a device on a label of 20 mm: so many letters of 8 points, half as wide as high, stand beside each other."""
_LONGEST: Final = 24
"""Letters of a device on a sheet of labels, where both ends with their whole names do not fit."""
_HEADINGS: Final = (
    "Cable",
    "End",
    "This end",
    "Other end",
    "Medium",
    "Side",
    "Length m",
    "Bought as m",
    "Code",
    "This place",
    "Other place",
    "This device, 20 mm",
    "Other device, 20 mm",
)
Tell = Callable[[int, int, str], bool]


def code_text(line: CableLine) -> str:
    """Return what the code of a cable holds: its name and both ends, a line each; the name alone where that is long."""
    text = f"{line.id}\n{line.a.label}\n{line.b.label}"
    return text if len(text.encode()) <= _MOST_IN_CODE else line.id


def length_words(line: CableLine) -> str:
    """Return how long a cable is, and as what it is bought; "" where nobody knows."""
    if line.length_m is None:
        return f"bought as {line.stock_m:g} m" if line.stock_m else ""
    said = f"{line.length_m:.1f} m"
    return f"{said}, bought as {line.stock_m:g} m" if line.stock_m else said


def end_words(end: CableEndLine) -> str:
    """Return one end as labels say it: "DGX H100 1 · fabric 1"."""
    return f"{end.name} · {end.port_words}"


def _kept(end: CableEndLine, name: str) -> str:
    """Return an end called NAME with spaces at which no line is broken between its port group and the number."""
    return f"{name} ·\u00a0{end.port_words.replace(' ', chr(0xA0))}"


def _short(schedule: CableSchedule, most: int) -> Mapping[str, str]:
    """Return the short names of all devices that have a cable."""
    return short_names(dict.fromkeys(end.name for line in schedule.lines() for end in (line.a, line.b)), most)


def _shorter(own: CableEndLine, other: CableEndLine, short: Mapping[str, str]) -> tuple[str, str]:
    """Return both ends by their short names; "" for both where one of these could be another device as well."""
    called = short[own.name], short[other.name]
    return (_kept(own, called[0]), _kept(other, called[1])) if all(called) else ("", "")


def cable_labels(schedule: CableSchedule) -> Iterator[LabelText]:
    """Yield the labels of SCHEDULE, both ends of a cable after each other."""
    theme, codes = theme_named("print"), CodeMaker()
    short = _short(schedule, _LONGEST)
    sides = {link.id: link.side for link in schedule.plan.routes.links}
    for line in schedule.lines():
        side = sides.get(line.link, "")
        code = codes.rows(code_text(line))
        hatch: Hatch = "bars" if line.medium == "power" and side == "B" else _HATCHES.get(line.medium, "")
        medium = f"{line.medium} {side}".strip()
        ink, length = theme.stroke(line.medium, side).colour, length_words(line)
        for own, other in ((line.a, line.b), (line.b, line.a)):
            yield LabelText(
                line.id,
                medium,
                _kept(own, own.name),
                own.where,
                _kept(other, other.name),
                other.where,
                _shorter(own, other, short),
                length,
                ink,
                hatch,
                code,
            )


def write_labels(path: Path, schedule: CableSchedule, tell: Tell | None = None) -> int:
    """Write the labels of SCHEDULE to a .pdf or .csv file, whole or not at all.

    Args:
        path: Its suffix says the form.
        schedule: All cables.
        tell: Told how many of how many sheets are done; answers whether to go on.

    Returns:
        How many labels there are.

    Raises:
        RefusedInput: the suffix is another, there is no cable, it was stopped, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise RefusedInput(f"{path.name}: labels are written as {', '.join(SUFFIXES)}.")
    if not len(schedule):
        raise RefusedInput(NO_CABLES)
    labels = 2 * len(schedule)
    if suffix == ".csv":
        write_in_pieces(path, _csv(schedule))
        return labels
    # Qt is loaded only where a page is painted.
    from designer.paint.paper.pdf import paper_measure, write_sheets

    sheets = label_sheet_count(labels)

    def told(done: int) -> bool:
        return tell is None or tell(done, sheets, "sheets of labels")

    title = f"Cable labels, {schedule.design.name}"
    write_sheets(path, label_sheets(cable_labels(schedule), paper_measure(), title), title=title, tell=told)
    return labels


def _csv(schedule: CableSchedule) -> Iterator[bytes]:
    """A row for each label: what a label printer merges into its own form."""
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n").writerow
    yield "\ufeff".encode()
    sides = {link.id: link.side for link in schedule.plan.routes.links}
    short = _short(schedule, SHORT_LETTERS)
    write(_HEADINGS)
    for line in schedule.lines():
        code = code_text(line).replace("\n", " | ")
        for letter, own, other in (("A", line.a, line.b), ("B", line.b, line.a)):
            write(
                [
                    line.id,
                    letter,
                    safe_cell(end_words(own)),
                    safe_cell(end_words(other)),
                    line.medium,
                    sides.get(line.link, ""),
                    "" if line.length_m is None else f"{line.length_m:.1f}",
                    "" if line.stock_m is None else f"{line.stock_m:g}",
                    safe_cell(code),
                    safe_cell(own.where),
                    safe_cell(other.where),
                    safe_cell(short[own.name]),
                    safe_cell(short[other.name]),
                ]
            )
        if text.tell() > 100_000:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()
