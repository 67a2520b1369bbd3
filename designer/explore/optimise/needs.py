"""Needs of a fabric, as a person states them: the ports that are asked for, and wishes that may be taken back."""

import math
from collections.abc import Mapping
from typing import Any, Final, cast

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.edit.make_real.records import REDUNDANCIES, Redundancy
from designer.edit.templates.parameters import Parameter, read_settings
from designer.model.kinds import HOST, KINDS, SWITCH
from designer.model.parts.part import Part
from designer.model.records import Record, RefusedInput

NONE: Final = "none"
SURVIVE: Final = ("none", "switch")
PRICES: Final = ("any", "sourced", "beside")
PROTOCOLS: Final = ("any", "ethernet", "infiniband")
MOST_LINKS: Final = 200_000
"""So many host links are planned at most: beyond, a fabric is planned in parts."""

RATE: Final = Parameter(
    name="rate_gbps",
    title="Rate of a port, Gb/s",
    help="Of a host's port, one way; faster ports of a switch are split where they know how.",
    default="400",
    least=0.1,
    most=100_000,
    whole=False,
)
TIME_LIMIT: Final = Parameter(
    name="time_limit_s",
    title="Time limit, s",
    help="The best design so far and its bound are told then.",
    default="60",
    least=0.01,
    most=3_600,
    whole=False,
)
FEEDS: Final = Parameter(
    name="feeds",
    title="Feeds of a rack",
    help="Power strips of a rack: N, as many as carry it; N+1, one more; 2N, two sides that each carry all.",
    default="2N",
    choices=REDUNDANCIES,
    words=True,
)
RACK_UNITS: Final = Parameter(
    name="rack_units", title="Rack units", help="Of the highest rack that may be taken.", default="48", most=60
)
KW_PER_RACK: Final = Parameter(
    name="kw_per_rack",
    title="kW of a rack",
    help="Most that one rack may draw, by the greatest draw of what stands in it; none is no wish.",
    default="40",
    least=0.1,
    most=1_000,
    whole=False,
)
BUDGET: Final = Parameter(
    name="budget_usd",
    title="Budget, USD",
    help="Most that it may cost; none is no wish.",
    default=NONE,
    least=1,
    most=1e12,
    whole=False,
)
FABRIC_PARAMETERS: Final = (
    Parameter(name="nodes", title="Hosts", help="Systems on the fabric.", default="128", least=2, most=100_000),
    Parameter(
        name="links_per_node", title="Links of a host", help="Fabric ports of each host.", default="8", most=1_024
    ),
    RATE,
    Parameter(
        name="oversubscription",
        title="Oversubscription",
        help="Most of down over up bandwidth of any tier; 1 is non-blocking.",
        default="1",
        least=0.05,
        most=64,
        whole=False,
    ),
    Parameter(
        name="survive",
        title="Survives",
        help="switch: no host is cut off from the others when any one switch fails; none is no wish.",
        default="none",
        choices=SURVIVE,
        words=True,
    ),
    KW_PER_RACK,
    RACK_UNITS,
    FEEDS,
    Parameter(
        name="protocol",
        title="Protocol",
        help="That the switches speak.",
        default="any",
        choices=PROTOCOLS,
        words=True,
    ),
    Parameter(
        name="prices",
        title="Prices of switches",
        help="sourced: only switches whose price is a list or street price; beside: the best of these is told beside "
        "the best of any.",
        default="any",
        choices=PRICES,
        words=True,
    ),
    Parameter(name="tiers", title="Tiers", help="At most.", default="3", most=3),
    Parameter(name="racks_per_row", title="Racks of a row", help="At most.", default="16", most=200),
    Parameter(
        name="host_cable_m",
        title="Cable to a host, m",
        help="Planned where the hosts stand in no planned racks.",
        default="20",
        least=0.5,
        most=1_000,
        whole=False,
    ),
    BUDGET,
    TIME_LIMIT,
)
RACK_PARAMETERS: Final = (
    KW_PER_RACK,
    RACK_UNITS,
    FEEDS,
    Parameter(
        name="cooling",
        title="Cooling",
        help="air: no rack draws more than the air of a room cools (rack_air_limit_w); liquid: no such limit.",
        default="air",
        choices=("air", "liquid"),
        words=True,
    ),
    BUDGET,
    TIME_LIMIT,
)
POWER_PARAMETERS: Final = (
    Parameter(
        name="load_kw",
        title="Load, kW",
        help="Of the racks together; a PROJECT says it by itself.",
        default="1000",
        least=1,
        most=1_000_000,
        whole=False,
    ),
    Parameter(
        name="kw_per_rack",
        title="kW of a rack",
        help="Draw of one rack.",
        default="40",
        least=0.5,
        most=1_000,
        whole=False,
    ),
    FEEDS,
    Parameter(
        name="cooling_share",
        title="Cooling",
        help="Draw of cooling and the rest of the site past the UPSs, as a share of the load: PUE − 1.",
        default="0.54",
        least=0,
        most=4,
        whole=False,
    ),
    Parameter(
        name="feeder_m", title="Feeder, m", help="Length of one.", default="30", least=0.5, most=2_000, whole=False
    ),
    BUDGET,
    TIME_LIMIT,
)
CHAIN_PARAMETERS: Final = tuple(one for one in POWER_PARAMETERS if one.name not in {"load_kw", "kw_per_rack"})
"""Settings of a chain whose load is that of a fabric."""
WHOLE_PARAMETERS: Final = (
    *FABRIC_PARAMETERS[:-1],
    *(one for one in CHAIN_PARAMETERS if one.name not in {asked.name for asked in FABRIC_PARAMETERS}),
    TIME_LIMIT,
)
"""Settings of a fabric with its racks and its chain."""
PART_SETTINGS: Final[Mapping[str, str]] = {
    SWITCH: "Part id of the switch; without it all that the catalog holds are tried.",
    HOST: "Part id of the hosts, which then stand in planned racks; without it they are any hosts in no rack.",
}
OPTIONAL: Final = frozenset({"kw_per_rack", "budget_usd"})
"""Numbers that may be `none`."""


class FabricNeed(Record, frozen=True, kw_only=True):
    """A fabric that is asked for.

    Attributes:
        nodes: Hosts.
        links_per_node: Ports of each.
        rate_gbps: Of a port, one way.
        oversubscription: Most of down over up bandwidth of any tier.
        survive: Whether no single switch may cut a host off.
        kw_per_rack: Most that one rack may draw, kW; infinite is no wish.
        rack_units: Of the highest rack that may be taken.
        feeds: Redundancy of the power strips in a rack.
        protocol: That switches speak; "any" is no wish.
        prices: "sourced" keeps switches whose price is an estimate out; "beside" tells the best without them too.
        tiers: At most.
        racks_per_row: At most.
        host_cable_m: Length of a cable to a host that stands in no planned rack.
        budget_usd: Most that all may cost; infinite is no wish.
        switch: Part id of all switches; "" is no wish.
        host: Part id of the hosts; "" for any.
        time_limit_s: Of the search.
    """

    nodes: int = 128
    links_per_node: int = 8
    rate_gbps: float = 400.0
    oversubscription: float = 1.0
    survive: bool = False
    kw_per_rack: float = 40.0
    rack_units: int = 48
    feeds: Redundancy = "2N"
    protocol: str = "any"
    prices: str = "any"
    tiers: int = 3
    racks_per_row: int = 16
    host_cable_m: float = 20.0
    budget_usd: float = math.inf
    switch: str = ""
    host: str = ""
    time_limit_s: float = 60.0

    @property
    def ports(self) -> int:
        """Return the host ports together."""
        return self.nodes * self.links_per_node

    @property
    def rack_w(self) -> float:
        """Return the most that one rack may draw, W."""
        return self.kw_per_rack * 1_000.0


def read_fabric_need(library: Library, settings: Mapping[str, str]) -> FabricNeed:
    """Return the need that SETTINGS state, as `--set` gives them.

    Raises:
        RefusedInput: a setting is unknown, no number, out of range, or a part is none of the right kind.
    """
    values = read_values("A fabric to optimise", FABRIC_PARAMETERS, settings)
    parts = {name: settings.get(name, "").strip() for name in PART_SETTINGS}
    switch, host = (_part_of(library, name, parts[name]) for name in PART_SETTINGS)
    need = FabricNeed(
        **{name: value for name, value in values.items() if name not in {"survive", "feeds"}},
        survive=values["survive"] == "switch",
        feeds=cast("Redundancy", values["feeds"]),
        switch=switch.id if switch else "",
        host=host.id if host else "",
    )
    if need.ports > MOST_LINKS:
        raise RefusedInput(
            f"{need.nodes:,} hosts with {need.links_per_node:,} links are {need.ports:,} ports; {MOST_LINKS:,} are "
            "the most for one plan."
        )
    return need


def read_values(title: str, parameters: tuple[Parameter, ...], settings: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of PARAMETERS; those that may be none are infinite where SETTINGS say so.

    Raises:
        RefusedInput: a setting is unknown, no number or out of range.
    """
    known = {one.name: one for one in parameters}
    unset = {
        name for name in OPTIONAL & known.keys() if settings.get(name, known[name].default).strip().casefold() == NONE
    }
    told = {name: text for name, text in settings.items() if name not in PART_SETTINGS and name not in unset}
    values = read_settings(title, tuple(one for one in parameters if one.name not in unset), told)
    return values | dict.fromkeys(unset, math.inf)


def _part_of(library: Library, name: str, part_id: str) -> Part | None:
    """Return the part that setting NAME names.

    Raises:
        RefusedInput: the catalog does not hold it, or it is no switch or host.
    """
    if not part_id:
        return None
    part = library.part(part_id)
    kind = KINDS.get(part.kind)
    if kind is None or kind.role != name:
        raise RefusedInput(f"{name} is {part_id!r}, which is a {part.kind}.")
    return part


# ---- Wishes ----

WISHES: Final[Mapping[str, str]] = {
    "survive": "survives any switch",
    "switch": "switch",
    "protocol": "protocol",
    "prices": "prices of switches",
    "tiers": "tiers",
    "oversubscription": "oversubscription",
    "kw_per_rack": "kW of a rack",
    "rack_units": "rack units",
    "feeds": "feeds",
    "host": "host",
    "rate_gbps": "rate of a port",
    "links_per_node": "links of a host",
    "nodes": "hosts",
    "host_cable_m": "cable to a host",
    "budget_usd": "budget",
}
"""Wishes by the setting that states them, those that people take back most easily last."""
_RATES: Final = (100.0, 200.0, 400.0, 800.0)


def wishes_of(need: FabricNeed) -> tuple[str, ...]:
    """Return the wishes that NEED states, by their settings: those that ask for anything."""
    loose = FabricNeed(kw_per_rack=math.inf)
    said = {
        "survive": need.survive,
        "protocol": need.protocol != "any",
        "prices": need.prices == "sourced",
        "tiers": need.tiers < 3,
        "host_cable_m": not need.host,
        "feeds": need.feeds != "N",
    }
    return tuple(
        name
        for name in WISHES
        if said.get(name, name in {"oversubscription", "rate_gbps", "links_per_node", "nodes", "rack_units"})
        or (name in {"switch", "host", "kw_per_rack", "budget_usd"} and getattr(need, name) != getattr(loose, name))
    )


def without(need: FabricNeed, wishes: tuple[str, ...]) -> tuple[FabricNeed, ...]:
    """Return the needs that are left of NEED when WISHES are taken back: where one has to be said, several to try."""
    loosened = replace(
        need,
        **{name: value for name, value in _LOOSE.items() if name in wishes},
    )
    found = [loosened]
    if "links_per_node" in wishes:
        found = [replace(one, links_per_node=links) for one in found for links in (one.links_per_node, 2, 1, 4, 8)]
    if "rate_gbps" in wishes:
        found = [replace(one, rate_gbps=rate) for one in found for rate in (one.rate_gbps, *_RATES)]
    return tuple(found)


_LOOSE: Final[Mapping[str, Any]] = {
    "survive": False,
    "switch": "",
    "protocol": "any",
    "prices": "any",
    "tiers": 3,
    "oversubscription": 64.0,
    "kw_per_rack": math.inf,
    "rack_units": 60,
    "feeds": "N",
    "host": "",
    "nodes": 2,
    "host_cable_m": 3.0,
    "budget_usd": math.inf,
}
"""Each wish taken back."""


def wish_text(need: FabricNeed, name: str, library: Library) -> str:
    """Return wish NAME of NEED in plain words."""
    if name in {"switch", "host"}:
        part = library.parts.get(getattr(need, name))
        return f"{WISHES[name]} {part.name if part else getattr(need, name)}"
    return {
        "survive": "survives the loss of any switch",
        "prices": "switches at list or street prices",
        "protocol": f"speaks {need.protocol}",
        "tiers": f"at most {need.tiers} tier{'s' * (need.tiers > 1)}",
        "oversubscription": f"oversubscription at most {need.oversubscription:g}"
        + (", non-blocking" if need.oversubscription == 1 else ""),
        "kw_per_rack": f"at most {need.kw_per_rack:g} kW a rack",
        "rack_units": f"racks of at most {need.rack_units} U",
        "feeds": f"power strips {need.feeds}",
        "rate_gbps": f"ports of {need.rate_gbps:g} Gb/s",
        "links_per_node": f"{need.links_per_node} link{'s' * (need.links_per_node > 1)} a host",
        "nodes": f"{need.nodes:,} hosts",
        "host_cable_m": f"cables of {need.host_cable_m:g} m to the hosts",
        "budget_usd": f"at most {need.budget_usd:,.0f} USD",
    }[name]
