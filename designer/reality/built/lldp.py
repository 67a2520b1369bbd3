"""Neighbours of one machine as lldpd tells them: `lldpctl -f json` and `-f json0`.

The form is that of lldpcli(8): `lldp` holds interfaces, each with the chassis and the port of its neighbour. In json0
every value is a list; in json a single one stands by itself, and a chassis stands under its name.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from designer.model.records import RefusedInput

_NAMES: Final = frozenset({"ifname", "local", "ifalias"})
_MAU: Final = re.compile(r"(\d{1,4}(?:[p.]\d)?)\s?(g(?:ig)?)?base", re.IGNORECASE)


class Neighbour(NamedTuple):
    """A neighbour that one machine has seen.

    Attributes:
        port: Of the machine itself.
        device: Name of the neighbour, else the identifier of its chassis.
        device_port: Of the neighbour; "" where it is not told.
        named: Whether `device` is a name.
        capability: "switch" for bridges and routers, "host" for stations; "" where it is not told.
        rate_gbps: At which the two run now; None where it is not told.
    """

    port: str
    device: str
    device_port: str
    named: bool
    capability: str = ""
    rate_gbps: float | None = None


def is_lldpctl(document: object) -> bool:
    """Return True when a JSON DOCUMENT looks like an answer of lldpctl."""
    return isinstance(document, dict) and set(document) <= {"lldp", "local-chassis"} and "lldp" in document


def local_name(document: Mapping[str, Any]) -> str:
    """The name of the machine itself, which lldpcli tells where it was asked for it; "" where not."""
    chassis = _first(document.get("local-chassis"))
    chassis = _first(chassis.get("chassis")) if isinstance(chassis, dict) else None
    return _chassis(chassis)[0] if isinstance(chassis, dict) and _chassis(chassis)[1] else ""


def neighbours_of(document: Mapping[str, Any]) -> Iterator[Neighbour]:
    """Yield the neighbours in DOCUMENT, an answer of lldpctl in JSON.

    Raises:
        RefusedInput: it has another form.
    """
    for block in _many(document.get("lldp")):
        if not isinstance(block, dict):
            raise RefusedInput("It is no answer of lldpctl: lldp holds no interfaces.")
        for interface in _many(block.get("interface")):
            if not isinstance(interface, dict):
                raise RefusedInput("It is no answer of lldpctl: an interface is no mapping.")
            # json0 names the interface within, json has it as the key of what it says.
            if isinstance(interface.get("name"), str) and ("chassis" in interface or "port" in interface):
                yield from _of_interface(str(interface["name"]), interface)
                continue
            for name, told in interface.items():
                for one in _many(told):
                    if isinstance(one, dict):
                        yield from _of_interface(str(name), one)


def _of_interface(name: str, told: Mapping[str, Any]) -> Iterator[Neighbour]:
    chassis = _first(told.get("chassis"))
    if not isinstance(chassis, dict):
        return
    device, named, capability = _chassis(chassis)
    if device:
        port = _first(told.get("port"))
        here = name.partition(",")[0].strip()
        yield Neighbour(here, device, _port(port), named, capability, _rate(port))


def _chassis(chassis: Mapping[str, Any]) -> tuple[str, bool, str]:
    """Return the name of a chassis, else its identifier, whether it is a name, and what it can do."""
    name = _value(chassis.get("name"))
    inner = chassis
    if not name and "id" not in chassis and len(chassis) == 1:
        name, body = next(iter(chassis.items()))
        inner = _first(body)
        inner = inner if isinstance(inner, dict) else {}
    can = {
        str(one.get("type", "")).casefold()
        for one in _many(inner.get("capability"))
        if isinstance(one, dict) and one.get("enabled") is True
    }
    capability = "switch" if can & {"bridge", "router"} else "host" if "station" in can else ""
    return (str(name), True, capability) if name else (_value(inner.get("id")), False, capability)


def _port(port: object) -> str:
    """Return the name of a port: its identifier where that is a name, else its description, else its identifier."""
    if not isinstance(port, dict):
        return ""
    identifier = _first(port.get("id"))
    sort = str(identifier.get("type", "")) if isinstance(identifier, dict) else ""
    value, words = _value(identifier), _value(port.get("descr"))
    return value if sort in _NAMES and value else words or value


def _rate(port: object) -> float | None:
    """Return the Gb/s of a port by the operational MAU type that auto-negotiation tells; None where it does not.

    lldpd writes the types of IANA-MAU-MIB, such as "100GbaseCR4" and "1000BaseTFD", with words behind them.
    """
    told = _first(port.get("auto-negotiation")) if isinstance(port, dict) else None
    return rate_of_mau(_value(told.get("current"))) if isinstance(told, dict) else None


def rate_of_mau(text: str) -> float | None:
    """Return the Gb/s in TEXT, a MAU type such as 2p5GbaseT, 10GigBaseSR or 1000BaseTFD; None where it is none."""
    found = _MAU.match(text)
    if found is None:
        return None
    number = float(found[1].lower().replace("p", "."))
    return number if found[2] else number / 1000


def _many(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(value: object) -> Any:
    return next(iter(_many(value)), None)


def _value(value: object) -> str:
    """The text of a value that may stand by itself, under `value`, or as the first of a list."""
    value = _first(value)
    value = value.get("value") if isinstance(value, dict) else value
    return str(value).strip()[:200] if isinstance(value, str | int) and not isinstance(value, bool) else ""
