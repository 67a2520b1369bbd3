"""The catalog for scripts: parts by search and id, and templates."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.edit.templates.templates import TEMPLATES, Template
from designer.model.parts.part import Part
from designer.plugins.consent import named_rules


def catalog(*, fresh: bool = False) -> Library:
    """Return all parts on hand, shipped and own; they are read once, and again when FRESH is asked for.

    Raises:
        RefusedInput: a file of the catalog is damaged.
    """
    if fresh:
        _read.cache_clear()
    return _read(named_rules())


@cache
def _read(_: Path | None) -> Library:
    # What `--rules` named counts for the reading too, so that each folder has its own catalog.
    return read_library()


def parts(text: str = "", *, kind: str = "", limit: int = 50) -> list[Part]:
    """Return the parts that match TEXT, best first; without it those of a KIND, or all, by id.

    Args:
        text: A name, vendor, part number, kind or use, as it is typed into the search of the window.
        kind: Only parts of this kind, such as "switch".
        limit: So many at most.
    """
    library = catalog()
    if not text:
        found = [library.parts[one] for one in sorted(library.parts) if kind in ("", library.parts[one].kind)]
        return found[:limit]
    from designer.catalog.search import search

    return [part for part in search(library, text, limit=len(library.parts)) if kind in ("", part.kind)][:limit]


def part(id: str) -> Part:
    """Return the part ID with its facts, ports, prices and sources.

    Raises:
        RefusedInput: there is none; the message offers near names.
    """
    return catalog().part(id)


def templates() -> Mapping[str, Template]:
    """Return the templates that `new` takes, by name, with their parameters."""
    return TEMPLATES
