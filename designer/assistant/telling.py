"""Words and short documents of answers: a design in brief, figures, findings, lists that are cut with their count."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final

import msgspec

from designer import api
from designer.api.words import figure_line
from designer.assistant.workbench import Held, Workbench
from designer.model.figures.figure import document_of
from designer.model.naming import link_name
from designer.review.effects.records import Effect, row_text
from designer.review.findings import SEVERITIES
from designer.review.headline_figures import BY_KEY

MOST_ROWS: Final = 100
MOST_LETTERS: Final = 400_000
"""Of an answer: more fills the memory of an assistant, and says less."""
MOST_FIELDS: Final = 60
"""More names than a record has: beyond, it is a table by ids."""


def cut(rows: Sequence[Any], limit: int = MOST_ROWS, first: int = 0) -> dict[str, Any]:
    """Return LIMIT of ROWS from FIRST on, with how many there are and how many are left out."""
    shown = list(rows[first : first + limit])
    return {"total": len(rows), "first": first, "rows": shown, "left_out": len(rows) - len(shown)}


def bounded(document: dict[str, Any], limit: int = MOST_ROWS) -> dict[str, Any]:
    """Return DOCUMENT with at most LIMIT entries in each list and each table by ids, and how many are left out.

    `left_out` names each that was cut by its dotted key, by which a tool that takes a `key` shows the rest of it. Where
    that is still more than is sent, fewer are kept.
    """
    found = _bounded(document, limit)
    while limit > 2 and len(msgspec.json.encode(found)) > MOST_LETTERS // 2:
        limit //= 2
        found = _bounded(document, limit)
    return found


def _bounded(document: dict[str, Any], limit: int) -> dict[str, Any]:
    left_out: dict[str, int] = {}

    def cut_at(value: Any, path: str) -> Any:
        if isinstance(value, dict):
            table: dict[str, Any] = value
            most = max(limit, MOST_FIELDS)
            if len(table) > most:
                left_out[path] = len(table) - most
            return {name: cut_at(inner, f"{path}.{name}".lstrip(".")) for name, inner in islice(table.items(), most)}
        if isinstance(value, list | tuple):
            rows: Sequence[Any] = value
            if len(rows) > limit:
                left_out[path] = len(rows) - limit
            # Rows of one list are alike: what is cut within them is counted as one.
            return [cut_at(inner, f"{path}[]") for inner in rows[:limit]]
        return value

    found: dict[str, Any] = cut_at(document, "")
    return {**found, "left_out": left_out} if left_out else found


def paged(value: Any, limit: int, first: int = 0) -> Any:
    """Return VALUE; of a list or a large table by ids LIMIT rows from FIRST on, with how many there are."""
    if isinstance(value, dict):
        table: dict[str, Any] = value
        if not first and len(table) <= max(limit, MOST_FIELDS):
            return bounded(table, limit)
        value = [{"id": name, "value": inner} for name, inner in table.items()]
    if not isinstance(value, list):
        return value
    rows: list[Any] = value
    page = cut(rows, limit, first)
    return {**page, "rows": [bounded({"row": row}, limit)["row"] for row in page["rows"]]}


def brief(bench: Workbench, held: Held, document: api.Document) -> dict[str, Any]:
    """Return what a design is in few lines: its size, headline figures and findings, and whether something waits."""
    analysis = document.analyze()
    counts = analysis.json()["counts"]
    return {
        "design": bench.name_of(held.path),
        "variant": held.variant,
        "name": document.name,
        "description": document.design.settings.description,
        "is": "proposed" if document is held.proposal else "saved",
        "digest": document.digest,
        "devices": counts["nodes"]["total"],
        "by_kind": counts["nodes"]["by_kind"],
        "cables": counts["cables"]["total"],
        "accelerators": counts["accelerators"]["total"],
        "figures": figures(document),
        "findings": {severity: sum(one.severity == severity for one in analysis.findings) for severity in SEVERITIES},
        "proposed_steps": held.steps,
    }


def figures(document: api.Document) -> list[dict[str, Any]]:
    """Return the headline figures: key, title, words with range and unit, and the plain figure."""
    return [
        {"key": key, "title": BY_KEY[key].title, "words": figure_line(figure), **document_of(figure)}
        for key, figure in document.analyze().figures.items()
    ]


def effect_rows(effect: Effect) -> list[dict[str, str]]:
    """Return the figures that an edit moves, as a person reads them."""
    return [
        {
            "title": row.title,
            "before": row_text(row.before).replace("\u202f", ","),
            "after": row_text(row.after).replace("\u202f", ","),
            "change": row.change.replace("\u202f", ","),
        }
        for row in effect.moved
    ]


def records(document: api.Document, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return nodes and links by IDS with what they are: the fields that differ from what they usually are."""
    found: list[dict[str, Any]] = []
    design = document.design
    for one in ids:
        node, link = design.nodes.get(one), design.links.get(one)
        if node is not None:
            part = design.part_of(node)
            row = {"id": one, "is": "node", "name": node.title, "kind": node.kind, "part": node.part}
            row |= {"part_name": part.name if part else None, "copies": node.copies, "parent": node.parent}
            row |= {"total_copies": design.total_copies(one)}
            row |= {name: value for name, value in (("facts", dict(node.facts)), ("note", node.note)) if value}
            found.append(row)
        elif link is not None:
            row = {"id": one, "is": "link", "name": link_name(design, link), "a": link.a, "b": link.b}
            row |= {"medium": link.medium, "cables": link.cables, "spread": link.spread}
            found.append(row | {"total_cables": design.total_cables(link)})
    return found
