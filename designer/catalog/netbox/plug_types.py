"""NetBox's types of plugs, outlets, console jacks and panel couplers as connectors, and the way back."""

import re
from collections.abc import Mapping
from typing import Final

_HOURS: Final = ("4h", "6h", "9h")
_IEC_POLES: Final = ("p-n-e", "2p-e", "3p-e", "3p-n-e")
_NEMA: Final = (
    "1-15",
    "5-15",
    "5-20",
    "5-30",
    "5-50",
    "6-15",
    "6-20",
    "6-30",
    "6-50",
    "10-30",
    "10-50",
    "14-20",
    "14-30",
    "14-50",
    "14-60",
    "15-15",
    "15-20",
    "15-30",
    "15-50",
    "15-60",
    "l1-15",
    "l5-15",
    "l5-20",
    "l5-30",
    "l5-50",
    "l6-15",
    "l6-20",
    "l6-30",
    "l6-50",
    "l10-30",
    "l14-20",
    "l14-30",
    "l14-50",
    "l14-60",
    "l15-20",
    "l15-30",
    "l15-50",
    "l15-60",
    "l21-20",
    "l21-30",
    "l22-20",
    "l22-30",
)
_INLETS: Final = (
    *(f"iec-60320-c{number}" for number in (6, 8, 14, 16, 20, 22)),
    *(f"iec-60309-{poles}-{hour}" for poles in _IEC_POLES for hour in _HOURS),
    *(f"nema-{name}p" for name in _NEMA),
    "cs6361c",
    "cs6365c",
    "cs8165c",
    "cs8265c",
    "cs8365c",
    "cs8465c",
    "iec-60906-1",
    "nbr-14136-10a",
    "nbr-14136-20a",
    "ita-c",
    "ita-e",
    "ita-f",
    "ita-ef",
    "ita-g",
    "ita-h",
    "ita-i",
    "ita-j",
    "ita-k",
    "ita-l",
    "ita-m",
    "ita-n",
    "ita-o",
    "usb-a",
    "usb-b",
    "usb-c",
    "dc-terminal",
    "saf-d-grid",
    "neutrik-powercon-20",
    "neutrik-powercon-32",
    "neutrik-powercon-true1",
    "hardwired",
)
_OUTLETS: Final = (
    *(f"iec-60320-c{number}" for number in (5, 7, 13, 15, 19, 21)),
    *(f"iec-60309-{poles}-{hour}" for poles in _IEC_POLES for hour in _HOURS),
    *(f"nema-{name}r" for name in _NEMA),
    "CS6360C",
    "CS6364C",
    "CS8164C",
    "CS8264C",
    "CS8364C",
    "CS8464C",
    "iec-60906-1",
    "nbr-14136-10a",
    "nbr-14136-20a",
    "ita-e",
    "ita-f",
    "ita-g",
    "ita-h",
    "ita-i",
    "ita-j",
    "ita-k",
    "ita-l",
    "ita-m",
    "ita-n",
    "ita-o",
    "usb-a",
    "usb-c",
    "dc-terminal",
    "saf-d-grid",
    "neutrik-powercon-20a",
    "neutrik-powercon-32a",
    "neutrik-powercon-true1",
    "hardwired",
)
EITHER_PLUG: Final = "C13/C19"
"""An outlet that takes a C14 and a C20 plug."""
_COMBINED: Final = frozenset({"eaton-c39", "hdot-cx"})
_NEMA_NAME: Final = re.compile(r"nema-(.+?)[pr]")

CONSOLE_TYPES: Final[Mapping[str, str]] = {
    "rj-45": "RJ45",
    "rj-11": "RJ11",
    "rj-12": "RJ12",
    "de-9": "DE-9",
    "db-25": "DB-25",
    "mini-din-8": "Mini-DIN-8",
    "usb-a": "USB-A",
    "usb-b": "USB-B",
    "usb-c": "USB-C",
    "usb-mini-a": "USB Mini-A",
    "usb-mini-b": "USB Mini-B",
    "usb-micro-a": "USB Micro-A",
    "usb-micro-b": "USB Micro-B",
    "usb-micro-ab": "USB Micro-AB",
    "other": "",
}
PANEL_TYPES: Final[Mapping[str, str]] = {
    "8p8c": "RJ45",
    "8p6c": "8P6C",
    "8p4c": "8P4C",
    "8p2c": "8P2C",
    "6p6c": "6P6C",
    "6p4c": "6P4C",
    "6p2c": "6P2C",
    "4p4c": "4P4C",
    "4p2c": "4P2C",
    "gg45": "GG45",
    "tera-4p": "TERA-4P",
    "tera-2p": "TERA-2P",
    "tera-1p": "TERA-1P",
    "110-punch": "110 punch-down",
    "bnc": "BNC",
    "f": "F",
    "n": "N",
    "mrj21": "MRJ21",
    "fc": "FC",
    "fc-pc": "FC/PC",
    "fc-upc": "FC/UPC",
    "fc-apc": "FC/APC",
    "lc": "LC",
    "lc-pc": "LC/PC",
    "lc-upc": "LC/UPC",
    "lc-apc": "LC/APC",
    "lsh": "LSH",
    "lsh-pc": "LSH/PC",
    "lsh-upc": "LSH/UPC",
    "lsh-apc": "LSH/APC",
    "lx5": "LX.5",
    "lx5-pc": "LX.5/PC",
    "lx5-upc": "LX.5/UPC",
    "lx5-apc": "LX.5/APC",
    "mpo": "MPO",
    "mtrj": "MTRJ",
    "sc": "SC",
    "sc-pc": "SC/PC",
    "sc-upc": "SC/UPC",
    "sc-apc": "SC/APC",
    "st": "ST",
    "cs": "CS",
    "sn": "SN",
    "sma-905": "SMA 905",
    "sma-906": "SMA 906",
    "urm-p2": "URM-P2",
    "urm-p4": "URM-P4",
    "urm-p8": "URM-P8",
    "splice": "splice",
    "usb-a": "USB-A",
    "usb-b": "USB-B",
    "usb-c": "USB-C",
    "other": "",
}
AMPS: Final[Mapping[str, float]] = {"C6": 10, "C8": 10, "C14": 15, "C16": 15, "C20": 20, "C22": 20}
"""Most that an appliance inlet is rated for (IEC 60320 with the ratings of North America, which are the higher)."""
MOST_VOLTS: Final = 250.0


def power_connector(kind: str) -> str:
    """The connector of a power port or outlet of type KIND; "" for one of another type."""
    if kind in _COMBINED:
        return EITHER_PLUG
    if kind.startswith("iec-60320-"):
        return kind[len("iec-60320-") :].upper()
    if kind.startswith("iec-60309-"):
        return f"IEC60309-{kind[len('iec-60309-') :].replace('p-n-e', 'P+N+E').replace('p-e', 'P+E')}"
    nema = _NEMA_NAME.fullmatch(kind)
    if nema:
        return f"NEMA {nema[1].upper()}"
    if kind in _KNOWN:
        return "DC terminal" if kind == "dc-terminal" else kind if kind == "hardwired" else kind.upper()
    return ""


_KNOWN: Final = frozenset((*_INLETS, *_OUTLETS))
_INLET_OF: Final = {power_connector(kind): kind for kind in reversed(_INLETS)}
_OUTLET_OF: Final = {power_connector(kind): kind for kind in reversed(_OUTLETS)}
_CONSOLE_OF: Final = {connector: kind for kind, connector in CONSOLE_TYPES.items()}
_PANEL_OF: Final = {connector: kind for kind, connector in PANEL_TYPES.items()}


def inlet_type(connector: str) -> str:
    """The type of a power port with CONNECTOR; "other" when there is none."""
    return _INLET_OF.get(connector, "other")


def outlet_type(connector: str) -> str:
    """The type of a power outlet with CONNECTOR; "other" when there is none."""
    return _OUTLET_OF.get(connector, "other")


def console_type(connector: str) -> str:
    """The type of a console port with CONNECTOR; "other" when there is none."""
    return _CONSOLE_OF.get(connector, "other")


def panel_type(connector: str) -> str:
    """The type of a front or rear port with CONNECTOR; "other" when there is none."""
    return _PANEL_OF.get(connector, "other")
