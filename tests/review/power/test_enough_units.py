"""A fix that adds units of the power chain leads to a design without an error or a warning that was not there."""

from datetime import date

import pytest

from designer.model.design import Design
from designer.review.effects.fixing import fixed
from designer.review.effects.preview import effect_of_fixes, state_of
from tests.analysis.power.drawn import drawn, feed, node
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 27)


def one_path(utility_w: float, pue: float = 1.5, ups_w: float = 90_000.0, loose: int = 0) -> Design:
    """40 kW of IT behind one feed, one UPS and one PDU, and LOOSE servers of 10 kW that no cable feeds yet."""
    return drawn(
        node("grid", "utility", capacity_w=utility_w),
        node("ups", "ups", capacity_w=ups_w),
        node("pdu", "pdu", capacity_w=60_000.0),
        node("host", "server", 4, power_max_w=10_000.0),
        *([node("loose", "server", loose, power_max_w=10_000.0)] if loose else []),
        feed("f1", "grid", "ups"),
        feed("f2", "ups", "pdu"),
        feed("f3", "pdu", "host", 4),
        assumptions={"pue": pue},
    )


def fixes(design: Design, rule: str, node_id: str):
    state = state_of(design, LIBRARY, TODAY)
    for finding in state.findings:
        if finding.rule == rule and finding.ids[0] == node_id and finding.fix is not None:
            return finding.fix, effect_of_fixes(state, LIBRARY, (finding.fix,), TODAY)
    raise AssertionError(f"{rule} says nothing of {node_id}")


@pytest.mark.parametrize("utility_w", [11e3, 20e3, 25e3, 39e3])
@pytest.mark.parametrize("rule", ["stage-overloaded", "power-single-point"])
def test_feeds_that_are_too_small_become_enough(rule: str, utility_w: float) -> None:
    """As many that without one of them 40 kW and losses, and all together 40 kW × 1.5, are carried."""
    design = one_path(utility_w)
    fix, effect = fixes(design, rule, "grid")
    assert effect.raised == ()
    assert not effect.problem
    state = state_of(fixed(design, LIBRARY, (fix,)).applied(design), LIBRARY, TODAY)
    assert not [one.message for one in state.findings if one.severity == "error"]
    copies = state.design.nodes["grid"].copies
    assert (copies - 1) * utility_w >= 40e3
    assert copies * utility_w >= 60e3
    # One less would fail one of the two.
    carried_w = state_of(design, LIBRARY, TODAY).results.plant.elements["grid"].load_max_w.value
    assert (copies - 2) * utility_w < carried_w or (copies - 1) * utility_w < 60e3


def test_a_second_feed_also_carries_what_hangs_on_no_cable_yet() -> None:
    """40 kW by cables and 360 kW without, by 1.5: 600 kW in all, with feeds of 100 kW six."""
    _, effect = fixes(one_path(100e3, loose=36), "power-single-point", "grid")
    assert effect.added[0] == "+5 utility feeds"
    assert effect.raised == ()


def test_a_second_feed_is_enough_where_each_carries_all() -> None:
    fix, effect = fixes(one_path(70e3), "power-single-point", "grid")
    assert fix.label == "Add 1 utility feed"
    assert effect.raised == ()


def test_an_overloaded_ups_that_stands_alone_gets_one_to_spare() -> None:
    fix, effect = fixes(one_path(200e3, ups_w=25e3), "stage-overloaded", "ups")
    assert fix.label == "Add 2 UPSs"  # 40 kW on 25 kW each: two carry it, one may fail
    assert effect.raised == ()
