"""The CSV table of a collective: numbers alone, empty where nothing is known."""

import csv
import io

import pytest

from designer.analysis.limits.collective_times import collective_times
from designer.export.collective_table import HEADINGS, collective_csv, write_collective_table
from designer.model.records import RefusedInput
from tests.analysis.limits.test_collective_times import one_switch, two_leaves


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_every_point_is_a_row_of_numbers():
    points = collective_times(two_leaves(100), "all-to-all", (2.0**20, 2.0**30), (8, 32)).points
    rows = rows_of(collective_csv("all-to-all", points))
    assert list(rows[0]) == list(HEADINGS)
    assert [(row["collective"], row["ranks"], row["bytes"]) for row in rows] == [
        ("all-to-all", "8", "1048576"),
        ("all-to-all", "8", "1073741824"),
        ("all-to-all", "32", "1048576"),
        ("all-to-all", "32", "1073741824"),
    ]
    for row, point in zip(rows, points, strict=True):
        assert float(row["time_us"]) == pytest.approx(point.time_us.value, rel=1e-5)
        assert float(row["time_us_low"]) == pytest.approx(point.time_us.low, rel=1e-5)
        assert float(row["bus_gb_per_s"]) == pytest.approx(point.bus_gb_per_s.value, rel=1e-5)
        assert float(row["ideal_time_us"]) == pytest.approx(point.ideal_time_us.value, rel=1e-5)
    assert rows[0]["fabric_us"] == ""
    assert float(rows[3]["fabric_us"]) > float(rows[3]["inside_us"])


def test_what_is_not_known_is_empty():
    points = collective_times(one_switch(hosts=2), "all-reduce", (1e6,), (16,), ("leaf",)).points
    assert not points[0].time_us.known
    row = rows_of(collective_csv("all-reduce", points))[0]
    assert (row["ranks"], row["time_us"], row["time_us_low"], row["bus_gb_per_s"]) == ("16", "", "", "")


def test_it_is_written_whole_or_refused(tmp_path):
    points = collective_times(one_switch(), "broadcast", (1e6,), (8,)).points
    path = tmp_path / "broadcast.csv"
    write_collective_table(path, "broadcast", points)
    assert path.read_text() == collective_csv("broadcast", points).replace("\r\n", "\n")
    with pytest.raises(RefusedInput, match="could not be written"):
        write_collective_table(tmp_path / "no" / "such.csv", "broadcast", points)
