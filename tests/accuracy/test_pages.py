"""Pictures of computed against measured, worked out by hand."""

import re

import numpy as np
import pytest

from tests.accuracy.pages.scatter import SIDE, Cloud, svg_of


def test_a_row_stands_where_it_belongs():
    ends = np.array([1.0, 100.0])
    cloud = Cloud("Figure", "ms", ends, ends, ends / 2, ends * 2, ["a", "a"])
    text = svg_of(cloud)
    dots = [(float(x), float(y)) for x, y in re.findall(r"M([\d.]+) ([\d.]+)h\.1", text)]
    room = 0.04 / 1.08 * SIDE  # on either side, of 2 decades
    assert dots[0] == pytest.approx((room, SIDE - room), abs=0.1)
    assert dots[1] == pytest.approx((SIDE - room, room), abs=0.1)
    # The band begins and ends a factor of 2 away from the diagonal, 0.301 decades of 2.16.
    (band,) = set(re.findall(r'd="M([^"]*)Z" fill="[^"]*" fill-opacity', text))
    off = np.log10(2) / 2.16 * SIDE
    corners = [tuple(float(number) for number in corner.split()) for corner in band.split("L")]
    assert len(corners) == 6
    assert {round(x - (SIDE - y), 1) for x, y in corners if 0 < x < SIDE or 0 < y < SIDE} == {
        round(off, 1),
        round(-off, 1),
    }
