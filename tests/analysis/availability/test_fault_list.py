"""Lists of faults as files: what is read, and what is refused in a line."""

import numpy as np
import pytest

from designer.analysis.availability.fault_list import read_fault_list
from designer.model.records import RefusedInput


def written(tmp_path, text):
    path = tmp_path / "faults.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_list_is_read(tmp_path):
    path = written(
        tmp_path,
        "server,day,event,class\nb,2.5,start,GPU\na,1,start,NIC\na,1,end,NIC\nb,4,END,GPU\nc,5,start,Fan\nc,6,start,Fan\n"
        "d,7,end,Fan\n",
    )
    found = read_fault_list(path, 10)
    np.testing.assert_array_equal(found.trace.start, [1.0, 2.5, 5.0])
    np.testing.assert_array_equal(found.trace.end, [1.0, 4.0, np.inf])
    assert (found.trace.servers, found.trace.days) == (10, 7.0)
    assert found.notes == (
        "1 fault of servers that were down already is part of the first.",
        "1 end of faults whose start is not listed is left out.",
        "Nothing is listed before day 1: the list is taken to begin then.",
    )
    assert any("Say --servers" in note for note in read_fault_list(path).notes)
    assert read_fault_list(path).trace.servers == 4
    assert found.trace.begin == 1.0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no column"),
        ("server,day\na,1\n", "'event'"),
        ("server,day,event\na,x,start\n", "line 2"),
        ("server,day,event\na,nan,start\n", "a day is from"),
        ("server,day,event\na,-1,start\n", "a day is from"),
        ("server,day,event\na,1,begin\n", "start or end"),
        ("server,day,event\na,1,end\n", "no fault"),
        ("server,day,event\na\n", "no day"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path, text, words):
    with pytest.raises(RefusedInput, match=words):
        read_fault_list(written(tmp_path, text))


def test_too_few_servers_and_no_file_are_refused(tmp_path):
    path = written(tmp_path, "server,day,event\na,1,start\nb,2,start\n")
    with pytest.raises(RefusedInput, match="more than the 1"):
        read_fault_list(path, 1)
    with pytest.raises(RefusedInput, match="cannot be read"):
        read_fault_list(tmp_path / "none.csv")
    path.write_bytes(b"server,day,event\n\xff\xfe,1,start\n")
    with pytest.raises(RefusedInput, match="cannot be read"):
        read_fault_list(path)
