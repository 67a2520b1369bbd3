"""The one rule by which every single device and rack has its name, the same in all views, files and commands.

- What stands once under its title is called by it: Core router.
- What shares its title, as copies of one node or as several nodes, is numbered from 1 through the whole design, in
  design order and then by copy: of a "DGX rack" ×7 and another "DGX rack" the last is DGX rack 8. Small and capital
  letters make no difference.
- Where such a name is the title of something else, the number is told apart: Rack no. 3.

No two have one name. A name changes only where something of the same title that comes before it in the design is
added, removed, renamed or counted anew. Tools that want the names of hosts get the one that `host_names` makes of it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from designer.model.copy_counts import CopyCounts
from designer.model.copy_ids import CopyId
from designer.model.design import Design
from designer.model.identity_cache import Remembered
from designer.model.kinds import FLOOR_RACKS

_NUMBERED: Final = re.compile(r"(?P<title>.+?)(?P<apart>(?: no\.)*) (?P<number>\d{1,9})", re.IGNORECASE)
_APART: Final = " no."
_OTHERS: Final = re.compile(r"[^a-z0-9]+")
_LAST_NUMBER: Final = re.compile(r"-\d{1,9}")
LONGEST_HOST: Final = 40
"""With the name of a lab before it the name of a container has at most 63 letters, as a host's has (RFC 1123, 1989)."""


class DeviceNames:
    """Names of all devices and racks of a design, each copy by one name that no other has."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._nodes = design.nodes_in_order()
        counts = CopyCounts(design)
        self._titles: dict[str, str] = {}
        self._sharing: dict[str, list[str]] = {}
        self._first: dict[str, int] = {}
        self._count: dict[str, int] = {}
        self._many: dict[str, int] = {}
        for node in self._nodes:
            title = " ".join(node.title.split())
            key = title.casefold()
            count = max(counts.total(node), 1)
            self._titles[node.id] = title
            self._sharing.setdefault(key, []).append(node.id)
            self._first[node.id] = self._many.get(key, 0)
            self._count[node.id] = count
            self._many[key] = self._first[node.id] + count

    @cached_property
    def _apart(self) -> Mapping[str, str]:
        """Words before the number of each title that several share, by the title in small letters."""
        # A rack that is called "Rack 3" itself and the third of forty called "Rack" would have one name.
        ends: dict[str, list[int]] = {}
        for key, many in self._many.items():
            if many == 1 and (found := _NUMBERED.fullmatch(key)) is not None:
                ends.setdefault(key[: found.start("number")], []).append(int(found["number"]))
        before: dict[str, str] = {}
        used: set[str] = set()
        for key, many in self._many.items():
            if many == 1:
                continue
            apart = " "
            while key + apart in used or any(1 <= number <= many for number in ends.get(key + apart, ())):
                apart = _APART + apart
            used.add(key + apart)
            before[key] = apart
        return before

    def copies(self, node_id: str) -> int:
        """Return how many of a node stand in the whole design."""
        return self._count.get(node_id, 1)

    def of(self, node_id: str, copy: int = 0) -> str:
        """Return the name of COPY, from 0 through the whole design, of a node; its id where there is none such."""
        title = self._titles.get(node_id)
        if title is None:
            return str(CopyId(node_id, copy)) if copy else node_id
        key = title.casefold()
        if self._many[key] == 1 and not copy:
            return title
        return f"{title}{self._apart.get(key, ' ')}{self._first[node_id] + copy + 1}"

    def span(self, node_id: str, copy: int = 0, count: int | None = None) -> str:
        """Return the names of COUNT copies of a node, all from COPY on by itself, in one: DGX rack 1–7."""
        many = self.copies(node_id) - copy if count is None else count
        first = self.of(node_id, copy)
        return first if many < 2 else f"{first}–{self._first.get(node_id, 0) + copy + many}"

    def find(self, name: str) -> tuple[CopyId, ...]:
        """Return the racks called NAME, whatever its capitals; a title that several have finds none alone."""
        wanted = " ".join(name.split()).casefold()
        found = [
            CopyId(node_id, 0 if self._count[node_id] > 1 else None)
            for node_id in self._racks(wanted)
            if self._many[wanted] == 1
        ]
        numbered = _NUMBERED.fullmatch(wanted)
        if numbered is None:
            return tuple(found)
        number = int(numbered["number"]) - 1
        # "Rack no. 3" and "Rack 3" are both looked for under "Rack", and under titles that end in "no." themselves.
        apart = numbered["apart"]
        for key in (numbered["title"] + apart[:end] for end in range(0, len(apart) + 1, len(_APART))):
            for node_id in self._racks(key):
                copy = number - self._first[node_id]
                if self._many[key] > 1 and 0 <= copy < self._count[node_id]:
                    found.append(CopyId(node_id, copy))
        return tuple(found)

    def _racks(self, key: str) -> list[str]:
        return [one for one in self._sharing.get(key, ()) if self._design.nodes[one].kind in FLOOR_RACKS]

    def host(self, node_id: str, copy: int = 0) -> str:
        """Return the name of COPY of a node as a host: "leaf-switch-3", by `host_names` over the whole design."""
        return self._hosts[self._row[node_id] + copy]

    @cached_property
    def _row(self) -> Mapping[str, int]:
        """The place of the first copy of each node among all copies in design order."""
        found: dict[str, int] = {}
        row = 0
        for node in self._nodes:
            found[node.id] = row
            row += self._count[node.id]
        return found

    @cached_property
    def _hosts(self) -> list[str]:
        return host_names(self.of(node.id, copy) for node in self._nodes for copy in range(self._count[node.id]))


def shortened(name: str, most: int) -> str:
    """Return NAME in MOST letters or less: the number at its end stays whole, the words before it end early.

    A mark stands where letters are missing, so that nobody takes it for the name: Spine swi… 39.
    """
    plain = " ".join(name.split())
    if len(plain) <= most:
        return plain
    title, _, number = plain.rpartition(" ")
    end = f" {number}" if title and number.isdigit() and len(number) < most - 3 else ""
    return plain[: most - len(end) - 1].rstrip() + "…" + end


def short_names(names: Iterable[str], most: int) -> Mapping[str, str]:
    """Return each of NAMES in MOST letters or less, see `shortened`; "" where another one would be read the same."""
    short = {name: shortened(name, most) for name in names}
    many = Counter(short.values())
    return {name: one if many[one] == 1 else "" for name, one in short.items()}


def host_slug(text: str, most: int = LONGEST_HOST) -> str:
    """Return TEXT in small letters, digits and hyphens: "leaf-switch-3"; "" where it has none of these.

    Letters lose their marks (Größe is grosse). What is longer than MOST is cut, but for the number at its end.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    slug = _OTHERS.sub("-", "".join(letter for letter in plain if not unicodedata.combining(letter))).strip("-")
    if len(slug) <= most:
        return slug
    last = slug.rfind("-")
    number = slug[last:] if last > 0 and _LAST_NUMBER.fullmatch(slug[last:]) else ""
    return slug[: most - len(number)].rstrip("-") + number


def host_names(names: Iterable[str]) -> list[str]:
    """Return the name of a host by RFC 1123 (1989, §2.1) for each of NAMES, in their order.

    Two that would be called alike get a number behind; one with no letter or digit of these is called device.
    """
    found: list[str] = []
    taken: set[str] = set()
    nexts: dict[str, int] = {}
    for name in names:
        base = host_slug(name) or "device"
        one = base
        while one in taken:
            number = nexts[base] = nexts.get(base, 1) + 1
            end = f"-{number}"
            one = base[: LONGEST_HOST - len(end)].rstrip("-") + end
        taken.add(one)
        found.append(one)
    return found


_device_names: Final = Remembered[DeviceNames]()


def device_names(design: Design) -> DeviceNames:
    """Return the names of all devices of DESIGN; kept as long as its nodes are the very same."""
    return _device_names.of((design.nodes,), None, lambda: DeviceNames(design))
