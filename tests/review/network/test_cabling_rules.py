"""How a network is cabled: what each rule says of a small fabric with one fault, and that sound ones stay quiet."""

from datetime import date

import msgspec
import pytest

from designer.analysis.counts import counts
from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.edit.fixes import FIXES
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.model.design import Design, Link, Node
from designer.model.parts.part import Contained, Part, PortGroup
from designer.review.findings import Finding
from designer.review.network import cable_fit_rules, cabling_rules
from designer.review.rules import review

TODAY = date(2026, 12, 1)
RULES = (
    cable_fit_rules.no_such_breakout,
    cable_fit_rules.cable_does_not_suit,
    cabling_rules.rails_swapped,
    cabling_rules.leaf_misses_spine,
    cabling_rules.uneven_striping,
    cabling_rules.mixed_rates,
    cabling_rules.planes_meet,
)


def port(name: str, count: int = 1, rate: float = 400) -> PortGroup:
    return PortGroup(name=name, media=("fabric",), count=count, rate_gbps=rate)


CHIP = Part(id="x/chip", kind="accelerator", layer="silicon", vendor="X", name="Chip")
RAILED = Part(
    id="x/railed",
    kind="server",
    layer="servers_fabric",
    vendor="X",
    name="Railed server",
    ports=tuple(port(f"rail{n}") for n in (1, 2, 3, 4)),
    contains=(Contained(part="x/chip", count=4),),
)
SERVER = Part(
    id="x/server",
    kind="server",
    layer="servers_fabric",
    vendor="X",
    name="Server",
    ports=(port("fabric", 4),),
    contains=(Contained(part="x/chip", count=4),),
)
SWITCH = Part(
    id="x/switch",
    kind="switch",
    layer="servers_fabric",
    vendor="X",
    name="Switch",
    ports=(port("osfp", 64), port("slow", 8, 200)),
)
SMALL = msgspec.structs.replace(SWITCH, id="x/small", ports=(port("osfp", 4),))
PARTS = {part.id: part for part in (CHIP, RAILED, SERVER, SWITCH, SMALL)}


def node(id: str, part: str = "x/switch", copies: int = 1, **fields: object) -> Node:
    return Node(id=id, kind=PARTS[part].kind, part=part, copies=copies, **fields)  # type: ignore[arg-type]


def link(id: str, a: str, b: str, cables: int = 1, **fields: object) -> Link:
    fields.setdefault("medium", "fabric")
    return Link(id=id, a=a, b=b, cables=cables, **fields)  # type: ignore[arg-type]


def drawn(*records: Node | Link) -> Design:
    return Design(
        nodes={record.id: record for record in records if isinstance(record, Node)},
        links={record.id: record for record in records if isinstance(record, Link)},
        parts=PARTS,
    )


def found(design: Design) -> list[Finding]:
    findings = review(design, Results(counts=counts(design)), TODAY, RULES)
    assert "rule-failed" not in {finding.rule for finding in findings}
    for finding in findings:
        assert set(finding.ids) <= {*design.nodes, *design.links}
    return list(findings)


def only(design: Design, rule: str) -> Finding:
    (finding,) = found(design)
    assert finding.rule == rule
    return finding


def mended(design: Design, finding: Finding) -> Design:
    """DESIGN after the fix of FINDING; the rule has nothing more to say of it."""
    assert finding.fix is not None
    after = FIXES[finding.fix.edit](design, Library(), **finding.fix.arguments).applied(design)
    assert finding.rule not in {one.rule for one in found(after)}
    return after


def changed(design: Design, *links: Link) -> Design:
    return msgspec.structs.replace(design, links={**design.links, **{one.id: one for one in links}})


def without(design: Design, *ids: str) -> Design:
    return msgspec.structs.replace(design, links={i: one for i, one in design.links.items() if i not in ids})


def rails(hosts: int = 4, part: str = "x/railed") -> Design:
    """HOSTS servers whose four ports go to four leaves, these to two spines by two cables each."""
    leaves, spines = [node(f"leaf{n}") for n in (1, 2, 3, 4)], [node("spine1"), node("spine2")]
    servers = [node(f"srv{n}", part) for n in range(1, hosts + 1)]
    named = part == "x/railed"
    cables = [
        link(f"{server.id}-{n}", server.id, f"leaf{n}", a_port=f"rail{n}" if named else "fabric", b_port="osfp")
        for server in servers
        for n in (1, 2, 3, 4)
    ]
    uplinks = [
        link(f"{leaf.id}-{spine.id}", leaf.id, spine.id, 2, a_port="osfp", b_port="osfp")
        for leaf in leaves
        for spine in spines
    ]
    return drawn(*leaves, *spines, *servers, *cables, *uplinks)


def moved(design: Design, link_id: str, to: str) -> Link:
    return msgspec.structs.replace(design.links[link_id], b=to)


# ---- Rails ----


def test_a_sound_rail_design_is_quiet() -> None:
    assert found(rails()) == []
    assert found(rails(part="x/server")) == []


def test_two_swapped_rails_of_a_server_name_both_ports_and_are_exchanged() -> None:
    design = rails()
    design = changed(design, moved(design, "srv3-1", "leaf2"), moved(design, "srv3-2", "leaf1"))
    finding = only(design, "rails-swapped")
    assert finding.severity == "warning"
    assert finding.message == (
        "Port rail1 of srv3 lands on leaf2 and port rail2 of srv3 lands on leaf1; with their peers it is leaf1 "
        "and leaf2."
    )
    after = mended(design, finding)
    assert (after.links["srv3-1"].b, after.links["srv3-2"].b) == ("leaf1", "leaf2")


def test_a_swap_between_two_servers_is_one_finding() -> None:
    design = rails(6)
    design = changed(design, moved(design, "srv2-1", "leaf2"), moved(design, "srv5-2", "leaf1"))
    finding = only(design, "rails-swapped")
    assert finding.message.startswith("Port rail1 of srv2 lands on leaf2 and port rail2 of srv5 lands on leaf1;")
    after = mended(design, finding)
    assert (after.links["srv2-1"].b, after.links["srv5-2"].b) == ("leaf1", "leaf2")


def test_a_cable_in_the_wrong_leaf_is_told_where_nothing_numbers_the_ports() -> None:
    design = rails(part="x/server")
    design = changed(design, moved(design, "srv4-3", "leaf1"))
    finding = only(design, "rails-swapped")
    assert finding.message == "A port of srv4 (fabric) lands on leaf1; with its 3 peers it is leaf3."
    assert finding.fix is not None
    assert finding.fix.label == "Plug it into leaf3"
    after = mended(design, finding)
    assert sorted(after.links[f"srv4-{n}"].b for n in (1, 2, 3, 4)) == ["leaf1", "leaf2", "leaf3", "leaf4"]


def test_the_order_of_drawing_is_no_swap_where_nothing_numbers_the_ports() -> None:
    design = rails(part="x/server")
    assert found(changed(design, moved(design, "srv3-1", "leaf2"), moved(design, "srv3-2", "leaf1"))) == []


def test_two_servers_that_differ_are_a_note_since_either_may_be_right() -> None:
    design = rails(2)
    design = changed(design, moved(design, "srv2-1", "leaf2"), moved(design, "srv2-2", "leaf1"))
    finding = only(design, "rails-swapped")
    assert finding.severity == "note"
    assert finding.message.endswith("; the other server of its sort has it elsewhere.")
    mended(design, finding)


def test_servers_on_leaves_of_their_own_are_no_strays() -> None:
    first = rails()
    names = {f"leaf{n}": f"other{n}" for n in (1, 2, 3, 4)}
    pod = [node(f"far{n}", "x/railed") for n in (1, 2, 3)]
    cables = [
        link(f"{server.id}-{n}", server.id, names[f"leaf{n}"], a_port=f"rail{n}", b_port="osfp")
        for server in pod
        for n in (1, 2, 3, 4)
    ]
    uplinks = [
        link(f"{leaf}-{s}", leaf, s, 2, a_port="osfp", b_port="osfp")
        for leaf in names.values()
        for s in ("spine1", "spine2")
    ]
    more = drawn(*(node(leaf) for leaf in names.values()), *pod, *cables, *uplinks)
    assert found(drawn(*first.nodes.values(), *more.nodes.values(), *first.links.values(), *more.links.values())) == []


def test_many_strays_are_told_in_a_few_lines() -> None:
    design = rails(30)
    turned = [moved(design, f"srv{n}-{a}", f"leaf{b}") for n in range(1, 9) for a, b in ((1, 2), (2, 1))]
    findings = found(changed(design, *turned))
    assert len(findings) == 5
    assert findings[-1].message == "4 more ports are cabled so."


# ---- Uplinks ----


def test_a_leaf_that_misses_a_spine_is_joined_to_it() -> None:
    design = without(rails(), "leaf3-spine2")
    finding = only(design, "leaf-misses-spine")
    assert finding.severity == "warning"
    assert finding.message == "leaf3 has no cable to spine2; 3 switches of its tier have."
    assert finding.ids == ("leaf3", "spine2")
    after = mended(design, finding)
    (new,) = [one for one in after.links.values() if {one.a, one.b} == {"leaf3", "spine2"}]
    assert new.cables == 2


def test_where_every_leaf_misses_another_spine_each_is_told() -> None:
    leaves, spines = [f"leaf{n}" for n in range(5)], [f"spine{n}" for n in range(5)]
    design = drawn(
        *(node(name) for name in leaves + spines),
        *(node(f"srv{n}", "x/server") for n in range(5)),
        *(link(f"d{n}", f"srv{n}", leaf) for n, leaf in enumerate(leaves)),
        *(link(f"{a}-{b}", a, b, a_port="osfp", b_port="osfp") for a in leaves for b in spines if a[-1] != b[-1]),
    )
    findings = found(design)
    assert [one.message for one in findings] == [
        *(f"leaf{n} has no cable to spine{n}; 4 switches of its tier have." for n in range(4)),
        "1 more switch is cabled so.",
    ]
    after = FIXES["add_link"](design, Library(), **(findings[2].fix or pytest.fail("no fix")).arguments).applied(design)
    assert "leaf2" not in {one.ids[0] for one in found(after)}


def test_the_smallest_fabric_with_a_missing_uplink() -> None:
    design = drawn(
        node("leaf1"),
        node("leaf2"),
        node("spine1"),
        node("spine2"),
        node("a", "x/server"),
        node("b", "x/server"),
        link("1", "a", "leaf1"),
        link("2", "b", "leaf2"),
        link("3", "leaf1", "spine1"),
        link("4", "leaf1", "spine2"),
        link("5", "leaf2", "spine1"),
    )
    assert only(design, "leaf-misses-spine").message == "leaf2 has no cable to spine2; 1 switch of its tier has."


def copied(cables: int, leaf: str = "x/switch", spines: int = 4) -> Design:
    return drawn(
        node("srv", "x/server", 16),
        node("leaf", leaf, 8),
        node("spine", "x/switch", spines),
        link("down", "srv", "leaf", 16, b_port="osfp"),
        link("up", "leaf", "spine", cables, a_port="osfp"),
    )


def test_copies_of_a_leaf_with_fewer_uplinks_than_spines() -> None:
    design = copied(24)
    finding = only(design, "leaf-misses-spine")
    assert finding.message == "leaf 1 has no cable to spine 4; 6 switches of its tier have."
    assert finding.detail.startswith("7 copies of it also miss one.")
    assert mended(design, finding).links["up"].cables == 32


def test_uplinks_that_do_not_divide_are_a_note() -> None:
    design = copied(48)
    finding = only(design, "uneven-striping")
    assert finding.severity == "note"
    assert finding.message == "leaf 1 has 2 cables (800 Gb/s) to spine 2 and 1 cable (400 Gb/s) to spine 3."
    assert mended(design, finding).links["up"].cables == 64
    assert found(copied(64)) == []


def test_where_the_ports_have_no_room_nothing_is_offered() -> None:
    # Each leaf has two of its four ports down and two up; the third spine would need a fifth.
    tight = copied(16, "x/small", 3)
    assert only(tight, "leaf-misses-spine").fix is None


def test_uplinks_that_differ_between_spines_are_made_alike() -> None:
    design = rails()
    design = changed(design, msgspec.structs.replace(design.links["leaf1-spine2"], cables=1))
    finding = only(design, "uneven-striping")
    assert finding.severity == "warning"
    assert finding.message == "leaf1 has 2 cables (800 Gb/s) to spine1 and 1 cable (400 Gb/s) to spine2."
    assert finding.fix is None  # with two spines nothing tells which of them is right
    third = drawn(
        *design.nodes.values(),
        node("spine3"),
        *design.links.values(),
        *(link(f"leaf{n}-spine3", f"leaf{n}", "spine3", 2, a_port="osfp", b_port="osfp") for n in (1, 2, 3, 4)),
    )
    assert mended(third, only(third, "uneven-striping")).links["leaf1-spine2"].cables == 2


def test_as_many_cables_of_another_rate_are_uneven_too() -> None:
    design = rails()
    slow = msgspec.structs.replace(design.links["leaf1-spine2"], a_port="slow", b_port="slow")
    assert only(changed(design, slow), "uneven-striping").message == (
        "leaf1 has 2 cables (800 Gb/s) to spine1 and 2 cables (400 Gb/s) to spine2."
    )


# ---- Bundles ----


def test_mixed_rates_in_a_bundle_name_the_ports_and_are_plugged_over() -> None:
    design = rails()
    halves = [
        msgspec.structs.replace(design.links[f"leaf{n}-spine{s}"], id=f"{n}{s}-{x}", cables=1)
        for n in (1, 2, 3, 4)
        for s in (1, 2)
        for x in "ab"
    ]
    design = changed(without(design, *(f"leaf{n}-spine{s}" for n in (1, 2, 3, 4) for s in (1, 2))), *halves)
    assert found(design) == []
    mixed = changed(
        design, *(msgspec.structs.replace(one, a_port="slow", b_port="slow") for one in halves if one.id == "11-b")
    )
    findings = {finding.rule: finding for finding in found(mixed)}
    assert set(findings) == {"mixed-rates", "uneven-striping"}
    assert findings["mixed-rates"].message == (
        "The cables between leaf1 and spine1 run at different rates: 11-a at 400G (port osfp to osfp), 11-b at 200G "
        "(port slow to slow)."
    )
    assert found(mended(mixed, findings["mixed-rates"])) == []


# ---- Planes ----


def planes(*more: Node | Link) -> Design:
    records: list[Node | Link] = []
    for side in "AB":
        records += [node(f"leaf{side}{n}") for n in (1, 2)] + [node(f"spine{side}{n}") for n in (1, 2)]
        records += [
            link(f"{side}{n}{m}", f"leaf{side}{n}", f"spine{side}{m}", 2, a_port="osfp", b_port="osfp")
            for n in (1, 2)
            for m in (1, 2)
        ]
    for n in (1, 2, 3, 4):
        records.append(node(f"srv{n}", "x/server"))
        records += [
            link(f"srv{n}-{side}{leaf}", f"srv{n}", f"leaf{side}{leaf}", side=side) for side in "AB" for leaf in (1, 2)
        ]
    return drawn(*records, *more)


def unmarked(design: Design) -> Design:
    return changed(design, *(msgspec.structs.replace(one, side="") for one in design.links.values()))


def test_two_planes_with_switches_of_their_own_are_quiet() -> None:
    assert found(planes()) == []
    assert found(unmarked(planes())) == []


def test_a_cable_of_plane_a_in_a_switch_of_plane_b() -> None:
    design = planes()
    design = changed(design, moved(design, "srv2-A1", "leafB1"))
    finding = next(one for one in found(design) if one.rule == "planes-meet")
    assert finding.severity == "warning"
    assert finding.message == (
        "Planes A and B share leafB1: a port of srv2 (fabric) comes from plane A, a port of srv1 (fabric) from plane B."
    )
    assert mended(design, finding).links["srv2-A1"].b == "leafA1"


def test_every_shared_switch_is_told_with_a_cable_of_either_plane() -> None:
    design = planes()
    sides = {"A": "B", "B": "A"}
    # One server has all its cables the wrong way round, so every leaf has cables of both planes.
    turned = [
        msgspec.structs.replace(one, side=sides[one.side]) for one in design.links.values() if one.id[:4] == "srv1"
    ]
    findings = [one for one in found(changed(design, *turned)) if one.rule == "planes-meet"]
    assert {one.ids[0] for one in findings} == {"leafA1", "leafA2", "leafB1", "leafB2"}
    assert all(sum("srv1" in one for one in finding.ids) == 1 for finding in findings)


def test_planes_that_meet_above_are_told_where_they_do() -> None:
    finding = next(
        one
        for one in found(planes(link("across", "leafA1", "spineB1", a_port="osfp", b_port="osfp")))
        if one.rule == "planes-meet"
    )
    assert "share" in finding.message
    assert "across" in finding.ids


def test_planes_that_nobody_marked_meet_in_one_switch() -> None:
    joint = [link(f"{spine}-core", spine, "core", 1) for spine in ("spineA1", "spineA2", "spineB1", "spineB2")]
    findings = [one for one in found(unmarked(planes(node("core"), *joint))) if one.rule == "planes-meet"]
    assert [one.ids for one in findings] == [("core",)]
    assert findings[0].severity == "note"


def test_a_single_spine_is_no_meeting_of_planes() -> None:
    design = without(rails(), *(f"leaf{n}-spine2" for n in (1, 2, 3, 4)))
    assert found(design) == []


# ---- All together ----

SAMPLES = [
    *((name, {}) for name in TEMPLATES),
    *(("dgx-superpod-h100", {"scale_units": units}) for units in ("2", "3", "4", "16", "64")),
    *(("leaf-spine", {"nodes": nodes}) for nodes in ("3", "31", "127", "512", "1000")),
    ("leaf-spine", {"nodes": "127", "extra_links": "4"}),
    ("leaf-spine", {"nodes": "40", "oversubscription": "3"}),
    ("fat-tree", {"k": "16"}),
]


@pytest.mark.parametrize(("name", "settings"), SAMPLES)
def test_no_template_raises_a_false_alarm(name: str, settings: dict[str, str], library: Library) -> None:
    assert found(build_template(name, library, settings)) == []


def test_a_design_is_looked_at_anew_after_an_edit() -> None:
    sound = rails()
    broken = without(sound, "leaf3-spine2")
    assert found(sound) == []
    told = found(broken)
    assert len(told) == 1
    assert found(sound) == []
    assert found(broken) == told
