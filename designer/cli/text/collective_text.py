"""A collective on a drawn fabric, as lines for people; and the lists of numbers that it is asked with."""

import math
from collections.abc import Sequence

import click

from designer.analysis.collectives.points import errors_of
from designer.analysis.limits.collective_records import CollectiveFabric, CollectivePoint, CollectiveTimes
from designer.cli.printing import figure_line, print_rows, print_table, print_wrapped, why_lines
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import number_text, percent_text

_MILLISECOND_US = 1e3
_UNITS = (("GiB", 2**30), ("GB", 10**9), ("MiB", 2**20), ("MB", 10**6), ("KiB", 2**10), ("kB", 10**3))


def numbers(text: str, option: str) -> tuple[float, ...]:
    """The comma-separated numbers in TEXT, each 0 or more.

    Raises:
        click.UsageError: one of them is not a number.
    """
    found: list[float] = []
    for piece in filter(None, (piece.strip() for piece in text.split(","))):
        try:
            number = float(piece)
        except ValueError:
            number = math.nan
        if not (math.isfinite(number) and number >= 0):
            raise click.UsageError(f"{option} takes numbers from 0, such as 1048576 or 1e9, not {piece!r}.")
        found.append(number)
    if not found:
        raise click.UsageError(f"{option} takes one number or more.")
    return tuple(found)


def whole_numbers(text: str, option: str) -> tuple[int, ...]:
    """The comma-separated whole numbers in TEXT.

    Raises:
        click.UsageError: one of them is not a whole number.
    """
    found = numbers(text, option)
    if any(number != int(number) for number in found):
        raise click.UsageError(f"{option} takes whole numbers, such as 8,64.")
    return tuple(int(number) for number in found)


def print_collective(design: Design, found: CollectiveTimes, *, why: bool) -> None:
    """Print FOUND of DESIGN: the links it runs on, and a table by ranks and payload."""
    click.echo(f"\n{found.op.capitalize()}, as drawn and on an ideal fabric")
    if found.chip:
        rows = [("Accelerators", f"{found.accelerators:,} × {found.chip}, {found.domain:,} to a domain")]
        if found.inside_gb_per_s.known:
            rows.append(("Scale-up, one way", f"{figure_line(found.inside_gb_per_s)} each"))
        print_rows([*rows, *((f"Fabric, {row.ranks:,} ranks", _fabric(design, row)) for row in found.fabrics)], "  ")
    if found.points:
        click.echo()
        print_table(
            ("ranks", "payload", "by", "time", "range", "algorithm GB/s", "bus GB/s", "ideal time", "ideal bus GB/s"),
            [_row(point) for point in found.points],
            numbers=(0, 1, 3, 4, 5, 6, 7, 8),
            indent="  ",
        )
        click.echo()
    for words in errors_of(found.points):
        print_wrapped("  How sure: ", words)
    for note in found.notes:
        print_wrapped("  ", note)
    for point in found.points if why else ():
        for line in (*why_lines(point.time_us), *why_lines(point.bus_gb_per_s)):
            click.echo(f"  {line}")


def _fabric(design: Design, row: CollectiveFabric) -> str:
    if not row.rate_gb_per_s.known:
        return "unknown"
    order = "leaf by leaf" if row.by_leaf else "random order"
    each = f"{figure_line(row.rate_gb_per_s)} each"
    if not row.fullest_link:
        hashed = " less hash collisions" if row.collisions else ""
        return f"{each}, the line rate{hashed} ({row.pattern}, {order})"
    use = percent_text(row.fullest_utilisation.value)
    name = design.links[row.fullest_link].name or row.fullest_link
    return f"{each} of {figure_line(row.line_gb_per_s)}: {name} is asked for {use} ({row.pattern}, {order})"


def _row(point: CollectivePoint) -> Sequence[str]:
    time = point.time_us
    ranged = "" if time.low == time.high else f"{_time(time.low)} to {_time(time.high)}"
    return (
        f"{point.ranks:,}",
        _payload(point.bytes),
        point.algorithm,
        _time(time.value),
        ranged,
        _number(point.algorithm_gb_per_s),
        _number(point.bus_gb_per_s),
        _time(point.ideal_time_us.value),
        _number(point.ideal_bus_gb_per_s),
    )


def _payload(size: float) -> str:
    for unit, bytes_in in _UNITS:
        if size >= bytes_in and size % bytes_in == 0:
            return f"{size / bytes_in:,.0f} {unit}"
    return f"{size:,.0f} B"


def _time(us: float | None) -> str:
    if us is None:
        return "unknown"
    return f"{number_text(us)} µs" if us < _MILLISECOND_US else f"{number_text(us / _MILLISECOND_US)} ms"


def _number(figure: Figure) -> str:
    return "unknown" if figure.value is None else number_text(figure.value)
