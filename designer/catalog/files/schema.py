"""The form of a part in a catalog file, and its JSON Schema.

A fact may be a bare number: then the entry's `cited` tells its sources, date and status.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from designer.model.figures.figure import Status
from designer.model.parts.part import (
    Availability,
    CaseOf,
    Contained,
    Layer,
    PlatformSupport,
    PortGroup,
    Price,
    StockLength,
)
from designer.model.records import Record


class Citation(Record, frozen=True, kw_only=True):
    """Sources, date and status of every fact that does not state its own.

    Attributes:
        sources: Ids of sources.
        date: As-of date, ISO.
        status: How well the facts are known.
    """

    sources: tuple[str, ...] = ()
    date: str = ""
    status: Status = "sourced"


class FactEntry(Record, frozen=True, kw_only=True):
    """A fact with more to say than its number; what is left out comes from the entry's `cited`.

    Attributes:
        value: Typical value; None when it is unknown and said to be so.
        low: Least, where the source gives a range.
        high: Greatest.
        conditions: Dense or sparse, one way or both, inlet temperature ...
        others: Conflicting published values kept beside the preferred one, in words.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    status: Status | None = None
    sources: tuple[str, ...] | None = None
    date: str | None = None
    conditions: str = ""
    others: str = ""


class CaseEntry(Record, frozen=True, kw_only=True):
    """Facts that hold in one published case, as a catalog file spells them.

    Attributes:
        cited: What holds for every fact of the case that does not state its own; that of the part when left out.
    """

    of: CaseOf
    name: str
    facts: Mapping[str, float | FactEntry]
    cited: Citation | None = None


class PartEntry(Record, frozen=True, kw_only=True):
    """A part as a catalog file spells it: `Part`, with `cited` and short facts.

    Attributes:
        id: vendor/model in lower case.
        cited: What holds for every fact that does not state its own.
        facts: Figures by the names in kinds.FACTS, in the units that the names carry.
        platforms: The platform of an accelerator, or those that software runs on, each with its sources.
        cases: Facts that differ by usage tier, model, hardware, size or setting.
        sources: Ids of the sources in which its texts were read; those of `cited` when left out.
    """

    id: str
    kind: str
    layer: Layer
    vendor: str
    name: str
    revision: str = "1"
    part_number: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    summary: str = ""
    cited: Citation = Citation()
    facts: Mapping[str, float | FactEntry] = {}
    platforms: tuple[PlatformSupport, ...] = ()
    cases: tuple[CaseEntry, ...] = ()
    texts: Mapping[str, str] = {}
    sources: tuple[str, ...] | None = None
    ports: tuple[PortGroup, ...] = ()
    contains: tuple[Contained, ...] = ()
    lengths: tuple[StockLength, ...] = ()
    prices: tuple[Price, ...] = ()
    availability: Availability = "unknown"
    notes: str = ""


class PartPrices(Record, frozen=True, kw_only=True):
    """Prices that were added to a part, beside those of its own entry."""

    part: str
    prices: tuple[Price, ...]


def part_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a catalog file: a list of parts."""
    schema = msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(list[PartEntry])))  # tuples become lists
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Stackwright parts", **schema}
