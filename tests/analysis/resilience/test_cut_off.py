"""What failures take along: what failed, what is cut off, and that both agree with the single points of failure."""

import pytest

from designer.analysis.resilience.single_failures import resilience

TWO_TIERS = "n: gpu-server x6\nleaf: switch x2\nspine: switch\na: n -- leaf x6\nu: leaf -- spine x4"
ONE_SWITCH = "n: gpu-server x4\ns: switch\na: n -- s x8"
TWO_PLANES = "n: gpu-server x4\np: switch\nq: switch\na: n -- p x4\nb: n -- q x4"


def lost(design, *fail):
    return resilience(design, fail).lost_accelerators


@pytest.mark.parametrize("text", [TWO_TIERS, ONE_SWITCH, TWO_PLANES])
def test_a_single_point_takes_along_what_the_ranking_says(draw, text):
    design = draw(text)
    for point in resilience(design).single_points_of_failure:
        copies = design.total_copies(point.id) if point.kind == "node" else design.total_cables(design.links[point.id])
        assert max(lost(design, f"{point.id}[{n}]") for n in range(copies)) == point.lost_accelerators


def test_what_failed_itself_counts_once(draw):
    design = draw(TWO_TIERS)
    assert lost(design) == 0
    assert lost(design, "n[0]") == 8
    assert lost(design, "n[0]", "n[0]", "n[1]") == 16
    assert lost(design, "n", "leaf") == 48
    assert lost(design, "leaf") == 48


def test_a_second_plane_keeps_everybody(draw):
    design = draw(TWO_PLANES)
    assert lost(design, "p") == 0
    assert lost(design, "p", "q") == 32
    assert lost(design, "a", "b[0]") == 8


def test_islands_that_were_apart_before_are_no_loss(draw):
    design = draw("m: gpu-server x2\nn: gpu-server x3\np: switch\nq: switch\na: m -- p x2\nb: n -- q x3")
    assert lost(design, "b[0]") == 8
    assert lost(design, "p") == 16


def test_a_network_too_large_to_lay_out_leaves_it_unknown(draw):
    design = draw("h: host x1000000\ns: switch x100\ng: host x5\na: h -- s x4000000\nc: g -- s x5")
    assert lost(design, "s[0]") is None
