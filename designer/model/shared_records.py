"""The records of a design that are those of another, as the very same objects.

A design that comes as bytes is made anew, record by record, though most of it is what it was before. What works out
something of a part of a design tells by the objects whether that part has changed.
"""

from collections.abc import Mapping
from typing import TypeVar

from designer.model.design import Design

_T = TypeVar("_T")


def with_same_records(design: Design, before: Design) -> Design:
    """Return DESIGN with each record that is equal to that of BEFORE under its id replaced by that one.

    A whole map of records is that of BEFORE where all are equal, in the same order.
    """
    return Design(
        settings=before.settings if before.settings == design.settings else design.settings,
        nodes=same_values(design.nodes, before.nodes),
        links=same_values(design.links, before.links),
        views=same_values(design.views, before.views),
        parts=same_values(design.parts, before.parts),
        sources=same_values(design.sources, before.sources),
        marks=same_values(design.marks, before.marks),
        pictures=same_values(design.pictures, before.pictures),
    )


def same_values(new: Mapping[str, _T], old: Mapping[str, _T]) -> Mapping[str, _T]:
    """Return NEW with the values of OLD that are equal under the same key; OLD itself where all are, in its order."""
    found: dict[str, _T] = {}
    alike = len(new) == len(old)
    for (key, value), before in zip(new.items(), (old if alike else new), strict=True):
        known = old.get(key)
        same = known is not None and known == value
        found[key] = known if same and known is not None else value
        alike = alike and same and key == before
    return old if alike else found
