"""Interface types of NetBox as ports: cage, rate, lanes, protocol, breakouts; and the way back.

Sources of the table: the names of the types themselves; SFF-8024 for cages and lanes; IEEE 802.3 clauses for the
lanes of Ethernet; the InfiniBand Trade Association's roadmap for the rates of four lanes. Breakouts are those of
the shipped catalog's switches of the same cage and rate.
"""

from collections.abc import Mapping
from typing import Final

from designer.model.parts.part import Medium, PortGroup
from designer.model.records import Record

ETHERNET: Final = ("ethernet",)
INFINIBAND: Final = ("infiniband",)
FIBRE_CHANNEL: Final = ("fibre-channel",)
FAST_GBPS: Final = 10.0
"""Ethernet from this rate on may be fabric or storage; slower ports are for management."""


class InterfaceType(Record, frozen=True, kw_only=True):
    """One type of interface.

    Attributes:
        connector: Cage or jack; "" when the type does not tell.
        rate_gbps: Nominal rate, one way.
        lanes: Electrical lanes, where they are known.
        breakouts: Into how many links a switch may split it.
        protocols: What it speaks.
        cage_guessed: Whether the type leaves the cage open, and the usual one is taken.
    """

    connector: str
    rate_gbps: float
    lanes: int | None = None
    breakouts: tuple[int, ...] = ()
    protocols: tuple[str, ...] = ETHERNET
    cage_guessed: bool = False


def _ethernet(connector: str, rate: float, lanes: int | None = None, breakouts: tuple[int, ...] = ()) -> InterfaceType:
    return InterfaceType(connector=connector, rate_gbps=rate, lanes=lanes, breakouts=breakouts)


def _channel(connector: str, rate: float) -> InterfaceType:
    return InterfaceType(connector=connector, rate_gbps=rate, protocols=FIBRE_CHANNEL)


def _infiniband(connector: str, rate: float, breakouts: tuple[int, ...] = ()) -> InterfaceType:
    return InterfaceType(
        connector=connector, rate_gbps=rate, lanes=4, breakouts=breakouts, protocols=INFINIBAND, cage_guessed=True
    )


INTERFACE_TYPES: Final[Mapping[str, InterfaceType]] = {
    "100base-tx": _ethernet("RJ45", 0.1),
    "1000base-t": _ethernet("RJ45", 1),
    "1000base-tx": _ethernet("RJ45", 1),
    "2.5gbase-t": _ethernet("RJ45", 2.5),
    "5gbase-t": _ethernet("RJ45", 5),
    "10gbase-t": _ethernet("RJ45", 10),
    "100base-t1": _ethernet("", 0.1),
    "100base-fx": _ethernet("", 0.1),
    "100base-lfx": _ethernet("", 0.1),
    "1000base-sx": _ethernet("", 1),
    "1000base-lx": _ethernet("", 1),
    "10gbase-cx4": _ethernet("CX4", 10, 4),
    "100base-x-sfp": _ethernet("SFP", 0.1, 1),
    "1000base-x-sfp": _ethernet("SFP", 1, 1),
    "1000base-x-gbic": _ethernet("GBIC", 1, 1),
    "10gbase-x-sfpp": _ethernet("SFP+", 10, 1),
    "10gbase-x-xfp": _ethernet("XFP", 10, 1),
    "10gbase-x-xenpak": _ethernet("XENPAK", 10),
    "10gbase-x-x2": _ethernet("X2", 10),
    "25gbase-x-sfp28": _ethernet("SFP28", 25, 1),
    "50gbase-x-sfp56": _ethernet("SFP56", 50, 1),
    "50gbase-x-sfp28": _ethernet("SFP28", 50),
    "100gbase-x-dsfp": _ethernet("DSFP", 100, 2),
    "100gbase-x-sfpdd": _ethernet("SFP-DD", 100, 2, (2,)),
    "40gbase-x-qsfpp": _ethernet("QSFP+", 40, 4, (4,)),
    "100gbase-x-qsfp28": _ethernet("QSFP28", 100, 4, (2, 4)),
    "100gbase-x-qsfpdd": _ethernet("QSFP-DD", 100),
    "200gbase-x-qsfp56": _ethernet("QSFP56", 200, 4, (2, 4)),
    "200gbase-x-qsfpdd": _ethernet("QSFP-DD", 200, 8, (2,)),
    "400gbase-x-qsfp112": _ethernet("QSFP112", 400, 4, (2, 4)),
    "400gbase-x-qsfpdd": _ethernet("QSFP-DD", 400, 8, (2, 4)),
    "400gbase-x-osfp": _ethernet("OSFP", 400, 8, (2, 4)),
    "400gbase-x-osfp-rhs": _ethernet("OSFP", 400, 8, (2, 4)),
    "800gbase-x-qsfpdd": _ethernet("QSFP-DD", 800, 8, (2, 4)),
    "800gbase-x-osfp": _ethernet("OSFP", 800, 8, (2, 4)),
    "100gbase-x-cfp": _ethernet("CFP", 100, 10),
    "100gbase-x-cfp2": _ethernet("CFP2", 100),
    "200gbase-x-cfp2": _ethernet("CFP2", 200),
    "400gbase-x-cfp2": _ethernet("CFP2", 400),
    "100gbase-x-cfp4": _ethernet("CFP4", 100, 4),
    "100gbase-x-cxp": _ethernet("CXP", 100, 10),
    "100gbase-x-cpak": _ethernet("CPAK", 100),
    "400gbase-x-cdfp": _ethernet("CDFP", 400, 16),
    "400gbase-x-cfp8": _ethernet("CFP8", 400),
    "1gfc-sfp": _channel("SFP", 1),
    "2gfc-sfp": _channel("SFP", 2),
    "4gfc-sfp": _channel("SFP", 4),
    "8gfc-sfpp": _channel("SFP+", 8),
    "16gfc-sfpp": _channel("SFP+", 16),
    "32gfc-sfp28": _channel("SFP28", 32),
    "32gfc-sfpp": _channel("SFP+", 32),
    "64gfc-sfpp": _channel("SFP+", 64),
    "64gfc-sfpdd": _channel("SFP-DD", 64),
    "64gfc-qsfpp": _channel("QSFP+", 64),
    "128gfc-qsfp28": _channel("QSFP28", 128),
    "infiniband-sdr": _infiniband("CX4", 10),
    "infiniband-ddr": _infiniband("CX4", 20),
    "infiniband-qdr": _infiniband("QSFP+", 40),
    "infiniband-fdr10": _infiniband("QSFP+", 40),
    "infiniband-fdr": _infiniband("QSFP+", 56),
    "infiniband-edr": _infiniband("QSFP28", 100, (2, 4)),
    "infiniband-hdr": _infiniband("QSFP56", 200, (2,)),
    "infiniband-ndr": _infiniband("OSFP", 400, (2,)),
    "infiniband-xdr": _infiniband("OSFP", 800),
}

_NOT_CABLED: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (
        ("1000base-kx", "2.5gbase-kx", "5gbase-kr", "10gbase-k", "25gbase-k", "40gbase-k", "50gbase-k", "100gbase-k"),
        "a link over a backplane",
    ),
    (("virtual", "bridge", "lag"), "no port of its own"),
    (("ieee802.11", "ieee802.15", "other-wireless"), "a radio, which no cable reaches"),
    (("gsm", "cdma", "lte", "4g", "5g"), "a mobile radio, which no cable reaches"),
    (
        ("cisco-stackwise", "cisco-flexstack", "juniper-vcp", "extreme-summitstack"),
        "a link that stacks devices of one maker",
    ),
    (
        (
            "sonet",
            "t1",
            "e1",
            "t3",
            "e3",
            "xdsl",
            "docsis",
            "moca",
            "bpon",
            "epon",
            "10g-epon",
            "gpon",
            "xg-pon",
            "xgs-pon",
            "ng-pon",
            "25g-pon",
            "50g-pon",
        ),
        "a carrier's line",
    ),
    (("other",), "a type that tells neither cage nor rate"),
)


def why_not_cabled(kind: str) -> str:
    """Return the reason why interfaces of type KIND are no ports of a part, as a noun."""
    for beginnings, reason in _NOT_CABLED:
        if kind.startswith(beginnings):
            return reason
    return "a type that the table of types does not hold"


def media_of(form: InterfaceType, managing: bool) -> tuple[Medium, ...]:
    """Return the media that may run through ports of FORM; only management where they are for MANAGING."""
    if managing:
        return ("management",)
    if form.protocols == FIBRE_CHANNEL:
        return ("storage",)
    if form.protocols == INFINIBAND:
        return ("fabric", "storage")
    return ("fabric", "storage", "management") if form.rate_gbps >= FAST_GBPS else ("management",)


def interface_type_of(group: PortGroup) -> str:
    """The interface type that says most of GROUP; "other" when none has its cage and rate."""
    wanted = group.protocols
    # InfiniBand first: its types have no cage, so that the rate decides.
    if "infiniband" in wanted and "ethernet" not in wanted:
        for name, form in INTERFACE_TYPES.items():
            if form.protocols == INFINIBAND and form.rate_gbps == group.rate_gbps:
                return name
    channel = "fibre-channel" in wanted
    for name, form in INTERFACE_TYPES.items():
        if form.protocols == INFINIBAND or channel != (form.protocols == FIBRE_CHANNEL):
            continue
        if form.connector == group.connector and group.connector and form.rate_gbps == group.rate_gbps:
            return name
    return "other"
