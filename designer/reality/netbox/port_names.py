"""Names of single ports in NetBox's form: in which list of a device type each port of a part is, and its name."""

from typing import Any, NamedTuple

from designer.model.parts.part import Part
from designer.reality.netbox.sorts import COMPONENTS


class PortName(NamedTuple):
    """A port as NetBox calls it: its list in a device type, its name, and its sort as an end of a cable."""

    kind: str
    name: str

    @property
    def object_type(self) -> str:
        """The sort of object that a cable ends at."""
        return COMPONENTS[self.kind].ends


def port_names(part: Part, document: dict[str, Any]) -> dict[tuple[str, int], PortName]:
    """Return the names of the ports of PART in the DOCUMENT that describes it, by group and number from 1.

    Groups follow each other in the lists of the document in the order of the part, each in one list.
    """
    next_of = dict.fromkeys(COMPONENTS, 0)
    found: dict[tuple[str, int], PortName] = {}
    for group in part.ports:
        stem = group.name[:40]
        for kind in COMPONENTS:
            items = document.get(kind, ())
            start = next_of[kind]
            names = [str(item["name"]) for item in items[start : start + group.count]]
            if len(names) == group.count and names and names[0].startswith(stem[: len(names[0])]):
                for number, name in enumerate(names, 1):
                    found[group.name, number] = PortName(kind, name)
                next_of[kind] += group.count
                break
    return found
