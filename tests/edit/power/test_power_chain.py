"""A simple power chain drawn for what stands there, as one edit."""

import pytest

from designer.analysis.power.power_chain import plant_result
from designer.catalog.library import Library
from designer.edit.power.power_chain import draw_simple_chain
from designer.edit.session import Session
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from designer.model.records import RefusedInput


def test_racks_without_power_get_two_sides_that_each_carry_everything(library: Library) -> None:
    design = build_template("nvl72", library, {})
    after = draw_simple_chain(design, library).applied(design)
    result = plant_result(after)
    assert result is not None
    assert [one.scheme for one in result.redundancy] == ["2N"]
    assert not any(one.dark or one.overloaded for one in result.sweep.failures)
    assert {"utility-a", "utility-b", "ups-a", "ups-b", "pdu-a", "pdu-b"} <= after.nodes.keys()


def test_rack_pdus_that_nothing_feeds_are_fed_by_either_side(library: Library) -> None:
    design = build_template("dgx-superpod-h100", library, {})
    after = draw_simple_chain(design, library).applied(design)
    result = plant_result(after)
    assert result is not None
    assert result.elements["pdu"].sources == ("sts",)
    assert result.elements["sts"].sources == ("ups-a", "ups-b")
    by_load = result.redundancy[0]
    assert (by_load.scheme, by_load.units) == ("N+1", ("ups-a", "ups-b"))
    assert not result.failure
    without = plant_result(after, ("utility-a",))
    assert without is not None
    assert without.failure is not None
    assert not without.failure.dark
    assert without.failure.transferred == ("sts",)


def test_it_is_one_step_back(library: Library) -> None:
    session = Session(build_template("nvl72", library, {}))
    before = session.design
    session.commit(draw_simple_chain(before, library))
    assert session.design != before
    session.undo()
    assert session.design == before


def test_nothing_to_feed_is_refused_in_plain_words(library: Library) -> None:
    with pytest.raises(RefusedInput, match="Nothing here waits for power"):
        draw_simple_chain(Design(), library)
    design = build_template("power-chain", library, {})
    with pytest.raises(RefusedInput, match="Nothing here waits for power"):
        draw_simple_chain(design, library)
