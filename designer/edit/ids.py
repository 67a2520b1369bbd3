"""Fresh ids for records, short and plain."""

import re
from collections.abc import Container

from designer.model.design import Design
from designer.model.records import RefusedInput, require_id

_LONGEST_STEM = 100


def slug(text: str) -> str:
    """TEXT as the beginning of an id: lower-case letters, digits and hyphens; "item" when nothing remains."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return plain[:_LONGEST_STEM].rstrip("-") or "item"


def taken(design: Design, record_id: str) -> bool:
    """Return True when a node, link, view, mark or picture of DESIGN has this id; they share one set of names."""
    return (
        record_id in design.nodes
        or record_id in design.links
        or record_id in design.views
        or record_id in design.marks
        or record_id in design.pictures
    )


def new_id(design: Design, stem: str, also_taken: Container[str] = ()) -> str:
    """An id that nothing drawn in DESIGN has: STEM, else stem-2, stem-3 ...

    Args:
        design: The design in which it has to be new.
        stem: What it is of, in any words.
        also_taken: Ids that the same edit has given away already.
    """
    plain = slug(stem)
    number, candidate = 1, plain
    # Asked a dozen times for each record of a large paste, so that `taken` is spelled out.
    nodes, links, views, marks, pictures = design.nodes, design.links, design.views, design.marks, design.pictures
    while (
        candidate in nodes
        or candidate in links
        or candidate in also_taken
        or candidate in views
        or candidate in marks
        or candidate in pictures
    ):
        number += 1
        candidate = f"{plain}-{number}"
    return candidate


def chosen_id(design: Design, wanted: str | None, stem: str, what: str) -> str:
    """WANTED when it may serve as the id of a new record, a fresh one when it is None.

    Raises:
        RefusedInput: it is malformed or taken.
    """
    if wanted is None:
        return new_id(design, stem)
    require_id(wanted, what)
    if taken(design, wanted):
        raise RefusedInput(f"The id {wanted!r} is taken; choose another.")
    return wanted
