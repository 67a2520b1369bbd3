"""Kind of a part that a NetBox file describes: the library does not say, so it is guessed from ports and words."""

import re
from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

from designer.catalog.netbox.interface_types import INTERFACE_TYPES
from designer.catalog.netbox.sheet import item_text

Form = Literal["device", "module", "rack"]

_SWITCH_PORTS: Final = 5
"""From this many data ports on, a device without a telling word is taken for a switch."""


class Guess(NamedTuple):
    """A kind, and what it was judged by."""

    kind: str
    reason: str


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![a-z])(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_DEVICE_NAMES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("cdu", _words(r"cdu\b", r"scdu", r"coolant distribution")),
    (
        "accessory",
        _words(
            r"shelf(?:-| )drawer",
            r"rack ?tray",
            r"\d?ru-small-rack",
            r"rack(?:-| )?mount kit",
            r"blank",
            r"cable manage",
            r"wall(?:-| )box",
            r"drawer",
        ),
    ),
    (
        "server",
        _words(
            "poweredge",
            "proliant",
            "superserver",
            "thinksystem sr",
            "thinkserver",
            "system x",
            "ucsc-",
            "apollo",
            r"nf\d{4}m",
            r"\d{4}h v\d",
            r"\d{4}h-v\d",
            r"(?:sys|as|asg|ars|ssg)-\d",
            "dgx",
            "hgx",
        ),
    ),
    (
        "storage",
        _words(
            "powervault",
            "storage",
            "alletra",
            r"msa\b",
            "storeonce",
            "nimble",
            "isilon",
            "powerstore",
            r"sfa\d",
            r"de\d{3}c",
            r"ts-h?\d{3,4}",
            r"rs\d{4}",
            r"ds\d{3,4}",
            "cbox",
            "dbox",
            "drive enclosure",
            "netapp",
            "storageloader",
        ),
    ),
    (
        "appliance",
        _words(
            "firewall",
            "fortigate",
            r"fg-\d",
            r"pa-\d",
            r"ion-\d",
            r"fpr\d",
            r"xgs[- ]\d",
            r"tz\d",
            r"nsa ?\d",
            r"asr[- ]",
            r"isr[- ]?\d",
            r"mx\d",
            r"srx\d",
            "router",
            "edgerouter",
            "access point",
            r"meraki-?m[rx]",
            r"meraki m[rx]",
            "airfiber",
            r"ap-\d",
            "gateway",
            "kmm",
            "kvm",
        ),
    ),
    (
        "switch",
        _words(
            "switch",
            r"procurve",
            "catalyst",
            "nexus",
            r"qfx\d",
            r"ex\d{4}",
            r"dcs-",
            r"ccs-",
            r"ws-c",
            r"sn\d{4}",
            r"m?qm\d{4}",
            r"icx",
        ),
    ),
)
_SWITCH_NAME: Final = _DEVICE_NAMES[-1][1]
_CARRIERS: Final = frozenset({"gsm", "cdma", "lte", "4g", "5g", "xdsl", "docsis"})
_DEVICE_WORDS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("cdu", _words("coolant distribution")),
    (
        "appliance",
        _words(
            "access point",
            "firewall",
            "router",
            "console server",
            "load balancer",
            r"sd-?wan",
            "gateway",
            "baseband",
            "vpn",
            "appliance",
            r"olt\b",
            "kmm console",
            "wireless",
            "multiplexer",
            r"mux\b",
        ),
    ),
    ("storage", _words("storage", "expansion shelf", "drive enclosure", r"nas\b", "disk array", "tape")),
    ("switch", _words("switch")),
    ("server", _words("server")),
)
_UPS: Final = _words(r"ups\b", "smart-ups", r"gxt\d", "usv", r"or\d+lcd", "innova")
_ATS: Final = _words(r"ats\b", r"ats-", "transfer switch")
_MODULE_NIC: Final = _words(
    "network adapter",
    "ethernet adapter",
    "ethernet controller",
    r"rndc",
    "connectx",
    r"aiom",
    r"\blom",
    r"nic\b",
    "network daughter",
    "network card",
    "infiniband adapter",
)
_MODULE_OPTIC: Final = _words("transceiver", r"(?:qsfp|osfp|sfp)[a-z0-9+-]*[ -](?:sr|lr|dr|fr|er|zr|2x)\d*")
_ROLES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("power supply", _words("power suppl", r"psu", r"pwr", "power coupler", r"acpwr", r"dcpwr", r"jpsu", r"nxa-pac")),
    ("fan", _words(r"fan\b", "fan ", "fan-", "fan tray")),
    ("storage controller", _words("raid", "hba", "megaraid")),
    ("supervisor", _words(r"sup-", "supervisor", r"-rp\b", "route processor")),
    ("management card", _words("snmp", "webcard", "management card")),
)


def guess_kind(data: Mapping[str, Any], form: Form) -> Guess:
    """The kind of part that DATA, a file of FORM, describes, with what it was judged by."""
    if form == "rack":
        return Guess("rack-cabinet", "the form of its file")
    name = " ".join(item_text(data, key) for key in ("model", "part_number", "slug"))
    prose = " ".join(item_text(data, key) for key in ("description",)) + " " + str(data.get("comments") or "")[:2_000]
    return _module(data, name, prose) if form == "module" else _device(data, name, prose)


def module_role(data: Mapping[str, Any]) -> str:
    """Return the role of a module: power supply, fan, line card ...; "" when nothing tells."""
    name = " ".join(item_text(data, key) for key in ("model", "part_number", "description", "comments"))
    if "power-ports" in data and "interfaces" not in data:
        return "power supply"
    for role, pattern in _ROLES:
        if pattern.search(name):
            return role
    if data.get("interfaces"):
        return "line card"
    return "panel cassette" if data.get("front-ports") else ""


def _device(data: Mapping[str, Any], name: str, prose: str) -> Guess:
    outlets, inlets = _length(data, "power-outlets"), _length(data, "power-ports")
    if outlets and _UPS.search(f"{name} {prose}"):
        return Guess("ups", f"{outlets} power outlets and the words")
    if outlets and (inlets > 1 or _ATS.search(name)):
        return Guess("ats", f"{inlets} inlets for {outlets} power outlets")
    if outlets:
        return Guess("pdu", f"{outlets} power outlets")
    for kind, pattern in _DEVICE_NAMES[:1]:
        if pattern.search(f"{name} {prose}"):
            return Guess(kind, "its words")
    ports = _data_ports(data)
    if _length(data, "front-ports") and not ports:
        return Guess("patch-panel", f"{_length(data, 'front-ports')} front ports and no interface")
    if _length(data, "console-server-ports") and _length(data, "console-server-ports") >= _SWITCH_PORTS:
        return Guess("appliance", f"{_length(data, 'console-server-ports')} console server ports")
    if data.get("subdevice_role") == "child" and "psu" in name.lower():
        return Guess("module", "its name")
    if data.get("subdevice_role") == "child" and ports and _MODULE_NIC.search(name):
        return Guess("nic", f"{ports} ports and its name")
    for kind, pattern in _DEVICE_NAMES[1:-1]:
        found = pattern.search(name)
        if found:
            return Guess(kind, f"{found[0].strip()!r} in its name")
    sorts = {_type(item) for item in _items(data, "interfaces")}
    if sorts & _CARRIERS or any(sort.startswith("ieee802") for sort in sorts):
        return Guess("appliance", "its radios or carrier lines")
    switch = _SWITCH_NAME.search(name)
    if switch:
        return Guess("switch", f"{switch[0].strip()!r} in its name")
    for kind, pattern in _DEVICE_WORDS:
        found = pattern.search(prose)
        if found:
            return Guess(kind, f"{found[0].strip()!r} in its comments")
    if _length(data, "module-bays") and any(
        re.search(r"gpu|pci-?e|\bcpu|motherboard|\bocp", item_text(bay, "name"), re.IGNORECASE)
        for bay in _items(data, "module-bays")
    ):
        return Guess("server", "bays for PCIe cards")
    if ports >= _SWITCH_PORTS:
        return Guess("switch", f"{ports} data ports")
    empty = not ports and not inlets and not _length(data, "module-bays") and not _length(data, "interfaces")
    if empty:
        return Guess("accessory", "neither ports nor power")
    return Guess("appliance", "nothing that tells more")


def _module(data: Mapping[str, Any], name: str, prose: str) -> Guess:
    words = f"{name} {prose}"
    ports = _data_ports(data)
    if ports and _MODULE_NIC.search(words):
        return Guess("nic", f"{ports} ports and the words")
    if not ports and not _length(data, "power-ports") and _MODULE_OPTIC.search(words):
        return Guess("optic", "its words")
    role = module_role(data)
    return Guess("module", f"its ports and words, as a {role}" if role else "nothing that tells more")


def _items(data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = data.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _length(data: Mapping[str, Any], key: str) -> int:
    return len(_items(data, key))


def _type(item: Mapping[str, Any]) -> str:
    return item_text(item, "type").lower()


def _data_ports(data: Mapping[str, Any]) -> int:
    return sum(
        _type(item) in INTERFACE_TYPES and item.get("mgmt_only") is not True for item in _items(data, "interfaces")
    )
