"""Where the ways cross: against the published case, the calculator, the drawn curves and by hand."""

from math import inf

import numpy as np
import pytest
from msgspec.structs import replace

from designer.formulas.money import break_even_h
from designer.model.figures.figure import recompute
from designer.model.parts.part import Price

from .conftest import PLAIN, supposing

HOURS = 8760 / 12
SERVER = ("box: nvidia/dgx-h100", "cloud: aws/p5.48xlarge")


@pytest.fixture
def server(stack):
    """COST-06: a server at 833,806 USD that runs at 0.87 USD an hour, and an instance at 33 USD an hour."""

    def make(capex=833_806.0, own_per_h=0.87, cloud_per_h=33.0):
        design = stack(*SERVER, facts={"box": {"power_typical_w": 10_000, "power_max_w": 10_000}})
        nodes = {
            "box": replace(design.nodes["box"], price_usd=capex),
            "cloud": replace(design.nodes["cloud"], price_usd=cloud_per_h),
        }
        return supposing(replace(design, nodes=nodes), {**PLAIN, "electricity_usd_per_kwh": own_per_h / 10})

    return make


def crossing_of(found, than, over="months"):
    return next(one for one in found.crossings if (one.than, one.over, one.cheaper[:3]) == (than, over, "own"))


def test_the_published_break_even(server, compared, cases):
    """COST-06: 833,806 / (33 − 0.87) = 25,951 h, by the design, the calculator and the case alike."""
    case = cases["COST-06"]
    given = case["inputs"]
    found = compared(server())
    crossing = crossing_of(found, "cloud:aws/p5.48xlarge:on-demand")
    by_calculator = break_even_h(given["capex"], given["onprem_per_h"], given["cloud_per_h"])
    assert crossing.at.value * HOURS == pytest.approx(by_calculator, rel=1e-9)
    assert crossing.at.value * HOURS == pytest.approx(case["expected"]["hours"], rel=0.001)
    assert crossing.state == "crosses"
    assert "after 36 months" in crossing.words


def test_the_curves_cross_where_it_is_said(server, compared):
    found = compared(server())
    curves = {curve.key: np.asarray(curve.usd) for curve in found.over_time}
    own, cloud = curves["own"], curves["cloud:aws/p5.48xlarge:on-demand"]
    first = int(np.argmax(own <= cloud))
    assert first == int(np.ceil(crossing_of(found, "cloud:aws/p5.48xlarge:on-demand").at.value)) == 36
    assert own[0] == 833_806
    assert cloud[0] == 0
    assert len(own) == 61


def test_a_dearer_list_price_crosses_sooner(server, compared):
    """At 98.32 USD an hour the same server pays after 8,556 h."""
    crossing = crossing_of(compared(server(cloud_per_h=98.32)), "cloud:aws/p5.48xlarge:on-demand")
    assert crossing.at.value * HOURS == pytest.approx(8556, rel=0.001)


def test_a_cheap_cloud_is_never_left(server, compared):
    crossing = crossing_of(compared(server(cloud_per_h=0.5)), "cloud:aws/p5.48xlarge:on-demand")
    assert crossing.state == "never"
    assert not crossing.at.known
    assert crossing.words.startswith("Owning never becomes cheaper")


def test_a_crossing_beyond_the_life_says_so(server, compared):
    crossing = crossing_of(compared(server(cloud_per_h=15.0)), "cloud:aws/p5.48xlarge:on-demand")
    assert crossing.at.value > 48
    assert "written off in 48" in crossing.words


def test_its_sensitivity_by_hand(chat, compared):
    """Each swing is the break-even worked out again with that leaf alone at its end."""
    found = compared(chat(), instances=["aws/p5.48xlarge"])
    crossing = crossing_of(found, "cloud:aws/p5.48xlarge:on-demand")
    assert crossing.at.low < crossing.at.value < crossing.at.high
    assert len(crossing.tornado) >= 4
    assert {swing.leaf.label for swing in crossing.tornado[:2]} == {"DGX H100: price", "Hours sold or used"}
    for swing in crossing.tornado:
        leaf = swing.leaf
        key = (leaf.subject, leaf.label)
        assert recompute(crossing.at, {key: leaf.low}) == pytest.approx(swing.at_low)
        assert recompute(crossing.at, {key: leaf.high}) == pytest.approx(swing.at_high)
    spans = [swing.span for swing in crossing.tornado]
    assert spans == sorted(spans, reverse=True)


def test_an_end_that_never_comes_is_infinite(chat, compared):
    """At the low spot price a month of spot is cheaper than running one's own: never, not a negative month."""
    design = supposing(chat(), {"staff_per_100_accelerators": 4.3})
    crossing = crossing_of(compared(design, instances=["aws/p5.48xlarge"]), "cloud:aws/p5.48xlarge:spot")
    assert crossing.state == "crosses"
    assert crossing.may_never
    assert 0 < crossing.never_share < 0.1
    assert f"in {crossing.never_share:.0%} never" in crossing.words
    assert crossing.at.high == crossing.at.value
    ends = [end for swing in crossing.tornado for end in (swing.at_low, swing.at_high)]
    assert min(ends) > 0
    assert inf in ends


def test_demand_at_which_owning_beats_tokens(chat, compared):
    """Below the crossing the tokens of a month cost less than whole machines, above it more."""
    found = compared(chat(), apis=["anthropic/claude-haiku-4-5"])
    crossing = crossing_of(found, "api:anthropic/claude-haiku-4-5", "demand")
    assert crossing.state == "crosses"
    own, api = found.row("own"), found.row("api:anthropic/claude-haiku-4-5")
    # One machine is enough below today's demand: its month over that of the tokens is the multiple.
    assert crossing.at.value == pytest.approx(own.usd_per_month.value / api.usd_per_month.value, rel=1e-4)
    curves = {curve.key: curve for curve in found.over_demand}
    for place, factor in enumerate(curves["own"].factors):
        mine = curves["own"].usd_per_month[place]
        theirs = curves["api:anthropic/claude-haiku-4-5"].usd_per_month[place]
        assert (mine <= theirs) == (factor >= crossing.at.value)


def test_machines_come_whole_over_demand(chat, compared):
    found = compared(chat())
    curve = next(curve for curve in found.over_demand if curve.key == "own")
    month = found.row("own").usd_per_month.value
    whole = np.asarray(curve.usd_per_month) / month
    assert np.allclose(whole, np.round(whole))
    assert whole[0] == 1
    assert whole[-1] > 10
    middle = curve.factors.index(min(curve.factors, key=lambda factor: abs(factor - 1)))
    assert curve.usd_per_million_tokens[middle] == pytest.approx(found.row("own").usd_per_million_tokens.value)


def test_tokens_follow_the_demand(chat, compared):
    found = compared(chat(), apis=["anthropic/claude-haiku-4-5"])
    curve = next(curve for curve in found.over_demand if curve.key.startswith("api"))
    assert curve.usd_per_month[-1] == pytest.approx(100 * found.row(curve.key).usd_per_month.value)
    assert len({round(usd, 9) for usd in curve.usd_per_million_tokens}) == 1


def test_a_month_outside_its_own_draws_is_told_as_such(server, compared):
    """The purchase is planned at the least that it may be, so that nearly all draws come later than the plan."""
    design = server()
    box = replace(design.nodes["box"], price_usd=None)
    part = replace(
        design.parts["nvidia/dgx-h100"],
        prices=(Price(low=300_000.0, typical=300_000.0, high=900_000.0, basis="estimate"),),
    )
    design = replace(design, nodes=design.nodes | {"box": box}, parts=design.parts | {part.id: part})
    crossing = crossing_of(compared(design), "cloud:aws/p5.48xlarge:on-demand")
    low, high = crossing.at.likely
    assert crossing.at.value < low < high
    assert (
        f"months at planned prices; eight of ten draws come later, between {low:.0f} and {high:.0f}." in crossing.words
    )
