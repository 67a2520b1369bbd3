"""Names of single ports in NetBox's form: in which list of a device type each port of a part is, and its name."""

from typing import Any, Final, NamedTuple

from designer.model.parts.part import Part

_TERMINATIONS: Final = {
    "interfaces": "dcim.interface",
    "front-ports": "dcim.frontport",
    "rear-ports": "dcim.rearport",
    "power-ports": "dcim.powerport",
    "power-outlets": "dcim.poweroutlet",
    "console-ports": "dcim.consoleport",
    "console-server-ports": "dcim.consoleserverport",
}


class PortName(NamedTuple):
    """A port as NetBox calls it: its list in a device type, its name, and its sort as an end of a cable."""

    kind: str
    name: str

    @property
    def object_type(self) -> str:
        """The sort of object that a cable ends at."""
        return _TERMINATIONS[self.kind]


def port_names(part: Part, document: dict[str, Any]) -> dict[tuple[str, int], PortName]:
    """Return the names of the ports of PART in the DOCUMENT that describes it, by group and number from 1.

    Groups follow each other in the lists of the document in the order of the part, each in one list.
    """
    next_of = dict.fromkeys(_TERMINATIONS, 0)
    found: dict[tuple[str, int], PortName] = {}
    for group in part.ports:
        stem = group.name[:40]
        for kind in _TERMINATIONS:
            items = document.get(kind, ())
            start = next_of[kind]
            names = [str(item["name"]) for item in items[start : start + group.count]]
            if len(names) == group.count and names and names[0].startswith(stem[: len(names[0])]):
                for number, name in enumerate(names, 1):
                    found[group.name, number] = PortName(kind, name)
                next_of[kind] += group.count
                break
    return found
