"""Judges of the tables of the chapter of phases, from what `analyze --json` prints under "phases" alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.export.deck.phase_checker import iso

Document = Mapping[str, Any]
Rows = Sequence[Sequence[str]]
Says = Callable[[str, float], bool]
"""Whether a cell says a number, as it is rounded."""


def phase_rows_wrong(document: Document, rows: Rows, says: Says) -> Iterator[str]:
    """Yield each row of the table of phases that is not true of DOCUMENT, in the order of its phases."""
    phases = document["phases"]["phases"]
    if len(rows) != len(phases):
        yield f"{len(rows)} rows of {len(phases)} phases"
    for row, phase in zip(rows, phases, strict=False):
        days = [iso(cell.removeprefix("≥ ")) for cell in row[1:4]]
        figures = [phase[key]["value"] for key in ("capex_usd", "power_max_w", "delay_usd_per_month")]
        if (
            row[0] != phase["title"]
            or days != [phase["order_date"], phase["running"]["p50"], phase["running"]["p90"]]
            or any(cell.startswith("≥ ") != bool(phase["missing"]) for cell in row[2:4])
            or not all(map(says, row[4:], figures))
        ):
            yield f"{row}"


def order_rows_wrong(document: Document, rows: Rows) -> Iterator[str]:
    """Yield each row of the table of orders that is none of DOCUMENT."""
    known: set[tuple[str, ...]] = set()
    for phase in document["phases"]["phases"]:
        for one in phase["items"]:
            last, lead = one["order_by"], one["lead"]
            weeks = [lead[key] for key in ("least", "likely", "most")] if lead else []
            told = "/".join(f"{each:g}" for each in (weeks if len(set(weeks)) > 1 else weeks[:1]))
            known.add(
                (
                    one["name"],
                    phase["title"],
                    one["ordered"] + (" *" if one["own_day"] else ""),
                    last["p50"] if last else "–",
                    last["p90"] if last else "–",
                    f"{told} weeks{', supposed' if one['supposed'] else ''}" if lead else "unknown",
                )
            )
    shares = {(one["name"], one["critical"]) for phase in document["phases"]["phases"] for one in phase["items"]}
    for row in rows:
        near = any(name == row[0] and abs(100 * share - float(row[6].rstrip("%"))) <= 0.51 for name, share in shares)
        if tuple(row[:6]) not in known or not near:
            yield f"{row}"


def quarter_rows_wrong(document: Document, rows: Rows, says: Says) -> Iterator[str]:
    """Yield each row of the table of quarters that is not true of DOCUMENT."""
    keys = ("spend_usd", "spend_usd_p50", "spend_usd_p90", "spent_usd", "spent_usd_p90", "peak_w_p50", "peak_w_p90")
    quarters = {one["quarter"]: one for one in document["phases"]["quarters"]}
    for row in rows:
        figures = [quarters[row[0]][key] for key in keys] if row[0] in quarters else []
        if not figures or not all(map(says, row[1:], figures)):
            yield f"{row}"
