"""The parts that can be placed, with the sources of their figures."""

from collections.abc import Iterable, Mapping

from designer.model.design import Design
from designer.model.parts import Part, Source
from designer.model.records import Record, RefusedInput


class Library(Record, frozen=True, kw_only=True):
    """Parts by id and sources by id.

    Attributes:
        own: Ids of the parts that the person added or changed.
        problems: Why own files could not be read, one plain line each; the rest is there all the same.
    """

    parts: Mapping[str, Part] = {}
    sources: Mapping[str, Source] = {}
    own: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()

    def part(self, part_id: str) -> Part:
        """The part called PART_ID.

        Raises:
            RefusedInput: there is none; the message offers near names.
        """
        found = self.parts.get(part_id)
        if found is None:
            near = sorted(self.parts, key=lambda known: _distance(known, part_id))[:3]
            raise RefusedInput(f"There is no part {part_id!r} in the catalog. Did you mean {', '.join(near)}?")
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
            problems=self.problems,
        )

    def embedded(self, design: Design) -> Design:
        """DESIGN with every part that its nodes and links name, and their sources, inside it.

        Raises:
            RefusedInput: a part is neither in the design nor in the library.
        """
        used = {node.part for node in design.nodes.values() if node.part}
        used |= {link.cable_part for link in design.links.values() if link.cable_part}
        parts, sources = self.closure(part_id for part_id in sorted(used) if part_id not in design.parts)
        return Design(
            settings=design.settings,
            nodes=design.nodes,
            links=design.links,
            views=design.views,
            parts={**parts, **design.parts},
            sources={**sources, **design.sources},
        )


def sources_of(part: Part) -> set[str]:
    """Ids of all sources that PART names."""
    named = {source for quantity in part.facts.values() for source in quantity.sources} | set(part.sources)
    return named | {source for price in part.prices for source in price.sources}


def _distance(known: str, wanted: str) -> tuple[int, str]:
    """Unlikeness of two ids: fewer shared letter triples is farther."""
    a, b = known.lower(), wanted.lower()
    triples = {b[i : i + 3] for i in range(len(b) - 2)}
    return -sum(a[i : i + 3] in triples for i in range(len(a) - 2)), known
