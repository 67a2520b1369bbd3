"""What power and cooling carry, and what one machine more puts on them."""

import pytest

from designer.analysis.chain.facility import facility_of, watts_of
from designer.analysis.cooling.heat_load import cooling
from designer.analysis.power.draw import power
from designer.analysis.power.power_chain import plant_result
from designer.edit.templates.templates import build_template
from tests.shipped import LIBRARY


@pytest.fixture(scope="module")
def chain():
    """2N: 40 racks of 4 × 6.5 kW, half of all on each side."""
    design = build_template("power-chain", LIBRARY, {})
    plant = plant_result(design)
    return design, plant, facility_of(design, plant, None)


def test_units_that_bear_a_failure_are_full_by_what_is_left_of_them(chain):
    """Of two UPSs one may fail: the load of both over the capacity of one, twice what each carries now."""
    _, plant, found = chain
    (kept,) = [one for one in found.loads if one.bound == "power with a failure borne"]
    ups = plant.elements["ups-a"]
    assert kept.units == ("ups-a", "ups-b")
    assert kept.load_w.value == pytest.approx(2 * ups.load_max_w.value)
    assert kept.capacity_w.value == pytest.approx(ups.capacity_w.value)
    assert kept.utilisation.value == pytest.approx(2 * ups.load_max_w.value / ups.capacity_w.value)


def test_one_machine_more_puts_half_of_its_load_on_each_side(chain):
    """6,500 W by two cords: 3,250 on each busway and, with 2.5% lost, 3,333 on each UPS; all of it on both."""
    design, _, found = chain
    assert watts_of(design, "dgx") == 6_500
    more = found.drags("dgx")
    assert more["busway-a", "power"] == pytest.approx(3_250)
    assert more["ups-b", "power"] == pytest.approx(3_250 / 0.975)
    assert more["ups-a", "power with a failure borne"] == pytest.approx(6_500 / 0.975)


def test_what_draws_nothing_puts_nothing_on_it(chain):
    assert chain[2].drags("ups-a") == {}


def test_heat_falls_on_the_coolers_behind_which_a_machine_stands():
    """A DGX of 10,200 W in the room of the AI stack: two air handlers and two chillers take half of it each."""
    design = build_template("ai-stack", LIBRARY, {})
    more = facility_of(design, None, cooling(design, power(design))).drags("serving-dgx")
    air = [watts for (name, bound), watts in more.items() if name.startswith("air-") and bound == "cooling"]
    water = [watts for (name, bound), watts in more.items() if name.startswith("chiller-") and bound == "cooling"]
    assert len(air) == len(water) == 2
    assert air == pytest.approx([5_100, 5_100])
    assert water == pytest.approx([5_100, 5_100])
