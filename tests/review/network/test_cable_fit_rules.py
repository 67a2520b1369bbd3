"""Chosen cables and optics, and breakouts: what goes in nowhere, does not reach, is too slow, or does not split so."""

from datetime import date

import msgspec
import pytest

from designer.analysis.counts import counts
from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.edit.fixes import FIXES
from designer.edit.links.links import set_link
from designer.edit.templates.templates import build_template
from designer.model.design import Design, Link, Node
from designer.model.parts.part import Part, PortGroup, Quantity, StockLength
from designer.review.findings import Finding
from designer.review.network import cable_fit_rules
from designer.review.rules import review

RULES = (cable_fit_rules.no_such_breakout, cable_fit_rules.cable_does_not_suit)


def ports(name: str, count: int, cage: str, rate: float, *breakouts: int, cages: int | None = None) -> PortGroup:
    return PortGroup(
        name=name, media=("fabric",), count=count, connector=cage, rate_gbps=rate, breakouts=breakouts, cages=cages
    )


def cable(id: str, ends: str, rate: float, reach: float, links: str = "1", kind: str = "cable") -> Part:
    return Part(
        id=id,
        kind=kind,
        layer="servers_fabric",
        vendor="X",
        name=id.removeprefix("x/").capitalize(),
        facts={"rate_gbps": Quantity(value=rate), "reach_m": Quantity(value=reach)},
        texts={"cage": ends} if kind == "optic" else {"ends": ends, "links": links},
    )


PARTS = {
    part.id: part
    for part in (
        cable("x/copper", "OSFP to OSFP", 800, 2),
        cable("x/slow", "OSFP to OSFP", 400, 5),
        cable("x/quad", "QSFP112 to QSFP112", 800, 2),
        cable("x/halves", "OSFP to 2 × OSFP", 800, 3, "2"),
        cable("x/quarters", "OSFP to 4 × OSFP", 800, 3, "4"),
        cable("x/fibre", "MPO-12/APC to MPO-12/APC", 800, 100),
        cable("x/optic", "finned OSFP", 800, 50, kind="optic"),
        cable("x/other-optic", "QSFP28", 800, 50, kind="optic"),
        msgspec.structs.replace(
            cable("x/short", "OSFP to OSFP", 800, 3), lengths=(StockLength(length_m=0.5), StockLength(length_m=1.5))
        ),
    )
}


def joined(a: PortGroup, b: PortGroup, cables: int = 1, cable_part: str | None = None, length: float | None = None):
    nodes = (Node(id="leaf", kind="switch", ports=(a,)), Node(id="box", kind="switch", ports=(b,)))
    link = Link(
        id="run",
        a="leaf",
        b="box",
        medium="fabric",
        cables=cables,
        a_port=a.name,
        b_port=b.name,
        cable_part=cable_part,
        length_m=length,
    )
    return Design(nodes={node.id: node for node in nodes}, links={link.id: link}, parts=PARTS)


def found(design: Design) -> list[Finding]:
    findings = review(design, Results(counts=counts(design)), date(2026, 12, 1), RULES)
    assert "rule-failed" not in {finding.rule for finding in findings}
    return list(findings)


def only(design: Design, rule: str) -> Finding:
    (finding,) = found(design)
    assert finding.rule == rule
    return finding


def mended(design: Design, finding: Finding) -> Link:
    assert finding.fix is not None
    after = FIXES[finding.fix.edit](design, Library(), **finding.fix.arguments).applied(design)
    assert found(after) == []
    return after.links["run"]


FAST, SAME = ports("osfp", 4, "OSFP", 800), ports("ports", 4, "OSFP", 800)


def test_a_cable_that_suits_is_quiet() -> None:
    for part in ("x/copper", "x/fibre", "x/optic", None):
        assert found(joined(FAST, SAME, 1, part, 2.0)) == []


def test_a_cable_that_goes_in_nowhere_names_both_ports() -> None:
    design = joined(FAST, SAME, 1, "x/quad")
    finding = only(design, "cable-does-not-suit")
    assert finding.severity == "error"
    assert finding.message == (
        "Quad goes into QSFP112, and it would have to join port osfp of leaf (OSFP) and port ports of box (OSFP)."
    )
    assert finding.ids == ("run", "leaf", "box")
    assert mended(design, finding).cable_part == "x/copper"


def test_an_optic_of_another_cage() -> None:
    finding = only(joined(FAST, SAME, 1, "x/other-optic"), "cable-does-not-suit")
    assert finding.message.startswith("Other-optic goes into QSFP28, and it would have to join port osfp of leaf")


@pytest.mark.parametrize(
    ("cage", "plugs", "fits"),
    [
        ("QSFP-DD", "QSFP28", True),
        ("QSFP28", "QSFP-DD", False),
        ("QSFP112", "QSFP56", True),
        ("SFP28", "QSFP28", False),
        ("SFP28", "SFP+", True),
        ("", "OSFP", True),
    ],
)
def test_which_plugs_go_into_which_cages(cage: str, plugs: str, fits: bool) -> None:
    design = joined(ports("one", 1, cage, 100), ports("two", 1, cage, 100), 1, "x/any")
    parts = {"x/any": cable("x/any", f"{plugs} to {plugs}", 100, 3)}
    assert (found(msgspec.structs.replace(design, parts=parts)) == []) is fits


def test_a_cable_that_is_too_short() -> None:
    design = joined(FAST, SAME, 1, "x/copper", 7.5)
    finding = only(design, "cable-does-not-suit")
    assert finding.severity == "error"
    assert finding.message == "Copper reaches 2 m, and from osfp of leaf to ports of box it is 7.5 m."
    assert mended(design, finding).cable_part is None


def test_the_longest_that_is_sold_decides_where_it_is_less() -> None:
    finding = only(joined(FAST, SAME, 1, "x/short", 2.0), "cable-does-not-suit")
    assert finding.message.startswith("Short reaches 1.5 m")


def test_a_cable_that_is_too_slow() -> None:
    design = joined(FAST, SAME, 1, "x/slow")
    finding = only(design, "cable-does-not-suit")
    assert finding.severity == "warning"
    assert finding.message == "Slow carries 400G, and ports osfp of leaf and ports of box run at 800G."
    assert mended(design, finding).cable_part == "x/copper"


def test_links_with_the_same_trouble_are_one_finding() -> None:
    design = joined(FAST, SAME, 1, "x/slow")
    more = {f"run{n}": msgspec.structs.replace(design.links["run"], id=f"run{n}") for n in (2, 3)}
    finding = only(msgspec.structs.replace(design, links={**design.links, **more}), "cable-does-not-suit")
    assert "It is chosen for the link from leaf to box. The same holds for 2 more links." in finding.detail
    assert finding.fix is None


def test_named_links_with_the_same_trouble_are_named() -> None:
    design = joined(FAST, SAME, 1, "x/slow")
    links = {
        name: msgspec.structs.replace(design.links["run"], id=name, name=name.title())
        for name in ("run", "run2", "run3")
    }
    finding = only(msgspec.structs.replace(design, links=links), "cable-does-not-suit")
    assert "It is chosen for Run, from leaf to box. The same holds for Run2 and Run3." in finding.detail


# ---- Breakouts ----


def test_ports_that_would_have_to_split_as_they_do_not() -> None:
    # Eight cables of 400G on four ports of 800G, which split into 4 × 200G only.
    design = joined(ports("osfp", 4, "OSFP", 800, 4), ports("nic", 8, "OSFP", 400), 8)
    finding = only(design, "no-such-breakout")
    assert finding.severity == "error"
    assert finding.message == "The 800G ports osfp of leaf do not split into 2 × 400G for nic of box."
    assert "They split into 4." in finding.detail
    assert mended(design, finding).cables == 4


def test_one_cable_in_one_port_only_runs_slower() -> None:
    assert found(joined(ports("osfp", 4, "OSFP", 800), ports("nic", 8, "OSFP", 400), 4)) == []
    assert found(joined(ports("osfp", 4, "OSFP", 800, 2), ports("nic", 8, "OSFP", 400), 8)) == []


def test_a_breakout_cable_in_ports_that_do_not_split_so() -> None:
    whole, quarter = ports("osfp", 4, "OSFP", 800, 2), ports("nic", 8, "OSFP", 200)
    design = joined(whole, quarter, 4, "x/quarters")
    finding = only(design, "no-such-breakout")
    assert finding.severity == "error"
    assert finding.message == "Quarters splits a port in 4, which ports osfp of leaf do not do (leaf to box)."
    assert "They split into 2." in finding.detail
    mended(design, finding)


def test_two_ports_in_one_cage_take_a_cable_with_two_ends() -> None:
    twin = ports("osfp", 64, "OSFP", 400, cages=32)
    assert found(joined(twin, ports("nic", 8, "OSFP", 400), 8, "x/halves")) == []
    # Four ends are a split of either port, which these do not do, and each would be of 200G.
    assert {finding.rule for finding in found(joined(twin, twin, 8, "x/quarters"))} == {
        "no-such-breakout",
        "cable-does-not-suit",
    }


# ---- With the catalog ----


def test_cables_of_the_catalog_on_a_superpod(library: Library) -> None:
    design = build_template("dgx-superpod-h100", library, {})
    for part, reach in (("nvidia/mca4j80-800g-acc", 5), ("nvidia/mma4z00-ns", 50)):
        near = set_link(
            design,
            "uplinks-last" if "uplinks-last" in design.links else "uplinks",
            library=library,
            cable_part=part,
            length_m=float(reach),
        ).applied(design)
        assert found(near) == []
        far = {
            link_id: msgspec.structs.replace(link, length_m=reach + 1.0) if link.cable_part else link
            for link_id, link in near.links.items()
        }
        finding = only(msgspec.structs.replace(near, links=far), "cable-does-not-suit")
        assert f"reaches {reach} m" in finding.message
