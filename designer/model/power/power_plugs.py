"""Fit of power outlets and inlets: by the same plug, by a cord that is sold, or not at all.

Sources: IEC 60320-1 (appliance couplers: a C13 connector goes into a C14 inlet, C15 into C16, C19 into C20) and
IEC 60320-3 (their outlets, which take a C14 or C20 plug); NEMA WD 6 (American plugs and receptacles). A cord with
such a plug at one end and a C13, C15 or C19 connector at the other is sold; no cord joins a plug of IEC 60309 or a
three-phase plug of NEMA to an appliance coupler, because it would carry more than the coupler or other phases.
"""

import re
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

OPEN_PLUGS: Final = frozenset({"", "hardwired"})
"""Terminals for fixed wiring, or a plug that nobody has published: nothing says that they do not meet."""
_TAKES: Final[Mapping[str, tuple[str, ...]]] = {"C13": ("C14",), "C19": ("C20",), "C13/C19": ("C14", "C20")}
"""Plugs that an outlet of IEC 60320-3 takes; a cord with that plug ends in any appliance connector."""
_CONNECTORS: Final[Mapping[str, str]] = {"C14": "C13", "C16": "C15", "C20": "C19"}
"""What goes into an appliance inlet."""
_WALL: Final = re.compile(r"NEMA (5|6|L5|L6)-\d+|ITA-[A-Z]|IEC-60906-1|NBR-.+", re.ASCII)
"""Single-phase sockets of a wall or a UPS, for which cords to appliances are sold."""
_LARGE: Final = "IEC60309-"
_AMPERES: Final = re.compile(r"IEC60309-\d+A", re.ASCII)


COUPLER_VA: Final[Mapping[str, float]] = {"C13": 15.0 * 250.0, "C19": 20.0 * 250.0, "C13/C19": 20.0 * 250.0}
"""What an outlet of IEC 60320-3 passes at most, VA: at 250 V 15 and 20 A, rated in North America (IEC: 10 and 16)."""


class PlugFit(NamedTuple):
    """Verdict on whether an outlet feeds an inlet, and the reason."""

    verdict: Literal["yes", "adapter", "no"]
    reason: str


def plugs_fit(outlet: str, inlet: str) -> PlugFit:
    """Return whether OUTLET feeds INLET, both by the name of their connector."""
    # Terminals and unpublished plugs take any cord: what is unknown is no error.
    if outlet in OPEN_PLUGS and inlet in OPEN_PLUGS:
        return PlugFit("yes", "Both ends are wired to terminals, or their plugs are not published.")
    if outlet in OPEN_PLUGS or inlet in OPEN_PLUGS:
        known = outlet if inlet in OPEN_PLUGS else inlet
        return PlugFit("yes", f"One end is wired to terminals, or its plug is not published; the other is {known}.")
    # Names that are in no table fit themselves.
    if inlet == outlet and inlet not in _CONNECTORS:
        return PlugFit("yes", "The plug and the outlet match.")
    plugs = _TAKES.get(outlet, ())
    if inlet in plugs:
        return PlugFit("yes", "The plug and the outlet match.")
    # A cord joins what no plug does: the plug of the outlet at one end, the connector of the inlet at the other.
    if inlet in _CONNECTORS and (plugs or _WALL.fullmatch(outlet)):
        plug = plugs[0] if plugs else outlet
        return PlugFit("adapter", f"It takes a cord with a {plug} plug and a {_CONNECTORS[inlet]} connector.")
    if _tell_otherwise(outlet, inlet):
        return PlugFit("adapter", f"{outlet} and {inlet} are both IEC 60309; see that poles and current agree.")
    return PlugFit("no", f"no cord joins an outlet {outlet} to an inlet {inlet}.")


def cord_between(outlet: str, inlet: str) -> str:
    """Return the plug and the connector of the cord from OUTLET to INLET: "C20 to C19"; "" where no cord goes there.

    An inlet whose plug is not published is named so.
    """
    plugs = _TAKES.get(outlet, ())
    plug = inlet if inlet in plugs else plugs[0] if plugs else outlet if _WALL.fullmatch(outlet) else ""
    if not plug:
        return ""
    if inlet in _CONNECTORS:
        return f"{plug} to {_CONNECTORS[inlet]}"
    return f"{plug} to an inlet of unknown plug" if inlet in OPEN_PLUGS else ""


def inlets_of(outlet: str) -> tuple[str, ...]:
    """Return the inlets that OUTLET feeds by itself, without a cord of two unlike ends; () where it is open."""
    return () if outlet in OPEN_PLUGS else _TAKES.get(outlet, (outlet,))


def outlets_for(inlet: str) -> tuple[str, ...]:
    """Return the outlets that feed INLET by itself; () where it is open."""
    if inlet in OPEN_PLUGS:
        return ()
    own = tuple(outlet for outlet, plugs in _TAKES.items() if inlet in plugs)
    return own or ((_CONNECTORS[inlet],) if inlet in _CONNECTORS else (inlet,))


def _tell_otherwise(outlet: str, inlet: str) -> bool:
    """Return True when two names of IEC 60309 tell different things of a plug: its current, or its poles and earth."""
    if not (outlet.startswith(_LARGE) and inlet.startswith(_LARGE)):
        return False
    return (_AMPERES.fullmatch(outlet) is None) != (_AMPERES.fullmatch(inlet) is None)
