"""Figures and their reasons as plain lines of text: what commands print, scripts show and assistants are told."""

from typing import Final

from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import NARROW_SPACE, cornered, figure_text, likely_text, shown

_GAP: Final = "  "


def plain(text: str) -> str:
    """TEXT on one line, its thousands parted by commas, which every terminal has."""
    return " ".join(text.replace(NARROW_SPACE, ",").split())


def figure_line(figure: Figure) -> str:
    """FIGURE with its range in brackets where it has one: at least 9.27 M$ (7.21–11.1 M$)."""
    middle, ranged = figure_text(figure, ranged=False), shown(figure)
    span = " ".join(piece for piece in (ranged.number, ranged.unit) if piece)
    return plain(middle if middle.endswith(span) else f"{middle} ({span})")


def why_lines(figure: Figure, depth: int = 0) -> list[str]:
    """The tree of FIGURE as indented lines: what it is, its value, and where that comes from."""
    likely = f"  {likely_text(figure)}" if figure.likely is not None else ""
    lines = [f"{_GAP * depth}{figure.label}: {figure_line(cornered(figure))}  [{_origin(figure)}]{likely}"]
    for term in figure.terms:
        lines.extend(why_lines(term, depth + 1))
    return [plain_indented(line) for line in lines]


def plain_indented(line: str) -> str:
    """LINE with its indent kept and its thousands parted by commas."""
    return line.replace(NARROW_SPACE, ",")


def _origin(figure: Figure) -> str:
    if figure.terms:
        return f"{figure.formula}; {figure.status}"
    where = {"design": "in the design", "assumption": "assumption", "routing": "from routing", "fact": "catalog"}
    status = (
        "" if figure.operation in {"design", "routing", "assumption"} and figure.status != "user" else figure.status
    )
    words = (where.get(figure.operation, figure.operation), ", ".join(figure.sources), figure.date, status, figure.note)
    return "; ".join(word for word in words if word)
