"""The rows of the table of cables, made here or in a process of its own; no Qt, so that it starts fast."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from designer.model.design import Design
from designer.model.parts.part import Medium, Part
from designer.ui.jobs.background_process import Progress

if TYPE_CHECKING:
    from designer.export.cables.cable_schedule import CableLine

_TELL_EVERY = 500


class CableRow(NamedTuple):
    """One cable as the table shows it.

    Attributes:
        words: What is searched, in small letters.
        price: Of one with its optics, typical; None where it is not known.
    """

    link: str
    label: str
    a: str
    b: str
    a_name: str
    b_name: str
    medium: Medium
    length_m: float | None
    stock_m: float | None
    sort: str
    part: str
    part_number: str
    price: float | None
    route: str
    note: str
    words: str


class CableRows(NamedTuple):
    """All cables, and the money of their prices."""

    rows: tuple[CableRow, ...]
    currency: str


def cable_rows(tell: Progress, design: Design, parts: Mapping[str, Part]) -> CableRows:
    """Every cable of DESIGN; TELL hears how far it is."""
    # Arrays and geometry take a moment to load, so only when cables are listed.
    from designer.export.cables.cable_schedule import cable_schedule

    schedule = cable_schedule(design, parts)
    found: list[CableRow] = []
    for number in range(len(schedule)):
        if number % _TELL_EVERY == 0 and not tell(number, len(schedule), ""):
            break
        found.append(_row(schedule.line(number)))
    return CableRows(tuple(found), schedule.currency)


def _row(line: "CableLine") -> CableRow:
    words = (
        line.label,
        line.a.device,
        line.b.device,
        line.a.name,
        line.b.name,
        line.link,
        line.medium,
        line.sort,
        line.part_name,
        line.part_number,
        line.route,
    )
    return CableRow(
        link=line.link,
        label=line.label,
        a=line.a.label,
        b=line.b.label,
        a_name=f"{line.a.name}, {line.a.device}",
        b_name=f"{line.b.name}, {line.b.device}",
        medium=line.medium,
        length_m=line.length_m,
        stock_m=line.stock_m,
        sort=line.sort,
        part=line.part_name,
        part_number=line.part_number,
        price=line.price[1],
        route=line.route,
        note=line.note,
        words=" ".join(words).lower(),
    )
