"""A small hall worked out by hand: where all stands, the ways and parts of its cables, and its troubles."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from designer.analysis.purchases.goods import cables_without_route
from designer.analysis.rooms.cables import cable_plan
from designer.analysis.rooms.device_positions import seats
from designer.analysis.rooms.floor_problems import floor_problems
from designer.analysis.rooms.link_length import link_lengths
from designer.analysis.rooms.rack_fit import load_of, rack_load, rack_state
from designer.model.design import Design
from designer.model.rooms.floor_positions import standing
from designer.model.rooms.rack_slots import all_rack_slots
from tests.builders.halls import CABLING, small_hall
from tests.builders.told import sections, told

HALL = small_hall()


def moved(node_id: str, x_mm: float, y_mm: float) -> Design:
    node = HALL.nodes[node_id]
    return replace(HALL, nodes={**HALL.nodes, node_id: replace(node, floor=replace(node.floor, x_mm=x_mm, y_mm=y_mm))})


def cables(design: Design) -> Any:
    plan = cable_plan(design, CABLING.parts)
    return {"result": plan.result, "way": plan.routes.way, "length": plan.routes.length_m}


def racks(design: Design) -> Any:
    slots = all_rack_slots(design)
    return {name: (rack_state(design, name, one), rack_load(design, name)) for name, one in slots.items()}


CASES: Mapping[str, Callable[[], Any]] = {
    # Box 1 in U1 to leaf 1 in U40, 1.6 m aside: (2 × 0.3 to the tray + 1.6 + 2.5 − 0.178 + 2.5 − 1.756 m) × 1.05 + 1 m.
    "cables": lambda: cables(HALL),
    "cables with a rack moved": lambda: cables(moved("apart", 4_000.0, 2_000.0)),
    "cables without a library": lambda: cable_plan(HALL, None).result,
    "lengths": lambda: link_lengths(HALL, tuple(HALL.links)),
    "cables without a place": lambda: cables_without_route(
        replace(HALL, nodes={name: replace(one, floor=None) for name, one in HALL.nodes.items()}), None, CABLING.parts
    ),
    "floor": lambda: floor_problems(HALL, standing(HALL), {"compute": 300.0, "network": 500.0}),
    "floor with a rack on the column": lambda: floor_problems(
        moved("network", 5_500.0, 2_000.0), standing(moved("network", 5_500.0, 2_000.0)), {}
    ),
    "floor with a rack on the stairs": lambda: floor_problems(
        moved("apart", 1_200.0, 200.0), standing(moved("apart", 1_200.0, 200.0)), {}
    ),
    "seats": lambda: seats(HALL, ("box", "leaf", "store", "strip")).place.round(3).tolist(),
    "racks": lambda: racks(HALL),
    "loads": lambda: {name: load_of(HALL, node) for name, node in HALL.nodes.items()},
}
EXPECTED = """
## cables
[length] (6.52975 6.48307 6.15637 6.10969 5.68975 5.64307 5.31637 5.26969 1.04667 1.04667 6.62309 6.24971
    5.78309 5.40971 9.08471 9.03804 1.91011 1.95679 60 1.79343 1.42005 1.79343 1.42005), [way] (2 2 2 2 2 2 2 2
    1 1 2 2 2 2 2 2 1 1 2 1 1 1 1)
[result]: cables 29, unknown 0, metres 172.067 m, optics 16, optics_typical_w 142.4 W (124.6 to 171),
    optics_max_w 178 W (178 to 190)
[result].by_link[box-leaf]: cables 8, unknown 0, least_m 5.26969, most_m 6.52975, total_m 47.1978, typed 8
[result].by_link[box-manager]: cables 4, unknown 0, least_m 5.40971, most_m 6.62309, total_m 24.0656, typed 4
[result].by_link[leaf-leaf]: cables 2, unknown 0, least_m 1.04667, most_m 1.04667, total_m 2.09335, typed 2
[result].by_link[near-leaf]: cables 4, unknown 0, least_m 1.91011, most_m 1.95679, total_m 7.7338, typed 4
[result].by_link[near-store]: cables 1, unknown 0, least_m 60, most_m 60, total_m 60, typed 0
[result].by_link[store-leaf]: cables 2, unknown 0, least_m 9.03804, most_m 9.08471, total_m 18.1227, typed 0
[result].by_link[strip-box]: cables 8, unknown 0, least_m 1.42005, most_m 1.79343, total_m 12.8539, typed 0
[result].purchases[0]: part generic/cat6a, stock_m 6, cut True, quantity 2, needed_m 11.1928, links
    (box-manager)
[result].purchases[1]: part generic/cat6a, stock_m 7, cut True, quantity 2, needed_m 12.8728, links
    (box-manager)
[result].purchases[2]: part nvidia/mfa7u10-400g-aoc-split, stock_m 3, part_number 980-9I41X-00H003, quantity 2,
    needed_m 3.8669, links (near-leaf)
[result].purchases[3]: part nvidia/mfp7e10-mmf, stock_m 3, part_number 980-9I73U-000003, quantity 2, needed_m
    2.09335, links (leaf-leaf)
[result].purchases[4]: part nvidia/mfp7e10-mmf, stock_m 7, part_number 980-9I57W-000007, quantity 8, needed_m
    47.1978, links (box-leaf)
[result].purchases[5]: part nvidia/mma4z00-ns, optic True, quantity 6, needed_m 0, links (box-leaf leaf-leaf)
[result].purchases[6]: part nvidia/mma4z00-ns-flt, optic True, quantity 4, needed_m 0, links (box-leaf)
[result].trays[0]: room hall, tray main, cables 12, used_mm2 233.263 mm², share 0.0233263, limit 0.4 (0.25 to
    0.5), sections (0.0233263)
[result].troubles[0]: link store-leaf, trouble none, a store[0], b leaf[0], cables 2, length_m 9.08471, why No
    cable on hand joins QSFP56 and OSFP at 200 Gb/s.
[result].troubles[1]: link near-store, trouble none, a near[0], b store[0], cables 1, length_m 60, why No cable
    on hand joins RJ45 at 10 Gb/s.
[result].drums[0]: part generic/cat6a, drums 1, cuts ((7 2) (6 2)), drum_m 305, left_m 279
[result].optics_at[box]: [generic/cat6a] 2, [nvidia/mma4z00-ns-flt] 4
[result].optics_at[leaf]: [nvidia/mfa7u10-400g-aoc-split] 1, [nvidia/mma4z00-ns] 6
[result].optics_at[manager]: [generic/cat6a] 2
[result].optics_at[near]: [nvidia/mfa7u10-400g-aoc-split] 1
## cables with a rack moved
[length] (6.52975 6.48307 6.15637 6.10969 5.68975 5.64307 5.31637 5.26969 1.04667 1.04667 6.62309 6.24971
    5.78309 5.40971 5.72471 5.67804 1.91011 1.95679 60 1.79343 1.42005 1.79343 1.42005), [way] (2 2 2 2 2 2 2 2
    1 1 2 2 2 2 2 2 1 1 2 1 1 1 1)
[result]: cables 29, unknown 0, metres 165.347 m, optics 16, optics_typical_w 142.4 W (124.6 to 171),
    optics_max_w 178 W (178 to 190)
[result].by_link[box-leaf]: cables 8, unknown 0, least_m 5.26969, most_m 6.52975, total_m 47.1978, typed 8
[result].by_link[box-manager]: cables 4, unknown 0, least_m 5.40971, most_m 6.62309, total_m 24.0656, typed 4
[result].by_link[leaf-leaf]: cables 2, unknown 0, least_m 1.04667, most_m 1.04667, total_m 2.09335, typed 2
[result].by_link[near-leaf]: cables 4, unknown 0, least_m 1.91011, most_m 1.95679, total_m 7.7338, typed 4
[result].by_link[near-store]: cables 1, unknown 0, least_m 60, most_m 60, total_m 60, typed 0
[result].by_link[store-leaf]: cables 2, unknown 0, least_m 5.67804, most_m 5.72471, total_m 11.4028, typed 0
[result].by_link[strip-box]: cables 8, unknown 0, least_m 1.42005, most_m 1.79343, total_m 12.8539, typed 0
[result].purchases[0]: part generic/cat6a, stock_m 6, cut True, quantity 2, needed_m 11.1928, links
    (box-manager)
[result].purchases[1]: part generic/cat6a, stock_m 7, cut True, quantity 2, needed_m 12.8728, links
    (box-manager)
[result].purchases[2]: part nvidia/mfa7u10-400g-aoc-split, stock_m 3, part_number 980-9I41X-00H003, quantity 2,
    needed_m 3.8669, links (near-leaf)
[result].purchases[3]: part nvidia/mfp7e10-mmf, stock_m 3, part_number 980-9I73U-000003, quantity 2, needed_m
    2.09335, links (leaf-leaf)
[result].purchases[4]: part nvidia/mfp7e10-mmf, stock_m 7, part_number 980-9I57W-000007, quantity 8, needed_m
    47.1978, links (box-leaf)
[result].purchases[5]: part nvidia/mma4z00-ns, optic True, quantity 6, needed_m 0, links (box-leaf leaf-leaf)
[result].purchases[6]: part nvidia/mma4z00-ns-flt, optic True, quantity 4, needed_m 0, links (box-leaf)
[result].trays[0]: room hall, tray main, cables 15, used_mm2 424.115 mm², share 0.0424115, limit 0.4 (0.25 to
    0.5), sections (0.0424115)
[result].troubles[0]: link store-leaf, trouble none, a store[0], b leaf[0], cables 2, length_m 5.72471, why No
    cable on hand joins QSFP56 and OSFP at 200 Gb/s.
[result].troubles[1]: link near-store, trouble none, a near[0], b store[0], cables 1, length_m 60, why No cable
    on hand joins RJ45 at 10 Gb/s.
[result].drums[0]: part generic/cat6a, drums 1, cuts ((7 2) (6 2)), drum_m 305, left_m 279
[result].optics_at[box]: [generic/cat6a] 2, [nvidia/mma4z00-ns-flt] 4
[result].optics_at[leaf]: [nvidia/mfa7u10-400g-aoc-split] 1, [nvidia/mma4z00-ns] 6
[result].optics_at[manager]: [generic/cat6a] 2
[result].optics_at[near]: [nvidia/mfa7u10-400g-aoc-split] 1
## cables without a library
cables 29, unknown 0, metres 172.067 m, optics 0, optics_typical_w 0 W, optics_max_w 0 W
by_link[box-leaf]: cables 8, unknown 0, least_m 5.26969, most_m 6.52975, total_m 47.1978, typed 0
by_link[box-manager]: cables 4, unknown 0, least_m 5.40971, most_m 6.62309, total_m 24.0656, typed 0
by_link[leaf-leaf]: cables 2, unknown 0, least_m 1.04667, most_m 1.04667, total_m 2.09335, typed 0
by_link[near-leaf]: cables 4, unknown 0, least_m 1.91011, most_m 1.95679, total_m 7.7338, typed 0
by_link[near-store]: cables 1, unknown 0, least_m 60, most_m 60, total_m 60, typed 0
by_link[store-leaf]: cables 2, unknown 0, least_m 9.03804, most_m 9.08471, total_m 18.1227, typed 0
by_link[strip-box]: cables 8, unknown 0, least_m 1.42005, most_m 1.79343, total_m 12.8539, typed 0
trays[0]: room hall, tray main, cables 12, used_mm2 763.407 mm², share 0.0763407, limit 0.4 (0.25 to 0.5),
    sections (0.0763407)
## lengths
[box-leaf] 6.53 m (5.27 to 6.53), [box-manager] 6.623 m (5.41 to 6.623), [leaf-leaf] 1.047 m, [near-leaf] 1.957
    m (1.91 to 1.957), [near-store] 60 m, [store-leaf] 9.085 m (9.038 to 9.085), [strip-box] 1.793 m (1.42 to
    1.793)
## cables without a place
lengths[box-leaf]: low_m 1, typical_m 9.435, high_m 23.47, why From the size of hall, width and depth together
    16 m: a third of them aside is the mean of two random places, half the height of the trays up and down, with
    slack and ends.
lengths[box-manager]: low_m 1, typical_m 9.435, high_m 23.47, why From the size of hall, width and depth
    together 16 m: a third of them aside is the mean of two random places, half the height of the trays up and
    down, with slack and ends.
lengths[leaf-leaf]: low_m 1, typical_m 1.65341, high_m 2.96025, why Inside network, 42 U high: a third of it is
    the mean, with slack and ends.
lengths[near-leaf]: low_m 1, typical_m 1.65341, high_m 2.96025, why Inside network, 42 U high: a third of it is
    the mean, with slack and ends.
lengths[near-store]: low_m 60, typical_m 60, high_m 60, why Set on the link.
lengths[store-leaf]: low_m 1, typical_m 9.435, high_m 23.47, why From the size of hall, width and depth together
    16 m: a third of them aside is the mean of two random places, half the height of the trays up and down, with
    slack and ends.
lengths[strip-box]: low_m 1, typical_m 1.65341, high_m 2.96025, why Inside compute, 42 U high: a third of it is
    the mean, with slack and ends.
typed: [box-leaf] 8, [box-manager] 4, [leaf-leaf] 2, [near-leaf] 4, [near-store] 0, [store-leaf] 0, [strip-box]
    0
purchases[0]: range_usd (5 20)
purchases[0].purchase: part generic/cat6a, stock_m 10, cut True, quantity 4, needed_m 37.74, links (box-manager)
purchases[1]: range_usd (450 1800)
purchases[1].purchase: part nvidia/mfa7u10-400g-aoc-split, stock_m 3, part_number 980-9I41X-00H003, quantity 2,
    needed_m 3.30683, links (near-leaf)
purchases[2]: range_usd (25 100)
purchases[2].purchase: part nvidia/mfp7e10-mmf, stock_m 3, part_number 980-9I73U-000003, quantity 2, needed_m
    3.30683, links (leaf-leaf)
purchases[3]: range_usd (25 100)
purchases[3].purchase: part nvidia/mfp7e10-mmf, stock_m 10, part_number 980-9I57X-00N010, quantity 8, needed_m
    75.48, links (box-leaf)
purchases[4].purchase: part nvidia/mma4z00-ns, optic True, quantity 6, needed_m 0, links (box-leaf leaf-leaf)
purchases[5].purchase: part nvidia/mma4z00-ns-flt, optic True, quantity 4, needed_m 0, links (box-leaf)
optics_at[box]: [generic/cat6a] 2, [nvidia/mma4z00-ns-flt] 4
optics_at[leaf]: [nvidia/mfa7u10-400g-aoc-split] 1, [nvidia/mma4z00-ns] 6
optics_at[manager]: [generic/cat6a] 2
optics_at[near]: [nvidia/mfa7u10-400g-aoc-split] 1
## floor
[0]: trouble floor load, room hall, ids (network), example (network), copies 1, amount 520.833, limit 400
## floor with a rack on the column
[0]: trouble column, room hall, ids (network), example (network), copies 1, amount 0.12, piece column 1
[1]: trouble front, room hall, ids (network), example (network), copies 1, amount 0, limit 1200
## floor with a rack on the stairs
[0]: trouble keep-out, room hall, ids (apart), example (apart), copies 1, amount 0.24, piece stairs
[1]: trouble front, room hall, ids (apart), example (apart), copies 1, amount 0, limit 1200
## seats
[0] (1400 3200 177.8), [1] (1400 3200 533.4), [2] (2200 3200 177.8), [3] (2200 3200 533.4), [4] (3000 3200
    1755.78), [5] (3000 3200 1800.22), [6] (5800 5300 444.5), [7] (1400 3200 933.45), [8] (2200 3200 933.45)
## racks
[apart][0]: air 0
[apart][0].load: watts 2200, kg 49
[apart][1]: watts 2200, kg 49
[compute][0]: kg_limit 300, air 0
[compute][0].load: watts 20400, kg 260.9
[compute][1]: watts 20400, kg 260.9
[network][0]: air 0
[network][0].load: watts 5738, kg 86.01
[network][1]: watts 5738, kg 86.01
## loads
[apart]: watts 0, kg 0
[box]: watts 20400, kg 260.9
[compute]: watts 0, kg 0
[hall]: watts 0, kg 0
[leaf]: watts 3440, kg 29.6
[manager]: watts 98, kg 7.41
[near]: watts 2200, kg 49
[network]: watts 0, kg 0
[store]: watts 2200, kg 49
[strip]: watts 0, kg 0
"""


def outcome(name: str) -> list[str]:
    return told(CASES[name](), skip=("slots",))


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_told_of_a_hall(name):
    assert outcome(name) == sections(EXPECTED)[name]
