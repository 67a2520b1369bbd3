"""The address plan of a design as objects of NetBox's IPAM, and back."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from designer.analysis.addresses.records import AddressPlan, PlannedPort
from designer.model.address_settings import PREFIXES, AddressSettings, require_addresses
from designer.model.records import RefusedInput
from designer.reality.netbox.ledger import word_of

PLAN: Final = "Stackwright plan"
"""In the description of what a plan gives, so that it is known again."""
LOOPBACK: Final = "lo0"
_RIR: Final[Mapping[str, Any]] = {"name": "RFC 6996 (private)", "slug": "rfc-6996-private", "is_private": True}
_SAID: Final = re.compile(rf"{PLAN}: ([a-z0-9]+)((?:, [a-z_]+=[a-z0-9]+)*)")
_LONGEST: Final = 200
_KEPT: Final[Mapping[str, tuple[str, ...]]] = {
    "links": ("asn_base", "link_addresses"),
    "hosts": ("host_length",),
    "management": ("management_length",),
}
"""Settings without a place of their own, with the prefix that says them."""

Objects = dict[str, list[dict[str, Any]]]
Ends = Mapping[tuple[str, str, int], Mapping[str, Any]]
"""Ports that cables end at, as NetBox calls them, by the name of cable or port, node and copy."""


def address_objects(
    plan: AddressPlan, called: Mapping[tuple[str, int], str], sites: Mapping[str, str], ends: Ends
) -> tuple[Objects, Counter[str]]:
    """Return the objects that PLAN makes, by sort, and what of it has no place, counted by sentence.

    Args:
        plan: The plan.
        called: Devices of the bundle by node and copy.
        sites: Their sites by name.
        ends: Where cables end.
    """
    work = _Work(plan, called, sites, ends)
    work.devices()
    work.ports()
    return work.objects, work.lost


class _Work:
    """One plan on its way."""

    def __init__(
        self, plan: AddressPlan, called: Mapping[tuple[str, int], str], sites: Mapping[str, str], ends: Ends
    ) -> None:
        self._plan, self._called, self._sites, self._ends = plan, called, sites, ends
        self.objects: Objects = {
            kind: [] for kind in ("interfaces", "rirs", "asns", "vlans", "prefixes", "ip-addresses")
        }
        self.lost: Counter[str] = Counter()
        self._vlans: set[tuple[str, int]] = set()
        self._virtual: set[tuple[str, str]] = set()
        self._given: set[tuple[str, str]] = set()
        # The access port of a cable says the network that its host stands in.
        self._access = {port.cable: port.vlan for port in plan.ports if port.use == "access"}
        settings = plan.settings
        self._site = next(iter(sites.values()), "")
        for field in PREFIXES:
            more = "".join(f", {key}={getattr(settings, key)}" for key in _KEPT.get(field, ()))
            self._prefix(getattr(settings, field), f"{PLAN}: {field}{more}", status="container")
        if settings.ipv6:
            self._prefix(settings.ipv6, f"{PLAN}: ipv6", status="container")

    def devices(self) -> None:
        """Give routing devices loopbacks and autonomous systems, and switches the networks of what hangs there."""
        systems: dict[int, list[str]] = {}
        for device in self._plan.devices:
            name = self._called.get((device.node, device.copy))
            if name is None:
                if device.loopback or device.network or device.management:
                    self.lost["{n} × loopback or network of a device that NetBox has no object for"] += 1
                continue
            if device.asn:
                systems.setdefault(device.asn, []).append(name)
            for address, length in ((device.loopback, 32), (device.loopback6, 128)):
                if address:
                    self._address(f"{address}/{length}", self._interface(name, LOOPBACK))
            for network, network6, vlan in (
                (device.network, device.network6, device.vlan),
                (device.management, device.management6, device.management_vlan),
            ):
                for one in (network, network6):
                    if one:
                        self._prefix(one, f"{PLAN}. Hosts of {name}", vlan=self._vlan(self._sites[name], vlan))
        if systems:
            self.objects["rirs"].append(dict(_RIR))
        for asn, names in sorted(systems.items()):
            text = f"{PLAN}. {', '.join(names)}"
            if len(text) > _LONGEST:
                text = f"{text[: _LONGEST - 1]}…"
                self.lost["{n} × autonomous system shared by more devices than its description can name"] += 1
            self.objects["asns"].append({"asn": asn, "rir": {"name": _RIR["name"]}, "description": text})

    def ports(self) -> None:
        """Give the addresses of ports; those of a network of hosts stand at the switch, in a port of its VLAN."""
        for port in self._plan.ports:
            device = self._plan.devices[port.device]
            here = device.node, device.copy
            end = self._ends.get((port.cable, *here)) or self._ends.get((port.port, *here))
            for address in (port.address, port.address6):
                if not address:
                    continue
                if end is None or end["object_type"] != "dcim.interface":
                    self.lost["{n} × address of a port that is no interface in NetBox"] += 1
                else:
                    self._address(address, end["object"])
            if port.use == "host":
                self._gateway(port)

    def _gateway(self, port: PlannedPort) -> None:
        switch = self._plan.devices[port.peer]
        name, vlan = self._called.get((switch.node, switch.copy)), self._access.get(port.cable, 0)
        for address in (port.peer_address, port.peer_address6):
            if address and name is not None and (name, address) not in self._given:
                self._given.add((name, address))
                self._address(address, self._interface(name, f"vlan{vlan}" if vlan else LOOPBACK))

    def _interface(self, device: str, name: str) -> dict[str, Any]:
        """The virtual interface NAME of a device, made once."""
        if (device, name) not in self._virtual:
            self._virtual.add((device, name))
            self.objects["interfaces"].append(
                {"device": {"name": device}, "name": name, "type": "virtual", "description": PLAN}
            )
        return {"device": {"name": device}, "name": name}

    def _address(self, address: str, interface: Mapping[str, Any]) -> None:
        self.objects["ip-addresses"].append(
            {
                "address": address,
                "status": "active",
                "assigned_object_type": "dcim.interface",
                "assigned_object": dict(interface),
                "description": PLAN,
            }
        )

    def _prefix(self, prefix: str, said: str, *, status: str = "active", vlan: Mapping[str, Any] | None = None) -> None:
        row: dict[str, Any] = {"prefix": prefix, "status": status, "description": said[:_LONGEST]}
        if self._site:
            row |= {"scope_type": "dcim.site", "scope": {"name": self._site}}
        self.objects["prefixes"].append({**row, "vlan": dict(vlan)} if vlan else row)

    def _vlan(self, site: str, number: int) -> dict[str, Any] | None:
        """The VLAN of a site, made once: networks of several switches may share its number."""
        if not number:
            return None
        name = f"{site[:50]} {number}"
        if (site, number) not in self._vlans:
            self._vlans.add((site, number))
            row = {"vid": number, "name": name, "site": {"name": site}, "status": "active", "description": PLAN}
            self.objects["vlans"].append(row)
        return {"name": name}


def plan_settings(prefixes: Iterable[Mapping[str, Any]]) -> AddressSettings | None:
    """Return the settings of the plan that PREFIXES of NetBox say; None where none of them is of a plan.

    Raises:
        RefusedInput: they were changed to what is no plan.
    """
    said: dict[str, Any] = {}
    for row in prefixes:
        found = _SAID.fullmatch(word_of(row.get("description")))
        if found is None:
            continue
        field = found[1]
        said[field] = word_of(row.get("prefix"))
        for pair in filter(None, found[2].split(", ")):
            key, _, value = pair.partition("=")
            if key in _KEPT.get(field, ()):
                said[key] = int(value) if value.isdecimal() else value
    if not said:
        return None
    try:
        return require_addresses(
            AddressSettings(**{key: said[key] for key in said if key in (*PREFIXES, "ipv6", *_OTHERS)})
        )
    except (TypeError, ValueError) as problem:
        raise RefusedInput(f"The prefixes of the address plan in NetBox are no plan: {problem}") from problem


_OTHERS: Final = tuple(key for keys in _KEPT.values() for key in keys)
