"""Names of things for people, once for all floors: copies, links and their ends; lists and counts are in `wording`."""

import re
from typing import Final

from designer.model.copy_ids import CopyId
from designer.model.design import Design, Link
from designer.model.identity_cache import Remembered
from designer.model.kinds import FLOOR_RACKS


def copy_title(title: str, copy: int) -> str:
    """Return what people call copy number COPY, from 0, of what has TITLE; they count from 1: Leaf switch 1."""
    return f"{title} {copy + 1}"


def copy_name(design: Design, node_id: str, copy: int) -> str:
    """Return what people call copy number COPY, from 0 through the whole design, of a node; its title where it is one.

    Racks have names of their own: `rack_names`.
    """
    node = design.nodes[node_id]
    if node.kind in FLOOR_RACKS:
        return rack_names(design).of(node_id, copy)
    return copy_title(node.title, copy) if design.total_copies(node_id) > 1 else node.title


def title_of(design: Design, name: str) -> str:
    """Return what people call the node, link, copy or cable that NAME says; NAME itself where there is none such."""
    record_id, copy = CopyId.read(name)
    if record_id in design.nodes:
        title = design.nodes[record_id].title
        if copy is not None and design.nodes[record_id].kind in FLOOR_RACKS:
            return rack_names(design).of(record_id, copy)
        return title if copy is None else copy_title(title, copy)
    if record_id in design.links:
        title = link_name(design, design.links[record_id])
        return title if copy is None else f"{title}, cable {copy + 1}"
    return name


def ends_name(first: str, second: str) -> str:
    """Return what a link without a name is called, by what its ends are: DGX H100 to Leaf switch."""
    return f"{first} to {second}"


def link_name(design: Design, link: Link) -> str:
    """Return the name of LINK in a sentence: its own, else the titles of both its ends."""
    return link.name or ends_title(design, link)


def ends_title(design: Design, link: Link) -> str:
    """Return the titles of both ends of LINK; the id of an end that is not there."""
    return ends_name(*(design.nodes[end].title if end in design.nodes else end for end in (link.a, link.b)))


_NUMBERED: Final = re.compile(r"(?P<title>.+?)(?: no\.)? (?P<number>\d{1,9})", re.IGNORECASE)


class RackNames:
    """Names of the racks that stand in a hall, each rack by one name that no other has.

    Racks of one title are numbered through the whole design, in design order and then by copy: of a "DGX rack" ×7 and
    another "DGX rack" the last is DGX rack 8. A title that stands once has no number.
    """

    def __init__(self, design: Design) -> None:
        self._titles: dict[str, list[str]] = {}
        self._first: dict[str, int] = {}
        self._count: dict[str, int] = {}
        self._title_of: dict[str, str] = {}
        many: dict[str, int] = {}
        for node in design.nodes_in_order():
            if node.kind in FLOOR_RACKS:
                title = " ".join(node.title.split())
                self._titles.setdefault(title, []).append(node.id)
                self._first[node.id] = many.get(title, 0)
                self._count[node.id] = design.total_copies(node.id)
                self._title_of[node.id] = title
                many[title] = many.get(title, 0) + self._count[node.id]
        self._many = many
        # A rack that is called "Rack 3" itself and the third of forty called "Rack" would have one name.
        taken = {
            found["title"]
            for title in self._titles
            if many[title] == 1 and (found := _NUMBERED.fullmatch(title)) is not None
            if 1 <= int(found["number"]) <= many.get(found["title"], 0)
        }
        self._between = {title: " no. " if title in taken else " " for title in self._titles}
        self._folded: dict[str, list[str]] = {}
        for title in self._titles:
            self._folded.setdefault(title.casefold(), []).append(title)

    def of(self, rack_id: str, copy: int = 0) -> str:
        """Return the name of COPY, from 0 through the whole design, of a rack; its id where it is no rack."""
        title = self._title_of.get(rack_id)
        if title is None:
            return rack_id if not copy else str(CopyId(rack_id, copy))
        if self._many[title] == 1:
            return title
        return f"{title}{self._between[title]}{self._first[rack_id] + copy + 1}"

    def span(self, rack_id: str) -> str:
        """Return the names of all copies of a rack in one: DGX rack 1–7; that of the one where it stands once."""
        count = self._count.get(rack_id, 1)
        if count < 2:
            return self.of(rack_id)
        return f"{self.of(rack_id)}–{self._first[rack_id] + count}"

    def find(self, name: str) -> tuple[CopyId, ...]:
        """Return the racks called NAME, whatever its capitals; a title that several have finds none alone."""
        wanted = " ".join(name.split())
        found = [
            CopyId(self._titles[title][0], 0 if self._count[self._titles[title][0]] > 1 else None)
            for title in self._folded.get(wanted.casefold(), ())
            if self._many[title] == 1
        ]
        numbered = _NUMBERED.fullmatch(wanted)
        if numbered is None:
            return tuple(found)
        number = int(numbered["number"]) - 1
        for title in self._folded.get(numbered["title"].casefold(), ()):
            for rack_id in self._titles[title]:
                copy = number - self._first[rack_id]
                if self._many[title] > 1 and 0 <= copy < self._count[rack_id]:
                    found.append(CopyId(rack_id, copy))
        return tuple(found)


_rack_names: Final = Remembered[RackNames]()


def rack_names(design: Design) -> RackNames:
    """Return the names of all racks of DESIGN; kept as long as its nodes are the very same."""
    return _rack_names.of((design.nodes,), None, lambda: RackNames(design))
