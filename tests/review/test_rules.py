"""Each rule on a small design: when it speaks, what it says, how it would be mended, and when it is silent."""

from collections.abc import Iterable, Mapping
from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.cooling.heat_load import cooling
from designer.analysis.counts import counts
from designer.analysis.money.cost import cost
from designer.analysis.network.bandwidth import network as carried
from designer.analysis.power.draw import power
from designer.analysis.results import (
    Bottleneck,
    Cut,
    LinkLoad,
    NetworkResult,
    ResilienceResult,
    Results,
    SinglePoint,
    Tier,
)
from designer.catalog.library import Library
from designer.edit.fixes import FIXES
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import Figure, leaf, quotient
from designer.model.parts.part import Contained, Part, PortGroup, Price, Quantity
from designer.review.findings import Finding
from designer.review.money.cost_rules import is_old
from designer.review.rules import review

TODAY = date(2026, 12, 1)


def ports(*groups: tuple[str, str, int, float | None]) -> tuple[PortGroup, ...]:
    return tuple(
        PortGroup(name=name, media=(medium,), count=count, rate_gbps=rate)  # type: ignore[arg-type]
        for name, medium, count, rate in groups
    )


CHIP = Part(id="x/chip", kind="accelerator", layer="silicon", vendor="X", name="Chip")
SERVER = Part(
    id="x/server",
    kind="server",
    layer="servers_fabric",
    vendor="X",
    name="Server",
    facts={
        "power_max_w": Quantity(value=10200.0),
        "power_typical_w": Quantity(value=8000.0),
        "weight_kg": Quantity(value=130.45),
        "height_u": Quantity(value=8.0),
    },
    ports=ports(("fabric", "fabric", 8, 400), ("bmc", "management", 1, 1), ("psu", "power", 6, None)),
    contains=(Contained(part="x/chip", count=8),),
    prices=(Price(low=200000, typical=250000, high=300000, basis="street", date="2026-11-01", status="unverified"),),
)
SWITCH = Part(
    id="x/switch",
    kind="switch",
    layer="servers_fabric",
    vendor="X",
    name="Switch",
    facts={"power_max_w": Quantity(value=1720.0)},
    ports=ports(("osfp", "fabric", 64, 400), ("psu", "power", 2, None)),
    prices=(Price(low=25000, typical=25000, high=25000, basis="list", date="2026-01-01"),),
)
STORE = Part(
    id="x/store",
    kind="storage",
    layer="data_storage",
    vendor="X",
    name="Store",
    facts={"read_gb_per_s": Quantity(value=10.0), "power_max_w": Quantity(value=500.0)},
    ports=ports(("data", "fabric", 2, 400)),
    prices=(Price(low=1, typical=1, high=1, basis="list", date="2026-11-01"),),
)
PDU = Part(
    id="x/pdu",
    kind="pdu",
    layer="facility",
    vendor="X",
    name="PDU",
    ports=(PortGroup(name="out", media=("power",), count=24, role="out"),),
    prices=(Price(low=1, typical=1, high=1, basis="list", date="2026-11-01"),),
)
CRAH = Part(
    id="x/crah",
    kind="crah",
    layer="facility",
    vendor="X",
    name="Air handler",
    facts={"cooling_capacity_w": Quantity(value=30000.0)},
)
CLOUD = Part(
    id="x/cloud",
    kind="server",
    layer="cloud",
    vendor="X",
    name="Instance",
    ports=ports(("net", "fabric", 1, 400)),
    contains=(Contained(part="x/chip", count=8),),
    prices=(Price(low=9, typical=9, high=9, basis="on-demand", per="hour", date="2026-10-15"),),
)
PARTS = {part.id: part for part in (CHIP, SERVER, SWITCH, STORE, PDU, CRAH, CLOUD)}


def node(id: str, part: str, copies: int = 1, **fields: object) -> Node:
    kind = PARTS[part].kind if part in PARTS else "server"
    return Node(id=id, kind=kind, part=part, copies=copies, **fields)  # type: ignore[arg-type]


def link(id: str, a: str, b: str, cables: int = 1, **fields: object) -> Link:
    fields.setdefault("medium", "fabric")
    return Link(id=id, a=a, b=b, cables=cables, **fields)  # type: ignore[arg-type]


def design(*records: Node | Link) -> Design:
    return Design(
        nodes={record.id: record for record in records if isinstance(record, Node)},
        links={record.id: record for record in records if isinstance(record, Link)},
        parts=PARTS,
    )


def sums(made: Design, network: NetworkResult | None = None, resilience: ResilienceResult | None = None) -> Results:
    drawn, counted = power(made), counts(made)
    return Results(
        counts=counted,
        power=drawn,
        cooling=cooling(made, drawn),
        cost=cost(made, drawn, counted),
        network=network,
        resilience=resilience,
    )


def found(*records: Node | Link) -> dict[str, list[Finding]]:
    made = design(*records)
    return by_rule(review(made, sums(made), TODAY))


def by_rule(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    rules: dict[str, list[Finding]] = {}
    for finding in findings:
        rules.setdefault(finding.rule, []).append(finding)
    assert "rule-failed" not in rules
    return rules


def only(rules: Mapping[str, list[Finding]], rule: str) -> Finding:
    assert len(rules[rule]) == 1
    return rules[rule][0]


def test_a_link_to_nowhere_is_an_error_that_can_be_removed() -> None:
    finding = only(found(node("srv", "x/server"), link("up", "srv", "gone")), "link-to-nowhere")
    assert finding.severity == "error"
    assert finding.message == "A link of srv leads to gone, which is not in the design."
    assert finding.ids == ("up", "srv")
    assert finding.fix is not None
    assert (finding.fix.edit, dict(finding.fix.arguments)) == ("remove", {"record_id": "up"})


def test_an_unknown_part_is_named_with_its_users() -> None:
    finding = only(found(node("a", "who/knows"), node("b", "who/knows")), "unknown-part")
    assert finding.message == "The part who/knows is not known here, but a and b use it."
    assert finding.ids == ("a", "b")


def test_containers_that_are_gone_or_hold_each_other() -> None:
    rules = found(
        node("a", "x/server", parent="gone"),
        Node(id="r1", kind="rack", parent="r2"),
        Node(id="r2", kind="row", parent="r1"),
        node("b", "x/server", parent="r1"),
    )
    assert only(rules, "missing-parent").ids == ("a",)
    assert only(rules, "parent-cycle").message == "r1 and r2 stand in each other."
    assert only(found(Node(id="me", kind="pod", parent="me")), "parent-cycle").message == "me stands in itself."


def test_a_rack_in_a_server_is_in_the_wrong_place_and_a_chip_in_one_is_not() -> None:
    rules = found(
        node("srv", "x/server"), Node(id="rack", kind="rack", parent="srv"), node("gpu", "x/chip", parent="srv")
    )
    assert only(rules, "wrong-place").message == "rack (rack) stands in srv, and a server does not hold one."
    assert "chip-without-host" not in rules


def test_chips_that_stand_alone_are_counted() -> None:
    finding = only(
        found(Node(id="rack", kind="rack", copies=2), node("gpu", "x/chip", 4, parent="rack")), "chip-without-host"
    )
    assert finding.severity == "warning"
    assert finding.message == "8 accelerators (gpu) stand alone, in no server."


def test_one_endpoint_has_nobody_to_talk_to() -> None:
    assert only(found(), "too-few-endpoints").message == "Nothing here sends traffic yet."
    assert only(found(node("srv", "x/server")), "too-few-endpoints").severity == "note"
    assert "too-few-endpoints" not in found(node("srv", "x/server", 2))


def test_ports_that_do_not_fit_say_why() -> None:
    rules = found(node("srv", "x/server"), node("sw", "x/switch"), link("m", "srv", "sw", medium="management"))
    finding = only(rules, "ports-do-not-fit")
    assert finding.severity == "error"
    assert finding.message == "The link srv to sw cannot be plugged in: sw has no management port."
    named = only(
        found(node("srv", "x/server"), node("sw", "x/switch"), link("m", "srv", "sw", a_port="zzz")), "ports-do-not-fit"
    )
    assert named.message == "The link srv to sw cannot be plugged in: srv has no zzz ports."


def test_a_full_switch_offers_more_copies() -> None:
    # 20 servers × 8 cables on 2 switches of 64: 80 each, so 160 / 64 → 3 copies.
    rules = found(node("srv", "x/server", 20), node("sw", "x/switch", 2), link("rails", "srv", "sw", 160))
    finding = only(rules, "ports-overfull")
    assert finding.severity == "error"
    assert finding.message == "Each sw has 64 osfp ports, but its cables need 80."
    assert finding.ids == ("sw", "rails")
    assert finding.fix is not None
    assert (finding.fix.edit, dict(finding.fix.arguments)) == ("set_copies", {"node_id": "sw", "copies": 3})
    assert "ports-overfull" not in found(
        node("srv", "x/server", 20), node("sw", "x/switch", 3), link("r", "srv", "sw", 160)
    )


def test_one_port_is_counted_as_one() -> None:
    both = node("a", "x/server"), node("b", "x/server")
    told = found(*both, link("m", "a", "b", 2, medium="management"))["ports-overfull"]
    assert [one.message for one in told] == [f"{which} has 1 bmc port, but its cables need 2." for which in "ab"]


def test_a_full_server_offers_fewer_cables() -> None:
    finding = only(
        found(node("srv", "x/server", 2), node("sw", "x/switch"), link("rails", "srv", "sw", 18)), "ports-overfull"
    )
    assert finding.message == "Each srv has 8 fabric ports, but its cables need 9."
    assert finding.fix is not None
    assert (finding.fix.edit, dict(finding.fix.arguments)) == ("set_cables", {"link_id": "rails", "cables": 16})


def test_links_that_fill_different_copies_do_not_overfill_a_port_group() -> None:
    # 31 × 8 cables on 8 switches: 31 each. 5 more cables land on the first five. 32 up each. 64 at most.
    rules = found(
        node("srv", "x/server", 31),
        node("extra", "x/server", 5),
        node("leaf", "x/switch", 8),
        node("top", "x/switch", 4),
        link("rails", "srv", "leaf", 248),
        link("more", "extra", "leaf", 5),
        link("up", "leaf", "top", 256),
    )
    assert "ports-overfull" not in rules


def test_the_fullest_copy_is_found_copy_by_copy() -> None:
    # 65 pairs leave one port too few on every copy only if all extra cables fell on the same one: 62 + 1 + 1.
    a = link("a", "srv", "sw", 124, spread="even")
    b = link("b", "x", "sw", 3)
    c = link("c", "y", "sw", 2)
    rules = found(
        node("srv", "x/server", 16),
        node("x", "x/server", 3),
        node("y", "x/server", 2),
        node("sw", "x/switch", 2),
        a,
        b,
        c,
    )
    # Copy 0: 62 + 2 + 1 = 65; copy 1: 62 + 1 + 1 = 64.
    assert only(rules, "ports-overfull").message == "Each sw has 64 osfp ports, but its cables need 65."


def test_a_mesh_that_does_not_come_out_can_be_spread_evenly() -> None:
    finding = only(
        found(node("a", "x/switch", 3), node("b", "x/switch", 4), link("up", "a", "b", 13, spread="mesh")),
        "spread-uneven",
    )
    assert "multiple of 12 cables, not 13" in finding.message
    assert finding.fix is not None
    assert dict(finding.fix.arguments) == {"link_id": "up", "spread": "even"}


def test_servers_with_unlike_numbers_of_cables() -> None:
    finding = only(
        found(node("srv", "x/server", 4), node("sw", "x/switch"), link("r", "srv", "sw", 30)), "cabled-unalike"
    )
    assert finding.message == "30 cables of srv to sw do not divide over 4 copies of srv: some have 7, others 8."
    assert finding.fix is not None
    assert dict(finding.fix.arguments) == {"link_id": "r", "cables": 32}


def test_nodes_without_network_or_management() -> None:
    rules = found(node("a", "x/server"), node("b", "x/server"), node("sw", "x/switch"), link("r", "a", "sw", 8))
    assert only(rules, "no-network").message == "b has no network cable."
    assert only(rules, "no-management-network").ids == ("a", "b")


def joined(*records: Node | Link, fail: tuple[str, ...] = ()) -> dict[str, list[Finding]]:
    """What is found of a design whose network was analysed too."""
    made = design(*records)
    results = replace(sums(made, carried(made, fail=fail)), failed=fail)
    return by_rule(review(made, results, TODAY))


def test_a_fabric_in_pieces_is_named() -> None:
    one = (node("a", "x/server"), node("s", "x/switch"), link("l", "a", "s", 8))
    two = (
        node("b", "x/server"),
        node("c", "x/server"),
        node("t", "x/switch"),
        link("m", "b", "t", 8),
        link("n", "c", "t", 8),
    )
    finding = only(joined(*one, *two), "fabric-in-pieces")
    assert finding.severity == "error"
    assert finding.message == "The fabric is in 2 pieces that cannot reach each other: b and c on t; a on s."
    assert finding.ids == ("a", "s", "b", "c", "t")
    assert "fabric-in-pieces" not in joined(*one, *two, link("joined", "s", "t", 4))


def test_pieces_are_counted_on_copies() -> None:
    """Four leaves of one tile and no spine."""
    tile = (node("a", "x/server", 4), node("s", "x/switch", 4), link("l", "a", "s", 32))
    assert "fabric-in-pieces" not in joined(*tile)  # eight cables of each server go round all four
    rows = (node("a", "x/server", 4), node("s", "x/switch", 4), link("l", "a", "s", 32, spread="pairwise"))
    finding = only(joined(*rows), "fabric-in-pieces")
    assert finding.message == (
        "The fabric is in 4 pieces that cannot reach each other: "
        "a [0] on s [0]; a [1] on s [1]; a [2] on s [2]; a [3] on s [3]."
    )


def test_a_fabric_that_falls_into_pieces_says_by_what() -> None:
    drawn = (
        node("a", "x/server", 2),
        node("s", "x/switch", 2),
        node("t", "x/switch"),
        link("l", "a", "s", 16, spread="pairwise"),
        link("u", "s", "t", 16),
    )
    assert "fabric-in-pieces" not in joined(*drawn)
    finding = only(joined(*drawn, fail=("t",)), "fabric-in-pieces")
    assert finding.message.startswith("With t out of service, the fabric is in 2 pieces")


def test_a_store_that_nobody_reaches_is_a_warning() -> None:
    drawn = (
        node("a", "x/server", 2),
        node("s", "x/switch"),
        node("d", "x/store"),
        node("t", "x/switch"),
        link("l", "a", "s", 16),
        link("m", "d", "t", 2),
    )
    finding = only(joined(*drawn), "fabric-in-pieces")
    assert (finding.severity, finding.ids) == ("warning", ("d", "t", "a", "s"))


def test_power_is_one_note_until_a_pdu_is_drawn() -> None:
    rules = found(node("a", "x/server", 2))
    assert (
        only(rules, "no-power-drawn").message
        == "No power distribution is drawn, so it is unknown whether 20.4 kW can be fed."
    )
    rules = found(
        node("a", "x/server"), node("b", "x/server"), node("pdu", "x/pdu"), link("p", "a", "pdu", 6, medium="power")
    )
    assert only(rules, "no-power").message == "b has no power cable."
    assert only(rules, "no-power").severity == "warning"
    assert only(rules, "one-power-side").message == "All supplies of a are on one feed, pdu."
    two = found(
        node("a", "x/server"),
        node("l", "x/pdu"),
        node("r", "x/pdu"),
        link("p", "a", "l", 3, medium="power", side="A"),
        link("q", "a", "r", 3, medium="power", side="B"),
    )
    assert "one-power-side" not in two
    assert "no-power" not in two


def test_pdus_are_held_against_what_they_feed() -> None:
    def fed(pdus: int, servers: int) -> dict[str, list[Finding]]:
        return found(
            Node(id="rack", kind="rack", copies=8),
            node("srv", "x/server", servers, parent="rack"),
            node("pdu", "x/pdu", pdus, parent="rack", facts={"capacity_w": 22000.0}),
            link("cords", "pdu", "srv", 6 * servers, medium="power"),
        )

    # In each rack: 3 × 22 kW carry 4 × 10.2 kW, also with one failed (44 kW).
    assert not {"feed-overloaded", "feed-not-redundant"} & fed(3, 4).keys()
    short = only(fed(2, 4), "feed-not-redundant")
    assert short.severity == "note"
    assert short.message == "When one of 2 PDUs (pdu) fails, the rest carries 22 kW, but srv may draw 40.8 kW."
    over = only(fed(1, 4), "feed-overloaded")
    assert over.severity == "error"
    assert over.message == "1 PDU (pdu) carries 22 kW, but srv may draw 40.8 kW."
    assert over.ids == ("pdu", "srv")
    # Who does not say what it draws is not taken for nothing.
    silent = found(
        node("srv", "x/server", 3),
        Node(id="other", kind="server", name="Other"),
        node("pdu", "x/pdu", facts={"capacity_w": 22000.0}),
        link("cords", "pdu", "srv", 6, medium="power"),
        link("cord", "pdu", "other", medium="power"),
    )
    told = only(silent, "feed-overloaded").message
    assert told == "1 PDU (pdu) carries 22 kW, but Other and srv may draw at least 30.6 kW."


def test_a_rack_over_kw_weight_and_units() -> None:
    limits = {"power_limit_w": 35000.0, "load_limit_kg": 500.0, "rack_units": 24.0}
    rules = found(Node(id="rack", kind="rack", copies=3, facts=limits), node("srv", "x/server", 4, parent="rack"))
    assert only(rules, "rack-power").message == "Each rack draws 40.8 kW but is fed for 35 kW."
    assert only(rules, "rack-weight").message == "Each rack holds 521.8 kg but carries 500 kg."
    assert only(rules, "rack-units").message == "Each rack needs 32U but has 24U."
    assert {rules[rule][0].severity for rule in ("rack-power", "rack-weight", "rack-units")} == {"error"}
    assert only(rules, "rack-dense-for-air").severity == "note"
    roomy = {"power_limit_w": 40800.0, "load_limit_kg": 521.8, "rack_units": 32.0}
    exact = found(Node(id="rack", kind="rack", facts=roomy), node("srv", "x/server", 4, parent="rack"))
    assert not {"rack-power", "rack-weight", "rack-units", "rack-without-budget"} & exact.keys()


def test_too_little_cooling_is_an_error() -> None:
    finding = only(found(node("srv", "x/server", 4), node("crah", "x/crah")), "cooling-too-small")
    assert finding.message == "The coolers remove 30 kW, but there are 40.8 kW of heat at full load."
    assert "cooling-too-small" not in found(node("srv", "x/server", 4), node("crah", "x/crah", 2))


def test_unknown_power_and_a_typical_above_the_maximum() -> None:
    rules = found(
        Node(id="g", kind="switch", part="x/crah"),
        node("s", "x/server", facts={"power_max_w": 100.0}),
    )
    assert (
        only(rules, "power-unknown").message == "The power is at least what is shown: that of Air handler is not known."
    )
    assert only(rules, "typical-above-maximum").message == "s typically draws 8 kW, more than its maximum of 100 W."


def test_prices_that_are_weak_unknown_or_old() -> None:
    rules = found(node("srv", "x/server", 3), node("sw", "x/switch", 10), node("crah", "x/crah"))
    # 750,000 of 1,000,000 rest on an unverified price.
    assert (
        only(rules, "weak-prices").message
        == "75% of what is known of the purchase price ($750,000) rests on estimates or unverified prices."
    )
    assert only(rules, "weak-prices").ids == ("srv",)
    assert (
        only(rules, "price-unknown").message
        == "The purchase price is at least what is shown: Air handler has no price."
    )
    # The switch's price of January is 334 days old.
    assert only(rules, "stale-prices").message == "1 price is old: Switch (2026-01-01)."
    assert "stale-prices" in found(node("cloud", "x/cloud", 2))


@pytest.mark.parametrize(
    ("written", "old"),
    [
        ("2026-06-04", False),
        ("2026-06-03", True),
        ("2026-07", False),
        ("2025", True),
        ("soon", True),
        ("2026-13-01", True),
    ],
)
def test_old_dates(written: str, old: bool) -> None:
    # 180 days before 2026-12-01 is 2026-06-04.
    assert is_old(written, TODAY, 180) is old


def test_slow_storage_is_measured_against_the_guidance() -> None:
    # 32 servers × 8 = 256 accelerators are given 15 GB/s; one store reads 10.
    rules = found(node("srv", "x/server", 32), node("store", "x/store"))
    assert (
        only(rules, "storage-too-slow").message
        == "The storage reads 10 GB/s; 256 accelerators are usually given 15 GB/s."
    )
    assert "storage-too-slow" not in found(node("srv", "x/server", 32), node("store", "x/store", 2))
    assert "no-storage" in found(node("srv", "x/server", 32))


def _tier(name: str, down: Figure, up: Figure) -> Tier:
    ratio = quotient("oversubscription", down, up, "")
    return Tier(name=name, medium="fabric", nodes=(name,), down_gbps=down, up_gbps=up, oversubscription=ratio)


def network_of(ratio: float, utilisation: float) -> NetworkResult:
    down, up = leaf("down", 100.0 * ratio, "Gb/s", operation="routing"), leaf("up", 100.0, "Gb/s", operation="routing")
    top = leaf("up", 0.0, "Gb/s", operation="routing")
    load = leaf("load", 400.0 * utilisation, "Gb/s", operation="routing")
    capacity = leaf("capacity", 400.0, "Gb/s", operation="routing")
    full = leaf("full", utilisation, operation="routing")
    return NetworkResult(
        traffic="all-to-all",
        endpoints=16,
        tiers=(_tier("leaf", down, up), _tier("spine", up, top)),
        bisection_gbps=down,
        min_cut=Cut(value_gbps=down, links=()),
        links=(
            LinkLoad(
                id="up",
                a="leaf",
                b="spine",
                medium="fabric",
                load_gbps=load,
                capacity_gbps=capacity,
                utilisation=quotient("u", load, capacity, ""),
            ),
        ),
        bottlenecks=(Bottleneck(id="leaf", kind="node", utilisation=full, reason="Because."),),
        worst=full,
    )


FABRIC = design(
    node("srv", "x/server", 4),
    node("leaf", "x/switch", 2),
    node("spine", "x/switch", 2),
    link("down", "srv", "leaf", 32),
    link("up", "leaf", "spine", 16),
)


def test_an_oversubscribed_tier_names_the_ratio_and_the_cables_to_add() -> None:
    rules = by_rule(review(FABRIC, sums(FABRIC, network_of(2.0, 1.5)), TODAY))
    tier = only(rules, "oversubscribed")
    assert tier.message == (
        "The leaf switches have 2 times as much bandwidth below them as above (200 Gb/s to 100 Gb/s)."
    )
    assert tier.fix is not None
    assert (tier.fix.edit, dict(tier.fix.arguments)) == ("set_cables", {"link_id": "up", "cables": 32})
    overloaded = only(rules, "link-overloaded")
    assert overloaded.message == "leaf to spine is asked for 1.5 times what it carries under all-to-all traffic."
    assert overloaded.fix is not None
    assert dict(overloaded.fix.arguments) == {"link_id": "up", "cables": 24}
    assert overloaded.fix.label == "Make leaf to spine 24 cables"
    assert only(rules, "node-overloaded").ids == ("leaf",)


def test_a_slight_oversubscription_and_a_full_link_are_no_findings() -> None:
    rules = by_rule(review(FABRIC, sums(FABRIC, network_of(1.04, 1.0)), TODAY))
    assert not {"oversubscribed", "link-overloaded", "node-overloaded"} & rules.keys()


def test_a_single_point_of_failure_says_what_hangs_on_it() -> None:
    lost = leaf("lost", 3200.0, "Gb/s", operation="routing")
    points = tuple(
        SinglePoint(id=f"leaf{i}" if i else "leaf", kind="node", lost_gbps=lost, lost_accelerators=8 if i == 0 else 0)
        for i in range(12)
    )
    resilience = ResilienceResult(single_points_of_failure=points, worst_failures=())
    said = by_rule(review(FABRIC, sums(FABRIC, None, resilience), TODAY))["single-point-of-failure"]
    assert said[0].message == "If leaf fails, 8 accelerators are cut off."
    assert said[0].severity == "warning"
    assert said[1].message == "If leaf1 fails, 3.2 Tb/s of traffic is cut off."
    assert said[-1].message == "2 more elements would cut something off by failing."
    assert len(said) == 11


@pytest.mark.parametrize(
    ("rule", "records"),
    [
        ("link-to-nowhere", (node("srv", "x/server"), link("up", "srv", "gone"))),
        ("link-to-itself", (node("srv", "x/server"), link("up", "srv", "srv"))),
        ("missing-parent", (node("srv", "x/server", parent="gone"),)),
        ("parent-cycle", (Node(id="r1", kind="rack", parent="r2"), Node(id="r2", kind="row", parent="r1"))),
        ("wrong-place", (node("srv", "x/server"), Node(id="rack", kind="rack", parent="srv"))),
        ("ports-overfull", (node("srv", "x/server", 20), node("sw", "x/switch", 2), link("rails", "srv", "sw", 160))),
        ("ports-overfull", (node("srv", "x/server", 2), node("sw", "x/switch"), link("rails", "srv", "sw", 18))),
        (
            "spread-uneven",
            (node("a", "x/switch", 3), node("b", "x/switch", 4), link("up", "a", "b", 13, spread="mesh")),
        ),
        ("cabled-unalike", (node("srv", "x/server", 4), node("sw", "x/switch"), link("r", "srv", "sw", 30))),
        (
            "no-network",
            (node("srv", "x/server", 4), node("b", "x/server"), node("sw", "x/switch"), link("r", "b", "sw", 8)),
        ),
        ("no-power", (node("srv", "x/server", 2), node("pdu", "x/pdu"))),
    ],
)
def test_a_fix_mends_what_it_was_offered_for(rule: str, records: tuple[Node | Link, ...]) -> None:
    made = design(*records)
    finding = only(by_rule(review(made, sums(made), TODAY)), rule)
    assert finding.fix is not None
    mended = FIXES[finding.fix.edit](made, Library(), **finding.fix.arguments).applied(made)
    assert rule not in by_rule(review(mended, sums(mended), TODAY))


def test_many_findings_of_one_rule_are_cut_short() -> None:
    made = design(node("srv", "x/server"), *(link(f"l{i}", "srv", "gone") for i in range(80)))
    said = by_rule(review(made, sums(made), TODAY))["link-to-nowhere"]
    assert len(said) == 51
    assert said[-1].message == "There are more of these; the first 50 are listed."


def test_worst_first_and_stable() -> None:
    made = design(node("srv", "x/server"), link("up", "srv", "gone"), node("odd", "no/part"))
    findings = review(made, sums(made), TODAY)
    order = ["error", "warning", "note"]
    assert [finding.severity for finding in findings] == sorted((f.severity for f in findings), key=order.index)
    assert findings == review(made, sums(made), TODAY)


def test_a_rule_of_ones_own_is_run_and_a_broken_one_is_a_finding() -> None:
    def own(design: Design, results: Results, today: date) -> Iterable[Finding]:
        yield Finding(rule="own", severity="error", message=f"{len(design.nodes)} nodes.")

    def broken(design: Design, results: Results, today: date) -> Iterable[Finding]:
        raise KeyError("nothing")

    made = design(node("srv", "x/server"))
    findings = review(made, sums(made), TODAY, rules=(broken, own))
    assert [finding.rule for finding in findings] == ["own", "rule-failed"]
    assert findings[1].message == "The rule broken could not be checked."
