"""The parts that can be placed, with the sources of their figures."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Final

from designer.model.design import Design
from designer.model.parts.part import Part, Source
from designer.model.records import Record, RefusedInput
from designer.model.workloads.choices import parts_named

_NEAR: Final = 0.85
_LONGEST_SLIP: Final = 128


class Library(Record, frozen=True, kw_only=True):
    """Parts by id and sources by id.

    Attributes:
        own: Ids of the parts that the person added or changed, or plug-ins gave.
        given: Name of the plug-in that gave a part, by the id of the part.
        problems: Why own files could not be read, one plain line each; the rest is there all the same.
    """

    parts: Mapping[str, Part] = {}
    sources: Mapping[str, Source] = {}
    own: frozenset[str] = frozenset()
    given: Mapping[str, str] = {}
    problems: tuple[str, ...] = ()

    def part(self, part_id: str) -> Part:
        """The part called PART_ID.

        Raises:
            RefusedInput: there is none; the message offers near names.
        """
        found = self.parts.get(part_id)
        if found is None:
            near = near_ids(part_id, self.parts)
            advice = f"Did you mean {', '.join(near)}?" if near else "Search the catalog for its name or part number."
            raise RefusedInput(f"There is no part {part_id[:130]!r} in the catalog. {advice}")
        return found

    def closure(self, part_ids: Iterable[str]) -> tuple[dict[str, Part], dict[str, Source]]:
        """The named parts, the parts inside them and all their sources: what a design embeds.

        Raises:
            RefusedInput: a named part is not in the library.
        """
        parts: dict[str, Part] = {}
        waiting = list(part_ids)
        while waiting:
            part_id = waiting.pop()
            if part_id not in parts:
                part = parts[part_id] = self.part(part_id)
                waiting.extend(inside.part for inside in part.contains)
        named = {source for part in parts.values() for source in sources_of(part)}
        return parts, {source: self.sources[source] for source in sorted(named) if source in self.sources}

    def joined(self, design: Design) -> "Library":
        """This library with the parts that only DESIGN holds, as own parts that came with it."""
        only = {part_id: part for part_id, part in design.parts.items() if part_id not in self.parts}
        if not only:
            return self
        return Library(
            parts={**self.parts, **only},
            sources={**design.sources, **self.sources},
            own=self.own | set(only),
            given=self.given,
            problems=self.problems,
        )

    def embedded(self, design: Design) -> Design:
        """DESIGN with every part that its nodes and links name, and their sources, inside it.

        Raises:
            RefusedInput: a part is neither in the design nor in the library.
        """
        used = set(parts_named(design.nodes.values()))
        used |= {link.cable_part for link in design.links.values() if link.cable_part}
        parts, sources = self.closure(part_id for part_id in sorted(used) if part_id not in design.parts)
        return Design(
            settings=design.settings,
            nodes=design.nodes,
            links=design.links,
            views=design.views,
            parts={**parts, **design.parts},
            sources={**sources, **design.sources},
            marks=design.marks,
            pictures=design.pictures,
        )


def sources_of(part: Part) -> set[str]:
    """Ids of all sources that PART names."""
    named = {source for quantity in part.quantities() for source in quantity.sources} | set(part.sources)
    named |= {source for support in part.platforms for source in support.sources}
    prices = (*part.prices, *(length.price for length in part.lengths if length.price is not None))
    return named | {source for price in prices for source in price.sources}


def near_ids(wanted: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The KNOWN ids that WANTED may be a slip of, nearest first: a letter or two off, or the same model elsewhere."""
    wanted = wanted.casefold()[:_LONGEST_SLIP]
    vendor, _, model = wanted.rpartition("/")
    found: list[tuple[float, str]] = []
    for part_id in known:
        folded = part_id.casefold()
        whole = _likeness(folded, wanted)
        named = _likeness(folded.rpartition("/")[2], model) if not vendor or whole < _NEAR else 0.0
        likeness = max(whole, named)
        if likeness >= _NEAR:
            found.append((-likeness, part_id))
    return [part_id for _, part_id in sorted(found)[:most]]


def _likeness(known: str, wanted: str) -> float:
    """Return how far two words agree, 0 to 1; 0 at once when their lengths rule it out."""
    shorter, longer = sorted((len(known), len(wanted)))
    if not shorter or 2 * shorter / (shorter + longer) < _NEAR:
        return 0.0
    matcher = SequenceMatcher(None, known, wanted, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR else 0.0
