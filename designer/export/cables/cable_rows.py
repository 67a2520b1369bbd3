"""The rows of a cable schedule: each cable, what is bought, drums, trays and notes, with their headings."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from designer.analysis.results import CostLine
from designer.analysis.rooms.cable_records import DrumCut, TrayFill
from designer.export.cables.cable_schedule import CableEndLine, CableLine, CableSchedule
from designer.model.money.conversion import in_currency, rate_words

_HEADINGS: Final = (
    "Label",
    "From",
    "From name",
    "From rack",
    "From U",
    "From port",
    "To",
    "To name",
    "To rack",
    "To U",
    "To port",
    "Link",
    "Medium",
    "Colour",
    "Length m",
    "Bought as m",
    "Reaches m",
    "Type",
    "Part",
    "Description",
    "Part number",
    "Optic at from",
    "Optic at to",
    "Price low {0}",
    "Price typical {0}",
    "Price high {0}",
    "Route",
    "Note",
    "Reason",
    "Cable",
)
_BOUGHT: Final = (
    "Part",
    "Part number",
    "Vendor",
    "Description",
    "Quantity",
    "Unit low {0}",
    "Unit typical {0}",
    "Unit high {0}",
    "Total low {0}",
    "Total typical {0}",
    "Total high {0}",
    "Price status",
)
_DRUMS: Final = ("Cable", "Drums cut alike", "On a drum m", "Cuts of one drum", "Left on each m")
_TRAYS: Final = ("Room", "Tray", "Cables at the fullest point", "Fill %", "Limit %", "Fill of its sections %")
Cell = str | int | float | None


def cable_rows(schedule: CableSchedule) -> tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]]:
    """Return the headings and the rows of all cables of SCHEDULE, one by one."""
    return _named(_HEADINGS, schedule.currency), (_cells(line) for line in schedule.lines())


def _end_cells(end: CableEndLine) -> tuple[Cell, ...]:
    return end.device, end.name, end.rack_name, end.unit, f"{end.group} {end.port}".strip()


def _cells(line: CableLine) -> tuple[Cell, ...]:
    return (
        line.label,
        *_end_cells(line.a),
        *_end_cells(line.b),
        line.link,
        line.medium,
        line.colour,
        None if line.length_m is None else round(line.length_m, 3),
        line.stock_m,
        line.reach_m,
        line.sort,
        line.part,
        line.part_name,
        line.part_number,
        line.optic_a,
        line.optic_b,
        *(_money(price) for price in line.price),
        line.route,
        line.note,
        line.reason,
        line.id,
    )


def _money(amount: float | None) -> float | None:
    return None if amount is None else round(amount, 2)


def _bought_cells(schedule: CableSchedule, line: CostLine) -> tuple[Cell, ...]:
    book = schedule.design.settings.prices
    unit, whole = in_currency(line.unit_usd, book), in_currency(line.total_usd, book)
    return (
        line.part,
        line.part_number,
        line.vendor,
        line.name,
        line.quantity,
        *(_money(amount) for amount in (unit.low, unit.value, unit.high, whole.low, whole.value, whole.high)),
        line.unit_usd.status if line.unit_usd.known else "unknown",
    )


def _drum_cells(drum: DrumCut) -> tuple[Cell, ...]:
    cuts = ", ".join(f"{many} × {length:g} m" for length, many in drum.cuts)
    return drum.part, drum.drums, drum.drum_m, cuts, round(drum.left_m, 3)


def _tray_cells(tray: TrayFill) -> tuple[Cell, ...]:
    sections = ", ".join(_percent(section.value) for section in tray.sections)
    return tray.room, tray.tray, tray.cables, _percent(tray.share.value), _percent(tray.limit.value), sections


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.1f}"


def further_rows(schedule: CableSchedule) -> Iterator[tuple[str, Sequence[str], Iterable[tuple[Cell, ...]]]]:
    """Yield what follows the cables: title, headings, rows; those without rows are left out."""
    result, money = schedule.result, schedule.currency
    for title, headings, rows in (
        ("What is bought", _named(_BOUGHT, money), [_bought_cells(schedule, line) for line in schedule.bought]),
        ("Drums", _DRUMS, [_drum_cells(drum) for drum in result.drums]),
        ("Trays", _TRAYS, [_tray_cells(tray) for tray in result.trays]),
        ("Notes", ("Note",), [(note,) for note in schedule_notes(schedule)]),
    ):
        if rows:
            yield title, headings, rows


def schedule_notes(schedule: CableSchedule) -> list[str]:
    """Return what is to be known of SCHEDULE beside its rows."""
    rate = rate_words(schedule.design.settings.prices)
    return [*schedule.result.notes, *([f"Exchange rate: {rate}."] if rate else [])]


def _named(headings: Sequence[str], money: str) -> tuple[str, ...]:
    return tuple(heading.format(money) for heading in headings)
