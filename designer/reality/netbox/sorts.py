"""The sorts of objects of NetBox, by the names of its API: who reads them, who makes them, what a cable ends at."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

Asked = Literal["", "all", "slug", "site", "types", "devices", "counted"]


class Sort(NamedTuple):
    """A sort of object.

    Attributes:
        name: In the addresses of the API.
        asked: How the API is asked for those of a design: "all" of them, the site by its "slug", those of the "site",
            of the device "types" or of the "devices" that were read; "counted" is only asked for its number, as
            nothing of it is drawn; "" is not asked for at all, and comes from files alone.
        app: Of NetBox that it belongs to.
        since: First version of NetBox that has it.
        place: In the order in which a bundle is made, as each needs only those before it; 0 where a bundle has none.
    """

    name: str
    asked: Asked = ""
    app: str = "dcim"
    since: tuple[int, int] = (0, 0)
    place: int = 0


SORTS: Final = (
    Sort("regions"),
    Sort("site-groups"),
    Sort("sites", "slug", place=20),
    Sort("locations", "site", place=21),
    Sort("rack-roles", "all"),
    Sort("rack-types"),
    Sort("racks", "site", place=22),
    Sort("rack-reservations", "counted"),
    Sort("manufacturers", place=1),
    Sort("device-roles", "all", place=2),
    Sort("platforms"),
    Sort("devices", "site", place=23),
    Sort("device-types", "types", place=3),
    Sort("interface-templates", "types", place=4),
    Sort("power-port-templates", "types", place=5),
    Sort("power-outlet-templates", "types", place=6),
    Sort("console-port-templates", "types", place=7),
    Sort("console-server-port-templates", "types", place=8),
    Sort("rear-port-templates", "types", place=9),
    Sort("front-port-templates", "types", place=10),
    Sort("module-types"),
    Sort("modules", "site"),
    Sort("module-bays", "site"),
    Sort("device-bays", "site"),
    Sort("interfaces", "site", place=24),
    Sort("front-ports", "site"),
    Sort("rear-ports", "site"),
    Sort("power-ports", "site"),
    Sort("power-outlets", "site"),
    Sort("console-ports", "site"),
    Sort("console-server-ports", "site"),
    Sort("inventory-items", "counted"),
    Sort("power-panels", "site", place=25),
    Sort("power-feeds", "site", place=26),
    Sort("cooling-sources", "site", since=(4, 7), place=27),
    Sort("cooling-feeds", "site", since=(4, 7), place=28),
    Sort("cooling-intakes", "site", since=(4, 7)),
    Sort("cooling-outflows", "site", since=(4, 7)),
    Sort("cables", "site", place=29),
    Sort("cable-bundles"),
    Sort("virtual-chassis", "site"),
    Sort("virtual-device-contexts", "counted"),
    Sort("mac-addresses"),
    Sort("ip-addresses", "devices", "ipam", place=34),
    Sort("ip-ranges", "", "ipam"),
    Sort("prefixes", "site", "ipam", place=33),
    Sort("vlan-groups", "", "ipam"),
    Sort("vlans", "site", "ipam", place=32),
    Sort("vrfs", "", "ipam"),
    Sort("rirs", "", "ipam", place=30),
    Sort("asns", "site", "ipam", place=31),
    Sort("virtual-machines", "counted", "virtualization"),
    Sort("virtual-disks", "", "virtualization"),
    Sort("cluster-types", "", "virtualization"),
    Sort("cluster-groups", "", "virtualization"),
    Sort("clusters", "counted", "virtualization"),
    Sort("tenants", "", "tenancy"),
    Sort("contacts", "", "tenancy"),
    Sort("tags", "", "extras"),
    Sort("providers", "", "circuits"),
    Sort("circuits", "counted", "circuits"),
    Sort("circuit-terminations", "", "circuits"),
    Sort("wireless-lans", "", "wireless"),
    Sort("wireless-links", "counted", "wireless"),
)
"""What files may be named after; whatever else comes is told as not mapped."""
BY_NAME: Final[Mapping[str, Sort]] = {sort.name: sort for sort in SORTS}
ORDER: Final = tuple(sort.name for sort in sorted(SORTS, key=lambda sort: sort.place) if sort.place)
"""What a bundle is made of; each sort of object needs only those before it."""


class Component(NamedTuple):
    """A sort of port of a device.

    Attributes:
        ends: What a cable calls it that ends there.
        templates: The sort of object that says of a device type that its devices have such a port.
    """

    ends: str
    templates: str


COMPONENTS: Final[Mapping[str, Component]] = {
    "interfaces": Component("dcim.interface", "interface-templates"),
    "power-ports": Component("dcim.powerport", "power-port-templates"),
    "power-outlets": Component("dcim.poweroutlet", "power-outlet-templates"),
    "console-ports": Component("dcim.consoleport", "console-port-templates"),
    "console-server-ports": Component("dcim.consoleserverport", "console-server-port-templates"),
    "rear-ports": Component("dcim.rearport", "rear-port-templates"),
    "front-ports": Component("dcim.frontport", "front-port-templates"),
}
"""Ports of devices by the name of their list in a file of the device type library; rear ones before those on them."""
ENDED_AT: Final[Mapping[str, str]] = {
    **{component.ends: name for name, component in COMPONENTS.items()},
    "dcim.powerfeed": "power-feeds",
}
"""Sorts of objects by what a cable calls them that ends there."""
MAPPED_PORTS_SINCE: Final = (4, 5)
"""First version in which a front port lists the rear ports that it leads to, instead of naming one of them."""
