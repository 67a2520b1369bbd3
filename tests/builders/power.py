"""Parts of a power chain with round figures, as a catalog of a few lines."""

from designer.catalog.library import Library
from designer.model.parts.part import Part, PortGroup, Price, Quantity


def part_of(part_id: str, kind: str, *ports: PortGroup, price: float = 0.0, **facts: float) -> Part:
    """Return a part of KIND with FACTS; it has a price where one is told."""
    return Part(
        id=part_id,
        kind=kind,
        layer="facility",
        vendor="test",
        name=part_id,
        ports=ports,
        facts={name: Quantity(value=value, sources=("sheet",)) for name, value in facts.items()},
        prices=(Price(low=price, typical=price, high=price, basis="list", sources=("sheet",)),) if price else (),
        availability="sold" if price else "unknown",
    )


def inlets(count: int, connector: str = "C20", name: str = "psu") -> PortGroup:
    """Return the power inlets of a device."""
    return PortGroup(name=name, media=("power",), count=count, connector=connector, role="in")


def outlets(count: int, connector: str = "", name: str = "out") -> PortGroup:
    """Return the outlets of a piece of power equipment."""
    return PortGroup(name=name, media=("power",), count=count, connector=connector, role="out")


def strip(part_id: str, watts: float, count: int, connector: str = "C19", *, price: float = 100.0) -> Part:
    """Return a strip of COUNT outlets that hangs beside the units of a rack and carries WATTS."""
    ports = (inlets(1, "IEC 60309", "cord"), outlets(count, connector))
    return part_of(part_id, "pdu", *ports, price=price, capacity_w=watts, height_u=0.0, volts=230.0)


def equipment(part_id: str, kind: str, watts: float = 0.0, count: int = 100, *, price: float = 1_000.0) -> Part:
    """Return what stands on the floor of a power chain, with COUNT outputs; it carries WATTS where they are told."""
    ports = (inlets(4, "", "in"), outlets(count))
    return part_of(part_id, kind, *ports, price=price, **({"capacity_w": watts} if watts else {}))


def library_of(*parts: Part) -> Library:
    """Return the catalog of PARTS."""
    return Library(parts={part.id: part for part in parts})
