"""A small catalog whose prices are all different, for needs that can be enumerated."""

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.model.parts.part import Part, Price, Quantity, StockLength

SWITCHES = {
    "test/six": (6, 9_100.0, 700.0, 1),
    "test/eight": (8, 13_900.0, 900.0, 1),
    "test/twelve": (12, 23_300.0, 1_500.0, 2),
}
"""Ports, price, W and rack units."""
HOST_W, HOST_UNITS = 2_600.0, 4
LENGTHS = {3.0: 110.0, 10.0: 230.0, 15.0: 300.0, 20.0: 390.0, 25.0: 500.0, 40.0: 800.0}
"""Price of a cable by its length."""
CABINETS = {"apc/ar3300": (42, 2_400.0), "vertiv/vr3157": (48, 3_150.0)}
STRIPS = {"test/strip-small": (3_500.0, 12, 350.0), "test/strip-large": (9_000.0, 30, 800.0)}
"""Rating in W, outlets and price."""
PANEL_USD, CORD_USD = 39.0, 11.0


def small_catalog(library: Library) -> Library:
    """Return a catalog with a few switches of one cage, one cable, two cabinets and two strips."""
    parts = {name: library.parts[name] for name in ("generic/host", *CABINETS)}
    for name, (ports, usd, watts, units) in SWITCHES.items():
        parts[name] = _switch(library.parts["dell/z9432f-on"], name, ports, usd, watts, units)
    parts["test/server"] = _server(parts["test/six"])
    cable = library.parts["dell/aoc-q56dd-400g"]
    stock = tuple(StockLength(length_m=length, price=_price(usd)) for length, usd in LENGTHS.items())
    reach = replace(cable.facts["reach_m"], value=40.0)
    parts["test/cable"] = replace(
        cable, id="test/cable", lengths=stock, prices=(), facts={**cable.facts, "reach_m": reach}
    )
    for name, (rating, outlets, usd) in STRIPS.items():
        parts[name] = _strip(library.parts["apc/ap8886"], name, rating, outlets, usd)
    return Library(parts=parts, sources=library.sources)


def _price(usd: float) -> Price:
    return Price(low=usd * 0.9, typical=usd, high=usd * 1.2, basis="list", date="2026-11-01", sources=("arithmetic",))


def _facts(part: Part, **values: float) -> dict[str, Quantity]:
    return {**part.facts, **{name: Quantity(value=value) for name, value in values.items()}}


def _switch(like: Part, name: str, ports: int, usd: float, watts: float, units: int) -> Part:
    groups = tuple(
        replace(group, count=ports)
        if group.name == "ports"
        else replace(group, connector="C14")
        if group.name == "psu"
        else group
        for group in like.ports
    )
    facts = _facts(like, power_max_w=watts, height_u=float(units))
    return replace(like, id=name, name=name, ports=groups, prices=(_price(usd),), facts=facts)


def _server(like: Part) -> Part:
    groups = tuple(replace(one, name="fabric", count=4) if one.name == "ports" else one for one in like.ports)
    facts = _facts(like, power_max_w=HOST_W, height_u=float(HOST_UNITS))
    return replace(like, id="test/server", name="Server", kind="server", ports=groups, facts=facts)


def _strip(like: Part, name: str, rating: float, outlets: int, usd: float) -> Part:
    groups = tuple(replace(one, count=outlets) if one.name == "c13" else one for one in like.ports if one.name != "c19")
    facts = _facts(like, capacity_w=rating)
    return replace(like, id=name, name=name, ports=groups, prices=(_price(usd),), facts=facts)
