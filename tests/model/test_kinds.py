"""Every kind says all that its role asks for, so that none is left out of a sum, a list or a drawing in silence."""

import pytest

from designer.analysis.energy.year import USES
from designer.model import kinds
from designer.model.assumptions.table import ASSUMPTIONS
from designer.model.kinds import FACTS, KINDS, Kind

WITHOUT_NETBOX_FORM = {"cable", "optical-switch", "rpp", "busway", "sts", "switchgear", "utility"}
"""Things that NetBox's device type library has no form for."""


def of_role(*roles: str) -> list[str]:
    return [kind.id for kind in KINDS.values() if kind.role in roles]


@pytest.mark.parametrize("name", KINDS)
def test_what_a_kind_refers_to_is_there(name: str) -> None:
    kind = KINDS[name]
    assert name == kind.id
    assert all((kind.title, kind.plural, kind.icon))
    assert all(KINDS[parent].role in {"container", "host"} for parent in kind.parents)
    assert kind.bought_as in {"", *KINDS}
    assert kind.spare in {"", *ASSUMPTIONS}
    assert {*kind.facts, *(asked.name for asked in kind.asked)} <= set(FACTS)
    assert len(set(kind.facts)) == len(kind.facts)


@pytest.mark.parametrize("name", of_role("power"))
def test_power_equipment_has_its_place_in_the_chain(name: str) -> None:
    kind = KINDS[name]
    assert all((kind.power_role, kind.symbol, kind.plain))
    # Only what takes one of its inputs at a time may stand anywhere.
    assert (kind.power_stage is None) == (kind.power_role == "transfer")
    assert (kind.cooling_role, kind.cooling_stage) == ("", None)


@pytest.mark.parametrize("name", of_role("cooling"))
def test_cooling_has_its_place_in_the_way_of_the_heat(name: str) -> None:
    kind = KINDS[name]
    assert all((kind.cooling_role, kind.plain))
    assert (kind.cooling_stage is None) == (kind.cooling_role == "air_handler")
    assert kind.outdoors == (kind.cooling_role in {"chiller", "dry_cooler", "cooling_tower"})
    assert kind.own_hall != kind.beside_racks
    assert (kind.power_role, kind.power_stage) == ("", None)


def test_the_energy_of_every_cooler_belongs_to_one_use() -> None:
    used = [name for names in USES.values() for name in names]
    assert sorted(used) == sorted(of_role("cooling"))


@pytest.mark.parametrize("name", of_role("software", "storage"))
def test_workloads_and_stores_say_what_they_do_and_when_they_are_asked(name: str) -> None:
    kind = KINDS[name]
    assert kind.workload or (kind.role == "storage" and not kind.managed)
    assert kind.call_rank is not None
    assert kind.keeps_copy or kind.asked_as != "store"


@pytest.mark.parametrize("name", [name for name in KINDS if name not in of_role("container")])
def test_what_is_bought_has_a_form_of_facts_and_a_form_in_netbox(name: str) -> None:
    kind = KINDS[name]
    assert kind.facts or kind.asked or kind.described
    described_elsewhere = kind.role == "software" or kind.managed or name in WITHOUT_NETBOX_FORM
    assert bool(kind.netbox) != described_elsewhere
    assert (kind.netbox == "module") <= kind.component


def test_one_kind_of_place_stands_for_each_trait_of_places() -> None:
    assert ({kinds.RACK}, {kinds.ROOM}) == (kinds.RACKS, kinds.ROOMS)
    assert kinds.ROOMS <= kinds.BUILDINGS < set(kinds.CONTAINERS)
    assert kinds.FLOOR_RACKS - kinds.RACKS == kinds.RACK_SYSTEMS
    assert all(KINDS[KINDS[name].bought_as].id in kinds.CABINETS for name in kinds.RACKS)


@pytest.mark.parametrize(
    "name",
    ["SITE", "ROOM", "POD", "ROW", "RACK", "CABLE", "OPTIC", "ACCESSORY", "PDU", "SERVER", "HOST", "SWITCH", "MODEL"],
)
def test_what_is_made_by_name_is_a_kind(name: str) -> None:
    assert getattr(kinds, name) in KINDS


def test_ranks_are_told_apart() -> None:
    for trait in ("call_rank", "browse_rank"):
        ranks = [rank for kind in KINDS.values() if (rank := getattr(kind, trait)) is not None]
        assert sorted(ranks) == list(range(len(ranks)))


def test_the_power_chain_goes_from_the_utility_to_the_racks() -> None:
    stages = [kinds.POWER_STAGES[name] for name in kinds.POWER_STAGES]
    assert stages == sorted(stages)
    assert stages[0] == 0
    assert stages[-1] == kinds.RACK_POWER_STAGE < kinds.DEVICE_STAGE
    assert set(kinds.POWER_STAGES) | kinds.TRANSFER == set(of_role("power"))
    assert kinds.SOURCES == kinds.UTILITIES | kinds.GENERATORS
    # Transformers stand outdoors; UPSs and rack PDUs warm the hall, UPSs first on the way.
    assert kinds.LOSING == ("transformer", "ups", "pdu")
    assert kinds.LOSING_INDOORS == ("ups", "pdu")


def test_only_what_has_units_of_its_own_is_racked() -> None:
    racked = {kind.id for kind in KINDS.values() if kind.racked}
    assert {"server", "switch", "patch-panel", "storage", "pdu", "ups", "cdu", "crah", "accessory"} <= racked
    assert not racked & {"accelerator", "nic", "optic", "cable", "module", "cpu", "rack-cabinet", "rack-system"}
    assert not racked & {"serving", "instance", "generator", "chiller", "rack"}


def test_a_kind_fills_in_what_follows_from_its_title_and_role() -> None:
    kind = Kind("fan-wall", "Fan wall", "cooling", "facility", ("room",))
    assert (kind.plural, kind.icon, kind.needs, kind.gives) == (
        "Fan walls",
        "fan-wall",
        ("feeds", "cools"),
        ("cools",),
    )
    assert Kind("box", "Box", "other", "facility", plural="Boxes", icon="rack").plural == "Boxes"


def test_sets_follow_from_traits_and_lists_keep_the_order_of_the_table() -> None:
    assert kinds.kinds_with(lambda kind: kind.outdoors) == kinds.OUTDOORS
    outdoors = {"cooling-tower", "dry-cooler", "chiller"}
    assert outdoors <= kinds.OUTDOORS
    assert kinds.in_order(outdoors) == ("chiller", "dry-cooler", "cooling-tower")
