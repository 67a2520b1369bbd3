"""A hall with a 2N power chain: two sides from the utility to the racks, each of which carries everything alone."""

from collections.abc import Mapping
from math import ceil
from typing import Any, Final, Literal

from designer.catalog.library import Library
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.model.design import Design
from designer.model.kinds import RACK, ROOM

POWER_PARAMETERS: Final = (
    Parameter(
        name="racks",
        title="Racks",
        help="Of four DGX A100 each; every ten are on one busway of each side.",
        default="40",
        most=5000,
    ),
)
SYSTEMS_OF_A_RACK: Final = 4
_RACKS_OF_A_BUSWAY: Final = 10
_RACK_W: Final = 26_000.0
"""Four systems of 6.5 kW."""
_SIDES: Final[tuple[Literal["A", "B"], ...]] = ("A", "B")
_VOLTS: Final = {"volts": 415.0, "phases": 3.0}


def power_chain_design(library: Library, values: Mapping[str, Any]) -> Design:
    """Racks of DGX A100 behind two sides that share nothing.

    Half of the six supplies of a DGX A100 carry it, so either side may fail.

    Raises:
        RefusedInput: the library lacks a part.
    """
    racks = int(values["racks"])
    plan = Plan(library)
    load = racks * _RACK_W
    for side in _SIDES:
        _side(plan, side, racks, load)
    hall = plan.container("hall", ROOM, "Hall")
    rack = plan.container("rack", RACK, "Rack", parent=hall, copies=racks)
    system = plan.node("dgx", "nvidia/dgx-a100", "DGX A100", parent=rack, copies=SYSTEMS_OF_A_RACK)
    for side in _SIDES:
        low = side.lower()
        pdu = plan.node(f"pdu-{low}", "raritan/px3-5878i2r", f"Rack PDU {side}", parent=rack)
        plan.link(f"tap-{low}", f"busway-{low}", pdu, "power", racks, name=f"Tap-offs {side}", side=side)
        plan.link(
            f"cords-{low}", pdu, system, "power", 3 * SYSTEMS_OF_A_RACK, b_port="psu", name=f"Cords {side}", side=side
        )
    return plan.design(
        f"2N power chain of {racks} racks",
        "Two sides from the utility to the racks; each carries everything alone.",
        "power-chain",
        as_text(values),
    )


def _side(plan: Plan, side: Literal["A", "B"], racks: int, load_w: float) -> None:
    """Utility, generators, transformers, switchgear, UPSs and busways of one side, large enough for LOAD_W."""
    low = side.lower()
    room = plan.container(f"room-{low}", ROOM, f"Power room {side}")
    # What the UPSs lose on the way is well below a twentieth.
    fed_w = load_w * 1.05
    generators, transformers = ceil(fed_w / 2_000_000), ceil(fed_w / 2_500_000)
    units, busways = ceil(load_w / 1_250_000), ceil(racks / _RACKS_OF_A_BUSWAY)
    utility = plan.node(f"utility-{low}", "generic/utility-feed", f"Utility {side}", parent=room)
    generator = plan.node(f"generator-{low}", "caterpillar/3516b", f"Generator {side}", parent=room, copies=generators)
    transformer = plan.node(
        f"transformer-{low}", "generic/transformer-2500", f"Transformer {side}", parent=room, copies=transformers
    )
    gear = plan.node(f"switchgear-{low}", "generic/switchgear", f"Switchgear {side}", parent=room, facts=_VOLTS)
    ups = plan.node(f"ups-{low}", "schneider/galaxy-vxl-1250", f"UPS {side}", parent=room, copies=units)
    busway = plan.node(
        f"busway-{low}",
        "generic/busway",
        f"Busway {side}",
        parent=room,
        copies=busways,
        facts={**_VOLTS, "amps": 600.0},
    )
    plan.link(f"service-{low}", utility, transformer, "power", transformers, name=f"Service {side}", side=side)
    plan.link(f"main-{low}", transformer, gear, "power", transformers, name=f"Main {side}", side=side)
    plan.link(f"standby-{low}", generator, gear, "power", generators, name=f"Standby {side}", side=side)
    plan.link(f"gear-ups-{low}", gear, ups, "power", units, name=f"UPS input {side}", side=side)
    plan.link(
        f"ups-out-{low}", ups, busway, "power", units * busways, spread="mesh", name=f"UPS output {side}", side=side
    )
