from typing import Any

import pytest

from designer.catalog.netbox.interface_types import (
    INTERFACE_TYPES,
    interface_type_of,
    media_of,
    why_not_cabled,
)
from designer.catalog.netbox.plug_types import (
    CONSOLE_TYPES,
    PANEL_TYPES,
    console_type,
    inlet_type,
    outlet_type,
    panel_type,
    power_connector,
)
from designer.model.network.ports import fit
from designer.model.parts.part import PortGroup

UNKNOWN = "a type that the table of types does not hold"


@pytest.fixture(scope="module")
def types(schemas: dict[str, dict[str, Any]]) -> dict[str, list[str]]:
    """The library's own types by what they are types of."""
    definitions = schemas["generated_schema"]["definitions"]
    return {
        name: definitions[name]["properties"]["type"]["enum"]
        for name in ("interface", "power-port", "power-outlet", "console-port", "front-port")
    }


def test_every_interface_type_is_a_port_or_has_a_reason(types: dict[str, list[str]]) -> None:
    for name in types["interface"]:
        assert name in INTERFACE_TYPES or why_not_cabled(name) != UNKNOWN, name
    assert set(INTERFACE_TYPES) <= set(types["interface"])
    assert why_not_cabled("1pbase-x-cage") == UNKNOWN


def test_a_reason_is_that_of_the_type_itself() -> None:
    assert why_not_cabled("5g") == "a mobile radio, which no cable reaches"
    assert why_not_cabled("5gbase-kr") == "a link over a backplane"
    assert why_not_cabled("ieee802.11be") == "a radio, which no cable reaches"


@pytest.mark.parametrize(
    ("name", "connector", "rate", "lanes", "protocols"),
    [
        ("800gbase-x-osfp", "OSFP", 800, 8, ("ethernet",)),
        ("400gbase-x-qsfp112", "QSFP112", 400, 4, ("ethernet",)),
        ("100gbase-x-qsfp28", "QSFP28", 100, 4, ("ethernet",)),
        ("25gbase-x-sfp28", "SFP28", 25, 1, ("ethernet",)),
        ("2.5gbase-t", "RJ45", 2.5, None, ("ethernet",)),
        ("infiniband-hdr", "QSFP56", 200, 4, ("infiniband",)),
        ("infiniband-xdr", "OSFP", 800, 4, ("infiniband",)),
        ("32gfc-sfp28", "SFP28", 32, None, ("fibre-channel",)),
    ],
)
def test_a_type_tells_cage_rate_lanes_and_protocol(
    name: str, connector: str, rate: float, lanes: int | None, protocols: tuple[str, ...]
) -> None:
    form = INTERFACE_TYPES[name]
    assert (form.connector, form.rate_gbps, form.lanes, form.protocols) == (connector, rate, lanes, protocols)


def test_what_may_run_through_a_port_follows_from_its_type() -> None:
    assert media_of(INTERFACE_TYPES["800gbase-x-osfp"], managing=False) == ("fabric", "storage", "management")
    assert media_of(INTERFACE_TYPES["800gbase-x-osfp"], managing=True) == ("management",)
    assert media_of(INTERFACE_TYPES["1000base-t"], managing=False) == ("management",)
    assert media_of(INTERFACE_TYPES["infiniband-ndr"], managing=False) == ("fabric", "storage")
    assert media_of(INTERFACE_TYPES["16gfc-sfpp"], managing=False) == ("storage",)


def test_ports_find_their_type_again() -> None:
    for name, form in INTERFACE_TYPES.items():
        group = PortGroup(
            name="p",
            media=("fabric",),
            count=1,
            connector=form.connector,
            rate_gbps=form.rate_gbps,
            protocols=form.protocols,
        )
        found = interface_type_of(group)
        if found == "other":
            assert form.connector == ""
            continue
        again = INTERFACE_TYPES[found]
        assert (again.rate_gbps, again.protocols) == (form.rate_gbps, form.protocols), name
        assert again.connector == form.connector or form.protocols == ("infiniband",)
    assert interface_type_of(PortGroup(name="p", media=("fabric",), count=1, rate_gbps=12.5)) == "other"


def test_plugs_and_jacks_go_there_and_back(types: dict[str, list[str]]) -> None:
    for name in types["power-port"]:
        connector = power_connector(name)
        assert not connector or power_connector(inlet_type(connector)) == connector, name
        assert inlet_type(connector) in types["power-port"]
    for name in types["power-outlet"]:
        connector = power_connector(name)
        assert outlet_type(connector) in types["power-outlet"], name
        assert name in {"eaton-c39", "hdot-cx"} or not connector or power_connector(outlet_type(connector)) == connector
    assert {console_type(name) for name in CONSOLE_TYPES.values()} == set(types["console-port"]) == set(CONSOLE_TYPES)
    assert {panel_type(name) for name in PANEL_TYPES.values()} <= set(types["front-port"])
    assert set(PANEL_TYPES) <= set(types["front-port"])
    assert console_type("a jack of ours") == panel_type("a coupler of ours") == inlet_type("a plug of ours") == "other"


@pytest.mark.parametrize(
    ("name", "connector"),
    [
        ("iec-60320-c14", "C14"),
        ("iec-60320-c20", "C20"),
        ("nema-l6-30p", "NEMA L6-30"),
        ("cs8365c", "CS8365C"),
        ("iec-60309-3p-n-e-9h", "IEC60309-3P+N+E-9h"),
        ("iec-60309-2p-e-6h", "IEC60309-2P+E-6h"),
        ("dc-terminal", "DC terminal"),
        ("eaton-c39", "C13/C19"),
        ("hdot-cx", "C13/C19"),
        ("other", ""),
        ("none", ""),
    ],
)
def test_a_plug_has_the_name_that_the_catalog_gives_it(name: str, connector: str) -> None:
    assert power_connector(name) == connector


def test_an_imported_inlet_goes_into_an_imported_outlet() -> None:
    inlet = PortGroup(name="psu", media=("power",), count=1, connector=power_connector("iec-60320-c20"), role="in")
    outlet = PortGroup(name="c39", media=("power",), count=1, connector=power_connector("eaton-c39"), role="out")
    assert fit(inlet, outlet).verdict == "yes"
