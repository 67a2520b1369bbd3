"""Findings about panels: what they say, and that their fixes mend them."""

from datetime import date

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.fixes import FIXES
from designer.edit.nodes.nodes import set_choice
from designer.model.design import Design, Node
from designer.model.parts.part import PortGroup
from designer.review.findings import Finding
from designer.review.rules import review
from tests.analysis.routing.panels import cables, design, leaf_spine, panel, switch

TODAY = date(2026, 11, 28)


def about(found: Design) -> list[Finding]:
    return [one for one in review(found, analyze(found), TODAY) if one.rule.startswith("panel-")]


def mended(found: Design, finding: Finding) -> Design:
    assert finding.fix is not None
    return FIXES[finding.fix.edit](found, Library(), **finding.fix.arguments).applied(found)


def test_a_panel_with_both_sides_wired_is_quiet() -> None:
    assert about(leaf_spine(panels=2)) == []


def test_ports_that_the_map_leaves_out_are_told_and_joined() -> None:
    part = leaf_spine(panels=2, port_map="1-30:1-30")
    finding, *more = about(part)
    assert not more
    assert finding.rule == "panel-port-open"
    assert finding.message == (
        "8 cables end at panel: its port map leaves out ports 31–32 of front and ports 31–32 of rear."
    )
    whole = mended(part, finding)
    assert whole.nodes["panel"].choices["port_map"] == "1-32:1-32"
    assert about(whole) == []


def test_two_links_on_one_side_are_told_and_the_last_is_plugged_into_the_other() -> None:
    both = design(
        switch("leaf"),
        switch("spine"),
        panel("panel"),
        cables("low", "leaf", "panel", 4),
        cables("high", "spine", "panel", 4),
    )
    finding, *more = about(both)
    assert not more
    assert finding.message == "8 cables end at panel: no cable is behind ports 1–8 of front."
    assert about(mended(both, finding)) == []


def test_a_map_that_names_no_port_is_told() -> None:
    wrong = set_choice(leaf_spine(panels=2), Library(), "panel", "port_map", "1:999").applied(leaf_spine(panels=2))
    finding = next(one for one in about(wrong) if one.rule == "panel-map-wrong")
    assert "names port 999, which it does not have" in finding.message
    assert about(mended(wrong, finding)) == []


def test_ports_that_speak_unlike_are_told_through_a_panel() -> None:
    def speaking(name: str, protocol: str) -> Node:
        group = PortGroup(name="p", media=("fabric",), count=8, rate_gbps=400, protocols=(protocol,))
        return Node(id=name, kind="switch", ports=(group,))

    unlike = design(
        speaking("leaf", "infiniband"),
        speaking("spine", "ethernet"),
        panel("panel"),
        cables("low", "leaf", "panel", 4),
        cables("high", "panel", "spine", 4),
    )
    finding, *more = about(unlike)
    assert not more
    assert finding.rule == "panel-ends-unlike"
    assert finding.severity == "error"
    assert "infiniband" in finding.message
    assert "ethernet" in finding.message
