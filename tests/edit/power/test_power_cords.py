"""Power cables between all parts of the catalog: from outlet to inlet, along the chain, by plugs that exist."""

from itertools import product
from typing import Any

import msgspec
import pytest

from designer.analysis.power.directions import directions
from designer.edit.links.links import add_link
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link, Node
from designer.model.kinds import KINDS
from designer.model.network.ports import fit, joined_ports
from designer.model.parts.part import Part, PortGroup
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY

# The chain as an electrician draws it, the sources first; a transfer switch stands where it is drawn.
CHAIN = ("utility", "transformer", "switchgear", "ups", "rpp", "pdu")
# Switchgear stands on either side of transformers and UPSs, so that the drawn way decides.
FREE = {("transformer", "switchgear"), ("switchgear", "ups")}
BEFORE = {(a, b) for place, a in enumerate(CHAIN) for b in CHAIN[place + 1 :]} - FREE | {
    *(("utility", one) for one in ("busway", "ats", "sts")),
    *((one, "busway") for one in ("transformer", "switchgear", "ups")),
    *(("generator", one) for one in ("ats", "ups", "switchgear")),
    ("busway", "pdu"),
}
# Cords that are sold, from an outlet to an inlet, beside plugs of one name (IEC 60320-1 and -3, NEMA WD 6).
CORDS = {("C13", "C14"), ("C19", "C20"), ("C13/C19", "C14"), ("C13/C19", "C20")}
UNLIKE = {
    *product(("C13", "C19", "C13/C19", "NEMA 5-15", "NEMA L6-20", "NEMA L6-30"), ("C14", "C16", "C20")),
}


def plugs_exist(outlet: str, inlet: str) -> bool:
    return not outlet or not inlet or outlet == inlet or (outlet, inlet) in CORDS | UNLIKE


def power_ports(part: Part) -> tuple[PortGroup, ...]:
    return tuple(group for group in part.ports if "power" in group.media)


def one_of_each() -> list[Part]:
    """A part of every kind, direction and set of plugs that the catalog has."""
    found: dict[Any, Part] = {}
    for part in LIBRARY.parts.values():
        ports = power_ports(part)
        if ports:
            found.setdefault((part.kind, frozenset((one.role, one.connector) for one in ports)), part)
    return list(found.values())


PARTS = one_of_each()
PAIRS = [(a, b) for a, b in product(PARTS, PARTS) if "power" in {KINDS[a.kind].role, KINDS[b.kind].role}]


def two(a: Part, b: Part) -> Design:
    nodes = {
        "a": Node(id="a", kind=a.kind, part=a.id, ports=power_ports(a)),
        "b": Node(id="b", kind=b.kind, part=b.id, ports=power_ports(b)),
    }
    return Design(nodes=nodes, parts={a.id: a, b.id: b})


def feeds(a: Part, b: Part) -> set[str]:
    """Which ends may feed the other: "a", "b" or both."""
    role_a, role_b = KINDS[a.kind].role, KINDS[b.kind].role
    if role_a != role_b:
        return {"a"} if role_a == "power" else {"b"}
    if (a.kind, b.kind) in BEFORE:
        return {"a"}
    if (b.kind, a.kind) in BEFORE:
        return {"b"}
    return {"a", "b"}


def possible(a: Part, b: Part, ends: set[str]) -> bool:
    ways = [(a, b)] * ("a" in ends) + [(b, a)] * ("b" in ends)
    return any(
        plugs_exist(outlet.connector, inlet.connector)
        for gives, takes in ways
        for outlet, inlet in product(power_ports(gives), power_ports(takes))
        if outlet.role != "in" and inlet.role != "out"
    )


def test_the_catalog_has_all_that_the_chain_is_made_of() -> None:
    assert {*CHAIN, "busway", "generator", "ats", "sts", "server"} <= {part.kind for part in PARTS}
    assert len(PAIRS) > 1000


def test_every_pair_is_wired_from_outlet_to_inlet_by_a_plug_that_exists_or_refused() -> None:
    joined = refused = 0
    for a, b in PAIRS:
        design, ends = two(a, b), feeds(a, b)
        edit, refusal = tried(design)
        if edit is None:
            refused += 1
            # Where the drawn way decides, the other way round is tried as well.
            assert not any(possible(a, b, {one}) for one in (ends if len(ends) == 1 else ("a",))), (a.id, b.id, refusal)
            assert refusal.endswith(".")
            continue
        joined += 1
        after = edit.applied(design)
        (link,) = after.links.values()
        found = joined_ports(after, link)
        assert found is not None
        a_group, b_group, how = found
        assert (a_group.name, b_group.name) == (link.a_port, link.b_port)
        (feed,) = directions(after).feeds
        assert feed.source in ends, (a.id, b.id, link)
        outlet, inlet = (b_group, a_group) if feed.turned else (a_group, b_group)
        assert outlet.role != "in", (a.id, b.id, link)
        assert inlet.role != "out", (a.id, b.id, link)
        assert plugs_exist(outlet.connector, inlet.connector), (a.id, b.id, link)
        gives, takes = (b, a) if feed.turned else (a, b)
        exact = any(fit(x, y).verdict == "yes" for x in outs(gives) for y in ins(takes))
        assert (how.verdict == "yes") == exact, (a.id, b.id, link)
    assert joined > 300
    assert refused > 100


def tried(design: Design) -> tuple[ChangeSet | None, str]:
    """The edit that joins the two, or why there is none."""
    try:
        return add_link(design, "a", "b", medium="power"), ""
    except RefusedInput as refusal:
        return None, str(refusal)


def outs(part: Part) -> list[PortGroup]:
    return [one for one in power_ports(part) if one.role != "in"]


def ins(part: Part) -> list[PortGroup]:
    return [one for one in power_ports(part) if one.role != "out"]


def test_text_without_ports_is_wired_as_a_drag_is() -> None:
    """What a design in text leaves open is chosen by the same order and the same plugs."""
    looked_at = 0
    for a, b in PAIRS:
        if len(feeds(a, b)) > 1:
            continue
        design = two(a, b)
        typed = msgspec.structs.replace(design, links={"l": Link(id="l", a="a", b="b", medium="power")})
        found = joined_ports(typed, typed.links["l"])
        try:
            edit = add_link(design, "a", "b", medium="power")
        except RefusedInput:
            assert found is None, (a.id, b.id)
            continue
        (drawn,) = edit.applied(design).links.values()
        assert found is not None, (a.id, b.id)
        ways = {(found[0].name, found[1].name), (drawn.a_port, drawn.b_port)}
        roles = {(found[0].role, found[1].role)}
        assert len(ways) == 1 or len(roles) == 1, (a.id, b.id)
        looked_at += 1
    assert looked_at > 200


@pytest.mark.parametrize(
    ("first", "second", "ports"),
    [
        ("schneider/galaxy-vxl-1250", "apc/ap8886", ("output", "input")),
        ("apc/ap8886", "schneider/galaxy-vxl-1250", ("input", "output")),
        ("generic/utility-feed", "generic/transformer-2500", ("output", "input")),
        ("generic/transformer-2500", "generic/utility-feed", ("input", "output")),
        ("generic/transformer-2500", "generic/switchgear", ("output", "input")),
        ("generic/switchgear", "schneider/galaxy-vxl-1250", ("output", "input")),
        ("schneider/galaxy-vxl-1250", "generic/static-transfer-switch", ("output", "input")),
        ("schneider/galaxy-vxl-1250", "generic/power-panel", ("output", "input")),
        ("schneider/galaxy-vxl-1250", "generic/busway", ("output", "input")),
        ("generic/busway", "apc/ap8886", ("output", "input")),
        ("apc/ap8886", "generic/busway", ("input", "output")),
        ("caterpillar/3516e-2750", "apc/ap4424a", ("output", "input")),
        ("vertiv/gxt5-3000", "apc/ap7921b", ("c19", "input")),
        ("apc/ap8886", "nvidia/dgx-h100", ("c19", "psu")),
        ("nvidia/dgx-h100", "apc/ap8886", ("psu", "c19")),
        ("apc/ap4423a", "apc/ap8886", ("input", "c19")),
    ],
)
def test_the_chain_by_hand(first: str, second: str, ports: tuple[str, str]) -> None:
    a, b = LIBRARY.part(first), LIBRARY.part(second)
    design = two(a, b)
    (link,) = add_link(design, "a", "b").applied(design).links.values()
    assert (link.a_port, link.b_port) == ports


def test_a_small_ups_does_not_feed_a_large_strip_and_says_what_would() -> None:
    design = two(LIBRARY.part("apc/smart-ups-srt2200"), LIBRARY.part("apc/ap8886"))
    busway = LIBRARY.part("generic/busway")
    node = Node(id="bus", kind="busway", part=busway.id, name="Busway A")
    design = msgspec.structs.replace(
        design, nodes={**design.nodes, "bus": node}, parts={**design.parts, busway.id: busway}
    )
    for ends in (("a", "b"), ("b", "a")):
        with pytest.raises(RefusedInput) as refusal:
            add_link(design, *ends)
        text = str(refusal.value)
        assert "the outlets are C19 or C13, the inlet takes IEC60309-32A" in text
        assert "is fed by an outlet IEC60309-32A" in text
        assert "feeds an inlet C20 or C14" in text
        assert "Busway A would feed it" in text


def test_ports_that_were_chosen_are_taken_the_way_they_say() -> None:
    """A rack UPS may hang on a strip when somebody plugs it in there."""
    design = two(LIBRARY.part("vertiv/gxt5-3000"), LIBRARY.part("apc/ap8886"))
    after = add_link(design, "a", "b", a_port="input", b_port="c19").applied(design)
    (feed,) = directions(after).feeds
    assert (feed.source, feed.fed) == ("b", "a")


UPS_500, PDU_C20, PDU_208 = "generic/ups-500", "apc/ap7921b", "apc/ap8868"


@pytest.mark.parametrize(
    ("first", "second", "ports", "words"),
    [
        # A wire that starts at the inlet of a UPS and ends on a rack PDU as a whole does not turn the chain around.
        (UPS_500, PDU_208, {"a_port": "input"}, "input of A only takes power. A feeds B from output."),
        (PDU_208, UPS_500, {"b_port": "input"}, "input of B only takes power. B feeds A from output."),
        (UPS_500, PDU_208, {"b_port": "c19"}, "c19 of B only gives power. A feeds it at input."),
        # Nor has a UPS no outlet because its inlet was chosen.
        (UPS_500, "dell/r760", {"a_port": "input"}, "input of A only takes power. A feeds B from output."),
        # The plug of a large UPS is not published, but it is not that of a monitor.
        (UPS_500, PDU_208, {"a_port": "input", "b_port": "c19"}, "more than the 5 kVA that an outlet C19 gives"),
        ("apc/smart-ups-srt3000", PDU_208, {}, "No plug joins A to B"),
    ],
)
def test_what_would_turn_the_chain_around_is_refused_in_true_words(
    first: str, second: str, ports: dict[str, str], words: str
) -> None:
    design = named(two(LIBRARY.part(first), LIBRARY.part(second)))
    with pytest.raises(RefusedInput) as refusal:
        add_link(design, "a", "b", **ports)  # pyright: ignore[reportArgumentType]
    assert words in str(refusal.value)


def named(design: Design) -> Design:
    """DESIGN with short names and with all ports of its parts."""
    nodes = {key: msgspec.structs.replace(node, name=key.upper(), ports=()) for key, node in design.nodes.items()}
    return msgspec.structs.replace(design, nodes=nodes)


def test_a_strip_hangs_on_a_strip_from_whichever_port_the_wire_starts() -> None:
    """Both stand at the same place of the chain, so that the chosen port tells the way."""
    design = two(LIBRARY.part(PDU_C20), LIBRARY.part("apc/ap8886"))
    for ports in ({"a_port": "input"}, {"b_port": "c19"}):
        (link,) = add_link(design, "a", "b", **ports).applied(design).links.values()  # pyright: ignore[reportArgumentType]
        assert (link.a_port, link.b_port) == ("input", "c19")


def test_of_a_small_ups_that_stands_alone_its_own_cord_may_go_into_a_strip() -> None:
    design = two(LIBRARY.part("apc/smart-ups-srt3000"), LIBRARY.part("apc/ap8886"))
    after = add_link(design, "a", "b", a_port="input", b_port="c19").applied(design)
    (feed,) = directions(after).feeds
    assert (feed.source, feed.fed) == ("b", "a")
