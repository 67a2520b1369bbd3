"""Built against drawn: every fault that is injected is found, and nothing else."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.session import Session
from designer.edit.templates.templates import build_template
from designer.export.built.rows import fault_rows, sentence
from designer.export.cables.drawn_network import network_of
from designer.export.text.text_form import design_of_document
from designer.model.design import Design
from designer.reality.built.accepting import accept_as_built, fault_ids
from designer.reality.built.apart import set_apart
from designer.reality.built.comparing import compare
from designer.reality.built.drawn import without_media
from designer.reality.built.naming_map import NamingMap
from designer.reality.built.reading import read_discovered
from designer.reality.built.records import DrawnCable, DrawnEnd, FoundCable, FoundEnd
from tests.long_runs import SAME_FIXTURES, runs
from tests.reality.built.made import as_built, told, with_faults
from tests.reality.conftest import MODELS, Networks

MODEL_NAMES = ["dual-xclr-irregular", "dual-xclr-regular", "medium", "nvl72", "small-tree"]
STYLES = {
    "by name": lambda end: f"{end.group} {end.port}",
    "by number": lambda end: f"Ethernet-{end.group}/{end.port}",
    "from zero": lambda end: f"swp_{end.group}_{int(end.port) - 1}" if "/" not in end.port else f"swp{end.port}",
}


def test_each_model_is_built_as_it_is_drawn(networks: Networks) -> None:
    for name in MODEL_NAMES:
        network = networks[name]
        comparison = compare(network, read_discovered([MODELS / f"{name}.yaml"]))
        assert comparison.same, name
        assert comparison.agreeing == comparison.drawn == comparison.found > 0


@settings(max_examples=runs(30, 1000), suppress_health_check=SAME_FIXTURES)
@given(
    st.sampled_from(MODEL_NAMES),
    st.integers(0, 10**6),
    st.integers(0, 5),
)
def test_faults_in_topographs_models_are_found(networks: Networks, model: str, seed: int, each: int) -> None:
    network = networks[model]
    # Where most cables are wrong there are several ways to say it, and no right one.
    found, faults = with_faults(network, seed, min(each, len(network.cables) // 8))
    assert told(compare(network, found)) == faults


@settings(max_examples=runs(3, 200), suppress_health_check=SAME_FIXTURES)
@given(st.sampled_from(sorted(STYLES)), st.integers(0, 10**6), st.integers(1, 8))
def test_faults_are_found_by_their_ports(networks: Networks, style: str, seed: int, each: int) -> None:
    fabric = networks["superpod"]
    found, faults = with_faults(fabric, seed, each, STYLES[style])
    comparison = compare(fabric, found, media=("fabric", "storage", "management"))
    assert told(comparison) == faults
    assert len(list(fault_rows(comparison))) == len(faults.missing) + len(faults.extra) + len(faults.swapped)
    for one in comparison.swapped:
        assert all(end.port_words and end.where for cable in one.drawn for end in (cable.a, cable.b))


def test_names_that_nobody_drew_are_matched_by_neighbours(networks: Networks) -> None:
    fabric = without_media(networks["superpod"], ["storage", "management"])
    number = {device: f"x{place:03d}" for place, device in enumerate(reversed(fabric.devices))}
    found, faults = with_faults(fabric, 5, 3, STYLES["by number"], number.__getitem__)
    comparison = compare(fabric, found)
    assert told(comparison)[:2] == faults[:2]
    assert {match.by for match in comparison.matches} == {"structure"}


def test_a_cable_in_a_wrong_port_says_where_it_should_be(networks: Networks) -> None:
    wrong = next(cable for cable in networks["superpod"].cables if cable.medium == "fabric")
    cables = [
        (_end(cable.a), FoundEnd(cable.b.device, f"{cable.b.group} 64") if cable is wrong else _end(cable.b))
        for cable in networks["superpod"].cables
    ]
    comparison = compare(networks["superpod"], as_built(cables, networks["superpod"], str))
    (missing,), (extra,) = comparison.missing, comparison.extra
    assert (missing.cable.id, missing.moved_to, extra.moved_from) == (wrong.id, 0, 0)
    assert extra.cable.b.drawn_port == f"{wrong.b.group} 64" or extra.cable.a.drawn_port == f"{wrong.b.group} 64"


def test_a_replaced_machine_is_strange_and_not_renamed(networks: Networks) -> None:
    network = networks["medium"]
    names = {device: "other" if device == "1102[0]" else device for device in network.devices}
    cables = [(FoundEnd(names[cable.a.device]), FoundEnd(names[cable.b.device])) for cable in network.cables]
    found = as_built(cables, network, names.__getitem__)
    comparison = compare(network, found)
    assert [one.name for one in comparison.absent] == ["1102"]
    assert [one.id for one in comparison.unknown] == ["other"]
    assert (len(comparison.missing), len(comparison.extra)) == (1, 1)
    # The person knows better: the map counts before names.
    assert compare(network, found, NamingMap(devices={"other": "1102"})).same


def test_what_is_accepted_is_drawn_and_taken_back(
    models: dict[str, Design], networks: Networks, library: Library
) -> None:
    found, _ = with_faults(networks["nvl72"], 7, 3)
    comparison = compare(networks["nvl72"], found)
    session = Session(models["nvl72"])
    session.commit(accept_as_built(session.design, comparison, fault_ids(comparison, "all")))
    again = compare(network_of(session.design, library.parts), found)
    assert again.same, sentence(again)
    session.undo()
    assert session.design == models["nvl72"]


def test_copies_are_set_apart_where_one_is_built_unlike_the_others(library: Library) -> None:
    design = build_template("leaf-spine", library, {"nodes": "8"})
    apart = set_apart(design, ["leaf"]).design
    before, after = (network_of(one, library.parts) for one in (design, apart))
    # The very same cables between devices of the same names, now one by one.
    assert _named(before.cables) == _named(after.cables)
    powers = [analyze(one, library=library, only=("power", "network")) for one in (design, apart)]
    assert powers[0].power is not None
    assert powers[1].power is not None
    assert powers[0].power.it_max_w.value == pytest.approx(powers[1].power.it_max_w.value)
    found, _ = with_faults(before, 1, 1)
    comparison = compare(before, found)
    edit = accept_as_built(design, comparison, fault_ids(comparison))
    drawn = edit.applied(design)
    assert compare(network_of(drawn, library.parts), found).same
    assert edit.inverted().applied(drawn) == design


def _named(cables: tuple[DrawnCable, ...]) -> Counter[frozenset[str]]:
    return Counter(frozenset((cable.a.name, cable.b.name)) for cable in cables)


def test_a_medium_of_which_nothing_was_found_is_left_out(networks: Networks) -> None:
    cables = [(_end(cable.a), _end(cable.b)) for cable in networks["superpod"].cables if cable.medium == "fabric"]
    comparison = compare(networks["superpod"], as_built(cables, networks["superpod"], str))
    assert comparison.same
    assert any("--medium management" in note for note in comparison.notes)
    asked = compare(networks["superpod"], as_built(cables, networks["superpod"], str), media=("management",))
    assert len(asked.missing) == sum(cable.medium == "management" for cable in networks["superpod"].cables) > 0


def test_a_drawn_cable_through_a_patch_panel_is_seen_from_end_to_end(library: Library) -> None:
    nodes = [
        {"id": "h", "part": "generic/host", "copies": 4},
        {"id": "p", "part": "generic/patch-panel"},
        {"id": "s", "part": "generic/switch"},
    ]
    links = [
        {"id": "a", "a": "h", "b": "p", "medium": "fabric", "cables": 4, "b_port": "front"},
        {"id": "b", "a": "p", "b": "s", "medium": "fabric", "cables": 4, "a_port": "rear"},
    ]
    design = design_of_document({"format": "stackwright-design", "version": 1, "nodes": nodes, "links": links}, library)
    network = network_of(design, library.parts)
    assert {(cable.a.node, cable.b.node) for cable in network.cables} == {("h", "s")}
    assert len(network.cables) == 4
    seen = tuple(FoundCable(FoundEnd(f"h[{n}]"), FoundEnd("s")) for n in range(3))
    comparison = compare(network, as_built([(a, b) for a, b, _ in seen], network, _single))
    assert len(comparison.missing) == 1
    assert " + " in comparison.missing[0].cable.id


def _single(device: str) -> str:
    return "s" if device == "s[0]" else device


def _end(end: DrawnEnd) -> FoundEnd:
    return FoundEnd(end.device, f"{end.group} {end.port}" if end.group != "ports" else "")
