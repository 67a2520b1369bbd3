"""Redundancy as the drawing has it: N, N+1, 2N, distributed, block, or not fed at all."""

import pytest

from designer.analysis.power.power_chain import plant_result
from designer.analysis.power.records import Redundancy
from designer.model.design import Design, Link, Node
from tests.analysis.power.drawn import drawn, feed, node, two_sides


def told(design: Design) -> tuple[Redundancy, ...]:
    result = plant_result(design)
    assert result is not None
    return result.redundancy


def hosts(*names: str, watts: float = 4000.0) -> list[Node]:
    return [node(name, "host", power_max_w=watts) for name in names]


def test_one_path_is_n() -> None:
    (one,) = told(
        drawn(node("ups", "ups"), node("pdu", "pdu"), *hosts("h"), feed("a", "ups", "pdu"), feed("b", "pdu", "h"))
    )
    assert (one.scheme, one.units, one.why) == ("N", ("ups",), "One path: everything depends on ups.")
    assert one.single_points == ("ups", "pdu")


def test_one_path_hangs_not_on_a_utility_that_a_generator_stands_by_for() -> None:
    """One path is N whatever stands at its head; but without the utility it goes on from the generator."""
    text = (node("utility", "utility"), node("pdu", "pdu"), *hosts("h"), feed("a", "utility", "pdu"))
    (alone,) = told(drawn(*text, feed("b", "pdu", "h")))
    assert (alone.scheme, alone.why) == ("N", "One path: everything depends on utility.")
    assert alone.single_points == ("utility", "pdu")
    (both,) = told(drawn(*text, feed("b", "pdu", "h"), node("gen", "generator"), feed("c", "gen", "pdu")))
    assert (both.scheme, both.units) == ("N", ("utility",))
    assert both.why == "One path: gen stands by for utility; everything depends on pdu."
    assert both.single_points == ("pdu",)


def test_two_sides_that_each_carry_everything_are_2n() -> None:
    (one,) = told(two_sides())
    assert (one.scheme, one.units, one.unit_copies, one.single_points) == ("2N", ("ups-a", "ups-b"), 2, ())
    assert one.held_back_w.value == pytest.approx(500_000.0)
    (short,) = told(two_sides(ups_w=390_000.0))
    assert short.scheme == "N"
    assert short.why.endswith("without ups-a ups-b would carry more than it may.")


def test_two_sides_on_one_utility_are_2n_and_say_what_they_share() -> None:
    (one,) = told(
        drawn(
            node("utility", "utility"),
            node("ups-a", "ups"),
            node("ups-b", "ups"),
            *hosts("h"),
            feed("a", "utility", "ups-a"),
            feed("b", "utility", "ups-b"),
            feed("c", "ups-a", "h"),
            feed("d", "ups-b", "h"),
        )
    )
    assert one.scheme == "2N"
    assert one.why.endswith("Yet all of it depends on utility.")
    assert one.single_points == ("utility",)


@pytest.mark.parametrize(("rating", "scheme"), [(2000.0, "N+1"), (1900.0, "N")])
def test_units_in_parallel_are_n_plus_1_while_the_rest_carries_the_load(rating: float, scheme: str) -> None:
    (one,) = told(
        drawn(
            node("ups", "ups", 3, capacity_w=rating),
            node("gear", "switchgear"),
            *hosts("h"),
            feed("a", "ups", "gear", 3),
            feed("b", "gear", "h"),
        )
    )
    assert one.scheme == scheme
    assert one.unit_copies == 3


def three_to_make_two(watts: float) -> Design:
    systems = [node(f"ups-{n}", "ups", capacity_w=6000.0) for n in "xyz"]
    cords: list[Link] = []
    for number, pair in enumerate(("xy", "yz", "zx")):
        cords += [feed(f"c{number}{one}", f"ups-{one}", f"h{number}") for one in pair]
    return drawn(*systems, *hosts("h0", "h1", "h2", watts=watts), *cords)


def test_three_systems_that_make_two_are_distributed() -> None:
    (one,) = told(three_to_make_two(4000.0))
    assert one.scheme == "distributed"
    assert one.why.startswith("3 systems make 2: each load depends on 2 of them")
    assert one.held_back_w.value == pytest.approx(6000.0)
    (over,) = told(three_to_make_two(4100.0))
    assert over.scheme == "N"


def test_a_catcher_behind_transfer_switches_is_block_redundant() -> None:
    records: list[Node | Link] = [node("catcher", "ups", capacity_w=5000.0)]
    for name in "xyz":
        records += [
            node(f"ups-{name}", "ups", capacity_w=5000.0),
            node(f"sts-{name}", "sts"),
            *hosts(f"h-{name}"),
            feed(f"own-{name}", f"ups-{name}", f"sts-{name}"),
            feed(f"spare-{name}", "catcher", f"sts-{name}"),
            feed(f"cord-{name}", f"sts-{name}", f"h-{name}"),
        ]
    (one,) = told(drawn(*records))
    assert one.scheme == "block"
    assert one.why == "ups-x, ups-y and ups-z carry their own loads; catcher catches those of any one that fails."
    assert one.held_back_w.value == pytest.approx(5000.0)


def test_one_unit_behind_another_by_a_transfer_switch_is_n_plus_1() -> None:
    (one,) = told(
        drawn(
            node("ups-a", "ups"),
            node("ups-b", "ups"),
            node("sts", "sts"),
            *hosts("h"),
            feed("a", "ups-a", "sts"),
            feed("b", "ups-b", "sts"),
            feed("c", "sts", "h"),
        )
    )
    assert one.scheme == "N+1"
    assert one.single_points == ("sts",)


def test_a_generator_that_stands_by_is_no_second_side_and_what_is_not_fed_is_told() -> None:
    first, second = told(
        drawn(
            node("utility", "utility"),
            node("generator", "generator"),
            node("gear", "switchgear"),
            *hosts("h", "lonely"),
            feed("a", "utility", "gear"),
            feed("b", "generator", "gear"),
            feed("c", "gear", "h"),
        )
    )
    assert (first.scheme, first.units) == ("N", ("utility",))
    assert (second.scheme, second.loads, second.why) == ("none", ("lonely",), "lonely is fed by nothing that is drawn.")
