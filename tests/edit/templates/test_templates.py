"""Templates: published counts, ports that are not overfull, even fabrics, layouts without overlaps."""

from collections import Counter
from math import ceil

import msgspec
import pytest

from designer.catalog.library import Library
from designer.drawing.words import tile_layer
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.formulas.network.sizing import leaf_spine
from designer.model.design import Design
from designer.model.kinds import CONTAINERS
from designer.model.network.cable_spread import cable_ends, spread_problem
from designer.model.network.port_occupancy import ports_taken
from designer.model.network.ports import joined_ports
from designer.model.parts.part import LAYERS, NETWORK_MEDIA
from designer.model.records import RefusedInput
from designer.model.validity import require_valid

UNITS = (1, 2, 3, 4, 16, 64)

# Cases NET-03 to NET-08: DGX SuperPOD reference architecture RA-11333-001, Tables 3 and 4.
#         systems, leaf, spine, core, system and UFM to leaf, leaf to spine, spine to core
PUBLISHED = {
    1: (31, 8, 4, 0, 252, 256, 0),
    2: (63, 16, 8, 0, 508, 512, 0),
    3: (95, 24, 16, 0, 764, 768, 0),
    4: (127, 32, 16, 0, 1020, 1024, 0),
    16: (512, 128, 128, 64, 4096, 4096, 4096),
    64: (2048, 512, 512, 256, 16384, 16384, 16384),
}

SAMPLES = [
    *(("dgx-superpod-h100", {"scale_units": str(units)}) for units in UNITS),
    ("leaf-spine", {}),
    ("leaf-spine", {"nodes": "127", "extra_links": "4"}),
    ("leaf-spine", {"nodes": "63", "extra_links": "4"}),
    ("leaf-spine", {"nodes": "512"}),
    ("leaf-spine", {"nodes": "40", "links_per_node": "2", "leaf_radix": "48", "oversubscription": "3"}),
    ("leaf-spine", {"nodes": "3", "links_per_node": "1"}),
    ("fat-tree", {}),
    ("fat-tree", {"k": "16"}),
]


def superpod(library: Library, units: int) -> Design:
    return build_template("dgx-superpod-h100", library, {"scale_units": str(units)})


def count(design: Design, *ids: str) -> int:
    return sum(design.total_copies(node_id) for node_id in ids if node_id in design.nodes)


def cables(design: Design, *ids: str) -> int:
    return sum(design.total_cables(design.links[link_id]) for link_id in ids if link_id in design.links)


@pytest.mark.parametrize("units", UNITS)
def test_superpod_has_the_published_counts(units: int, library: Library) -> None:
    design = superpod(library, units)
    systems, leaf, spine, core, down, up, top = PUBLISHED[units]
    assert count(design, "dgx", "dgx-last", "dgx-rest") == systems
    assert count(design, "leaf", "leaf-last") == leaf
    assert count(design, "spine") == spine
    assert count(design, "core") == core
    assert cables(design, "rails", "rails-last", "rails-rest", "manager") == down
    assert cables(design, "uplinks", "uplinks-last") == up
    assert cables(design, "core-links") == top
    assert count(design, "ufm") == (2 if units <= 4 else 0)
    assert cables(design, "manager") == (4 if units <= 4 else 0)
    fabric = [link for link in design.links.values() if link.medium == "fabric"]
    assert sum(design.total_cables(link) for link in fabric) == down + up + top


@pytest.mark.parametrize("units", UNITS)
def test_superpod_racks_power_and_storage(units: int, library: Library) -> None:
    design = superpod(library, units)
    systems = PUBLISHED[units][0]
    # Four systems to a rack; six supplies each, all fed.
    assert count(design, "rack", "rack-last", "rack-rest") == ceil(systems / 4)
    assert cables(design, "dgx-power", "dgx-last-power", "dgx-rest-power") == 6 * systems
    assert count(design, "pdu", "pdu-last", "pdu-rest") == 3 * ceil(systems / 4)
    # Two storage, two in-band and one BMC cable each.
    assert cables(design, "storage-links", "storage-links-last", "storage-links-rest") == 2 * systems
    assert cables(design, "inband-links", "inband-links-last", "inband-links-rest") == 2 * systems
    assert cables(design, "bmc", "bmc-last", "bmc-rest") == systems
    # STO-01, level best: 125 GB/s for one unit, 500 for four.
    read = library.parts["ddn/ai400x2"].facts["read_gb_per_s"].value
    assert read is not None
    appliances = count(design, "storage")
    assert appliances * read >= 125 * units
    assert (appliances - design.nodes["storage-rack"].copies) * read < 125 * units
    if units > 4:
        assert "scaled linearly" in design.settings.description


@pytest.mark.parametrize("units", UNITS)
def test_each_rack_pdu_carries_its_share_when_one_fails(units: int, library: Library) -> None:
    """N+1 at the systems, 2N at the switches: worked from the parts' own figures."""
    design = superpod(library, units)
    for pdu in (node for node in design.nodes.values() if node.kind == "pdu"):
        assert pdu.part is not None
        capacity = design.parts[pdu.part].facts["capacity_w"].value or 0
        load = 0.0
        for node in design.nodes.values():
            if node.parent == pdu.parent and node.part and node.id != pdu.id:
                facts = design.parts[node.part].facts
                known = facts.get("power_max_w") or facts.get("power_typical_w")
                load += node.copies * ((known.value if known else None) or 0)
        left = pdu.copies - 1 if pdu.id.startswith("pdu") else pdu.copies // 2
        assert load <= left * capacity, pdu.id


@pytest.mark.parametrize("units", UNITS)
def test_every_leaf_reaches_every_spine_evenly(units: int, library: Library) -> None:
    design = superpod(library, units)
    spines = PUBLISHED[units][2]
    each = 32 // spines if spines <= 32 else 1
    reached: dict[tuple[str, int], Counter[int]] = {}
    for link_id in ("uplinks", "uplinks-last"):
        if link_id in design.links:
            for leaf, spine in cable_ends(design, design.links[link_id]):
                reached.setdefault((link_id, leaf), Counter())[spine] += 1
    assert len(reached) == PUBLISHED[units][1]
    assert all(set(spread.values()) == {each} for spread in reached.values())
    assert {len(spread) for spread in reached.values()} == {min(spines, 32)}


@pytest.mark.parametrize("units", [1, 4])
def test_every_rail_of_a_system_goes_to_a_leaf_of_its_own(units: int, library: Library) -> None:
    design = superpod(library, units)
    for link_id in ("rails", "rails-last", "rails-rest"):
        if link_id in design.links:
            leaves: dict[int, set[int]] = {}
            for system, leaf in cable_ends(design, design.links[link_id]):
                leaves.setdefault(system, set()).add(leaf)
            assert {len(found) for found in leaves.values()} == {8}


@pytest.mark.parametrize(("name", "settings"), SAMPLES)
def test_templates_are_whole(name: str, settings: dict[str, str], library: Library) -> None:
    design = build_template(name, library, settings)
    require_valid(design)
    assert msgspec.json.decode(msgspec.json.encode(design), type=Design) == design
    for link in design.links.values():
        joined = joined_ports(design, link)
        assert joined is not None, link.id
        assert joined[2].verdict != "no", joined[2].reason
        container = design.common_container(link.a, link.b)
        assert (
            spread_problem(
                link.spread,
                link.cables,
                design.copies_within(link.a, container),
                design.copies_within(link.b, container),
            )
            is None
        )
    for (node_id, port), taken in ports_taken(design).items():
        group = next(group for group in design.ports_of(design.nodes[node_id]) if group.name == port)
        assert taken <= group.count, (node_id, port)
    views = design.views_in_order()
    assert [view.order for view in views] == [0, 1, 2, 3]
    for view in views:
        assert view.caption.endswith(".")
        assert view.caption.count(". ") == 0
        assert set(view.focus) <= set(design.nodes)
    assert design.settings.made_by == name


@pytest.mark.parametrize("units", UNITS)
def test_everything_in_the_superpod_is_on_the_network(units: int, library: Library) -> None:
    design = superpod(library, units)
    near: dict[str, set[str]] = {}
    for link in design.links.values():
        if link.medium in NETWORK_MEDIA:
            near.setdefault(link.a, set()).add(link.b)
            near.setdefault(link.b, set()).add(link.a)
    equipment = {node.id for node in design.nodes.values() if node.kind not in {*CONTAINERS, "pdu"}}
    reached, waiting = set[str](), ["leaf"]
    while waiting:
        node_id = waiting.pop()
        if node_id not in reached:
            reached.add(node_id)
            waiting.extend(near[node_id])
    assert reached == equipment


@pytest.mark.parametrize(
    ("nodes", "links", "leaf_radix", "spine_radix", "extra", "over"),
    [
        (31, 8, 64, 64, 4, 1.0),
        (127, 8, 64, 64, 4, 1.0),
        (576, 8, 144, 144, 0, 1.0),
        (512, 8, 64, 64, 0, 1.0),
        (40, 2, 48, 64, 0, 3.0),
        (10, 1, 64, 64, 0, 1.0),
    ],
)
def test_leaf_spine_is_what_the_calculator_says(
    nodes: int, links: int, leaf_radix: int, spine_radix: int, extra: int, over: float, library: Library
) -> None:
    size = leaf_spine(nodes, links, leaf_radix, spine_radix, extra, over)
    design = build_template(
        "leaf-spine",
        library,
        {
            "nodes": str(nodes),
            "links_per_node": str(links),
            "leaf_radix": str(leaf_radix),
            "spine_radix": str(spine_radix),
            "extra_links": str(extra),
            "oversubscription": str(over),
        },
    )
    assert count(design, "host", "host-last") == nodes
    assert count(design, "leaf", "leaf-last") == size.leaf
    assert count(design, "spine") == size.spine
    assert count(design, "core") == size.core
    assert cables(design, "rails", "rails-last", "extra-links") == size.node_leaf_cables
    assert cables(design, "uplinks", "uplinks-last") == size.leaf_spine_cables
    assert cables(design, "core-links") == size.spine_core_cables


def test_fat_tree_of_48_ports(library: Library) -> None:
    """NET-01: 27,648 hosts, 2,880 switches, 82,944 links."""
    design = build_template("fat-tree", library, {"k": "48"})
    assert count(design, "host") == 27_648
    assert count(design, "edge", "aggregation", "core") == 2_880
    assert count(design, "core") == 576
    assert cables(design, "hosts", "edges", "cores") == 82_944


def test_fat_tree_core_switches_reach_every_pod_once(library: Library) -> None:
    design = build_template("fat-tree", library, {"k": "4"})
    pods: dict[int, list[int]] = {}
    for aggregation, core in cable_ends(design, design.links["cores"]):
        pods.setdefault(core, []).append(aggregation // 2)
    assert {core: sorted(found) for core, found in pods.items()} == {core: [0, 1, 2, 3] for core in range(4)}


@pytest.mark.parametrize(
    ("name", "settings", "words"),
    [
        ("dgx-superpod-h100", {"scale_units": "5"}, "two tiers for 1 to 4 units and three tiers for 16 and 64"),
        ("dgx-superpod-h100", {"scale_units": "1.5"}, "whole number"),
        ("dgx-superpod-h100", {"scale_units": "nan"}, "whole number"),
        ("dgx-superpod-h100", {"units": "1"}, "no parameter 'units'"),
        ("superpod", {}, "There is no template 'superpod'"),
        ("empty", {"k": "4"}, "it has none"),
        ("fat-tree", {"k": "5"}, "even"),
        ("fat-tree", {"k": "-2"}, "from 2 to 256"),
        ("leaf-spine", {"nodes": "0"}, "from 1 to"),
        ("leaf-spine", {"nodes": "many"}, "whole number"),
        ("leaf-spine", {"nodes": "100000", "links_per_node": "1024"}, "more than three tiers"),
        ("leaf-spine", {"leaf_radix": "2", "oversubscription": "0.1"}, "without a down port"),
    ],
)
def test_settings_are_refused_with_the_reason(
    name: str, settings: dict[str, str], words: str, library: Library
) -> None:
    with pytest.raises(RefusedInput, match=words) as refusal:
        build_template(name, library, settings)
    assert "\n" not in str(refusal.value)


def test_a_library_without_the_parts_is_refused() -> None:
    with pytest.raises(RefusedInput, match="no part"):
        build_template("dgx-superpod-h100", Library(), {})


def test_templates_tell_their_parameters() -> None:
    assert next(iter(TEMPLATES)) == "ai-stack"
    assert TEMPLATES["dgx-superpod-h100"].parameters[0].choices == ("1", "2", "3", "4", "16", "64")
    assert TEMPLATES["empty"].parameters == ()


@pytest.mark.parametrize(
    "template", [one for one in TEMPLATES.values() if one.name != "empty"], ids=lambda one: one.name
)
def test_a_card_says_the_layers_that_the_design_shows(library, template):
    design = build_template(template.name, library, {})
    shown = {tile_layer(node, design.parts.get(node.part)) for node in design.nodes.values()}
    assert template.layers == tuple(layer for layer in LAYERS if layer in shown)
    assert template.line
