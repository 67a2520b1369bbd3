"""How commands print: one JSON document, or aligned lines for people."""

from collections.abc import Iterable, Mapping
from typing import Any

import click
import msgspec

from designer.model.figures import Figure


def print_json(document: object) -> None:
    """Print DOCUMENT as the one JSON document of a command."""
    click.echo(msgspec.json.format(msgspec.json.encode(document), indent=2).decode())


def print_rows(rows: Iterable[tuple[str, str]]) -> None:
    """Print label and value in two columns."""
    rows = list(rows)
    width = max((len(label) for label, _ in rows), default=0)
    for label, value in rows:
        click.echo(f"{label:<{width}}  {value}")


def figure_text(figure: Figure, unit: str | None = None) -> str:
    """FIGURE in three significant digits with its unit, its range where it has one, and "at least"."""
    if figure.value is None:
        return "unknown"
    unit = figure.unit if unit is None else unit
    scale, unit = _scaled(abs(figure.high if figure.high is not None else figure.value), unit)
    low, value, high = (None if n is None else n / scale for n in (figure.low, figure.value, figure.high))
    text = _digits(value)
    if low is not None and high is not None and _digits(low) != _digits(high):
        text = f"{text} ({_digits(low)}–{_digits(high)})"
    at_least = "at least " if figure.missing else ""
    return f"{at_least}{text} {unit}".rstrip()


def _digits(value: float | None) -> str:
    if value is None:
        return "?"
    if value == int(value) and abs(value) < 10_000:
        return f"{int(value)}"
    return f"{float(f'{value:.3g}'):,g}" if abs(value) < 1e6 else f"{float(f'{value:.3g}'):,.0f}"


def _scaled(size: float, unit: str) -> tuple[float, str]:
    if unit in {"W", "USD", "USD/year", "USD/month"}:
        for factor, prefix in ((1e9, "G" if unit == "W" else "B"), (1e6, "M"), (1e3, "k")):
            if size >= factor:
                return factor, (prefix + unit) if unit == "W" else f"{prefix} {unit}"
    if unit == "Gb/s" and size >= 10_000:
        return 1e3, "Tb/s"
    return 1.0, unit


def why_lines(figure: Figure, depth: int = 0) -> list[str]:
    """The tree of FIGURE as indented lines."""
    detail = figure.formula if figure.terms else (", ".join(figure.sources) or figure.note or figure.operation)
    lines = [f"{'  ' * depth}{figure.label}: {figure_text(figure)}  [{detail}; {figure.status}]"]
    for term in figure.terms:
        lines.extend(why_lines(term, depth + 1))
    return lines


def settings_of(pairs: Iterable[str]) -> Mapping[str, str]:
    """KEY=VALUE pairs as a mapping.

    Raises:
        click.UsageError: one has no equals sign, or a key comes twice.
    """
    found: dict[str, Any] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key:
            raise click.UsageError(f"--set takes KEY=VALUE, not {pair!r}.")
        if key in found:
            raise click.UsageError(f"--set {key} was given twice.")
        found[key] = value
    return found
