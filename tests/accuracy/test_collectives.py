"""The printed error of collectives is worked out from the rows: a wrong constant shows in it, a left-out row too."""

import numpy as np
import pytest

from designer.formulas.network.collective_times import VALUES
from tests.accuracy.collectives import held_out, measured, report, told
from tests.accuracy.collectives_fit import START, fitted


@pytest.mark.parametrize("name", ["ring_nvlink_4", "ramp_size", "in_switch_nvlink_5", "fabric_step"])
@pytest.mark.parametrize("factor", [0.8, 1.2])
def test_a_constant_that_is_a_fifth_off_moves_what_is_printed(name, factor):
    lines, moved = (list(report(VALUES | change)) for change in ({}, {name: VALUES[name] * factor}))
    first = next(place for place, line in enumerate(lines) if line.startswith("several domains"))
    # What stands before the tables of refitted constants, which no constant of the program enters.
    assert lines[: first + 1] != moved[: first + 1]
    assert lines[-8:] == moved[-8:]


def test_a_wrong_constant_breaks_the_limit():
    assert not any(line.startswith("BROKEN") for line in report())
    slower = {name: VALUES[name] * 0.8 for name in VALUES if name.startswith("ring_nvlink")}
    assert any(line.startswith("BROKEN") for line in report(VALUES | slower))


def test_rows_that_are_left_out_change_nothing_of_the_fit():
    rows = measured()
    out = np.array(rows.names["system"]) == "b200_sxm"
    other = np.where(out, rows.us * 3, rows.us)
    assert fitted(rows.columns, other, ~out) == fitted(rows.columns, rows.us, ~out)


def test_what_is_held_out_is_worse_than_what_stands():
    rows = measured()
    off = [np.median(np.abs(one.us / rows.us - 1)) for one in (held_out("system"), told(rows.columns))]
    assert off[0] > off[1]
    assert set(START) < set(VALUES)
