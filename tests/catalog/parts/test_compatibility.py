"""Needs as the figures tell them, and what fits: by plug, rate and protocol, counted and with the nearest examples."""

import pytest

from designer.catalog.library import Library
from designer.catalog.parts.compatibility import CableEnd, cable_ends, cage_of, fits
from designer.catalog.parts.part_needs import needs
from designer.model.parts.part import Contained, Part, PortGroup, Quantity
from tests.long_runs import runs


def _part(part_id, kind, *, ports=(), texts=None, contains=(), **facts):
    return Part(
        id=part_id,
        kind=kind,
        layer="servers_fabric",
        vendor=part_id.partition("/")[0],
        name=part_id,
        ports=tuple(ports),
        texts=texts or {},
        contains=tuple(contains),
        facts={name: Quantity(value=value) for name, value in facts.items()},
    )


def _library(*parts):
    return Library(parts={part.id: part for part in parts})


def _fabric(name="ports", count=32, connector="OSFP", rate=400.0, **more):
    return PortGroup(name=name, media=("fabric",), count=count, connector=connector, rate_gbps=rate, **more)


def _found(part, library):
    return {(fit.where, fit.title): fit for fit in fits(part, library)}


def _needs(part):
    return {need.title: need.text for need in needs(part)}


def test_the_needs_of_a_dgx_h100(library):
    found = _needs(library.parts["nvidia/dgx-h100"])
    assert found["Room"] == "8U of a rack, 897.1 mm deep"
    assert found["Weight"] == "130.45 kg"
    assert found["Power"] == "up to 10.2 kW"
    assert found["Inlets"].startswith("6 × C20; 200–240 V AC")
    assert "1\u202f105 CFM of air" in found["Cooling"]
    assert "inlet 5–30 °C" in found["Cooling"]


def test_needs_stay_silent_where_nothing_is_known():
    assert needs(_part("a/b", "server")) == ()


def test_software_says_what_it_stands_on(library):
    assert _needs(library.parts["vllm/vllm"])["Software and hosts"] == "accelerators and PyTorch"
    assert _needs(library.parts["weka/data-platform"])["Servers"].startswith("8 at least")


def test_power_gear_has_a_rating_and_no_draw_of_its_own(library):
    assert "Power" not in _needs(library.parts["apc/ap8868"])


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("OSFP to 2 × QSFP112", (CableEnd(1, "OSFP"), CableEnd(2, "QSFP112"))),
        ("OSFP to 2 × flat-top OSFP", (CableEnd(1, "OSFP"), CableEnd(2, "OSFP"))),
        ("QSFP28 to 4 × SFP28", (CableEnd(1, "QSFP28"), CableEnd(4, "SFP28"))),
        ("QSFP-DD to QSFP-DD", (CableEnd(1, "QSFP-DD"), CableEnd(1, "QSFP-DD"))),
        ("SFP+ to SFP+", (CableEnd(1, "SFP+"), CableEnd(1, "SFP+"))),
        ("MPO-12/APC to MPO-12/APC", (CableEnd(1, "MPO-12"), CableEnd(1, "MPO-12"))),
        ("", ()),
        ("what nobody knows to nothing", ()),
        ("999999 × OSFP to OSFP", (CableEnd(16, "OSFP"), CableEnd(1, "OSFP"))),
    ],
)
def test_ends_are_read_from_the_text(text, ends):
    assert cable_ends(_part("a/c", "cable", texts={"ends": text})) == ends


def test_the_cage_of_an_optic_comes_from_its_text_else_from_its_name(library):
    assert cage_of(library.parts["nvidia/mma1z00-ns400"]) == "QSFP112"
    assert cage_of(library.parts["nvidia/mma4z00-ns"]) == "OSFP"
    assert cage_of(_part("a/o", "optic")) == ""


def test_a_split_cable_fits_each_side_at_its_own_rate():
    cable = _part("a/split", "cable", texts={"ends": "OSFP to 2 × QSFP112"}, rate_gbps=800)
    twin = _part("a/twin", "switch", ports=[_fabric(count=64, cages=32)])
    slow = _part("a/slow", "switch", ports=[_fabric(connector="QSFP112", rate=200)])
    host = _part("a/host", "server", ports=[_fabric(connector="QSFP112")])
    found = _found(cable, _library(cable, twin, slow, host))
    assert found["", "Switches"].examples == ("a/twin",)
    assert found["", "Hosts"].examples == ("a/host",)
    assert _found(host, _library(cable, host))["ports", "Cables"].exact == 1
    assert ("ports", "Cables") not in _found(slow, _library(cable, slow))


def test_whole_cables_come_before_splits(library):
    cables = _found(library.parts["nvidia/qm9700"], library)["ports", "Cables"]
    for part_id in cables.examples:
        assert all(end.plugs == 1 for end in cable_ends(library.parts[part_id]))


def test_protocols_keep_apart_what_does_not_speak():
    switch = _part("a/ib", "switch", ports=[_fabric(protocols=("infiniband",))])
    host = _part("a/eth", "server", ports=[_fabric(protocols=("ethernet",))])
    assert fits(switch, _library(switch, host)) == ()


def test_adapters_are_counted_apart_and_named_last():
    switch = _part("a/s", "switch", ports=[_fabric()])
    same = _part("b/same", "server", ports=[_fabric()])
    other = _part("a/other", "server", ports=[_fabric(connector="QSFP112")])
    found = _found(switch, _library(switch, same, other))["ports", "Hosts"]
    assert (found.exact, found.adapted, found.count) == (1, 1, 2)
    assert found.examples == ("b/same", "a/other")
    assert found.count_words == "1, 1 by adapter"


def test_the_fabric_of_a_dgx_h100_finds_its_switch_and_optic(library):
    found = _found(library.parts["nvidia/dgx-h100"], library)
    assert found["fabric", "Switches"].examples[0] == "nvidia/qm9700"
    optics = found["fabric", "Optics"]
    assert optics.exact >= 5
    assert {cage_of(library.parts[part_id]) for part_id in optics.examples} == {"OSFP"}
    assert found["psu", "Fed by"].exact >= 10
    for part_id in found["psu", "Fed by"].examples:
        assert any(g.connector in {"C19", "C13/C19"} and g.role == "out" for g in library.parts[part_id].ports)


def test_plugs_of_unknown_families_are_not_called_fitting(library):
    pdu = library.parts["apc/ap8868"]
    assert pdu.port("input").connector == "CS8365C"
    assert ("input", "Fed by") not in _found(pdu, library)


def test_outlets_feed_devices_before_other_power_gear(library):
    found = _found(library.parts["apc/ap8868"], library)["c19", "Feeds"]
    assert {library.parts[part_id].kind for part_id in found.examples} == {"server"}


def test_chips_stand_inside_servers(library):
    found = _found(library.parts["nvidia/h200-sxm-141gb"], library)["", "Stands inside"]
    assert found.examples[0] == "nvidia/dgx-h200"


def test_a_rack_must_be_high_deep_and_wide_enough():
    device = _part("a/d", "server", height_u=8, depth_mm=900)
    deep = _part("r/deep", "rack-cabinet", rack_units=42, depth_mm=1000)
    shallow = _part("r/shallow", "rack-cabinet", rack_units=42, depth_mm=800)
    low = _part("r/low", "rack-cabinet", rack_units=6, depth_mm=1000)
    open_depth = _part("r/open", "rack-cabinet", rack_units=42)
    found = _found(device, _library(device, deep, shallow, low, open_depth))["", "Rack cabinets"]
    assert set(found.examples) == {"r/deep", "r/open"}


def test_multimode_fibre_joins_multimode_optics(library):
    optics = _found(library.parts["nvidia/mfp7e10-mmf"], library)["", "Optics"]
    assert all("SR" in library.parts[part_id].name for part_id in optics.examples)


@pytest.mark.scaled
def test_at_most_three_examples_that_exist_and_not_the_part_itself(library):
    for part in list(library.parts.values())[:: runs(4, 1)]:
        for fit in fits(part, library):
            assert 1 <= len(fit.examples) <= 3
            assert len(fit.examples) == min(fit.count, 3)
            assert part.id not in fit.examples
            assert set(fit.examples) <= set(library.parts)


def test_a_part_may_contain_what_is_not_there():
    box = _part("a/box", "server", contains=[Contained(part="gone/chip", count=8)])
    assert fits(box, _library(box)) == ()
