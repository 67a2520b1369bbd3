"""Lists out of a spreadsheet become parts."""

import pytest

from designer.edit.nodes.pasted_table import MOST_ROWS, place_rows, read_rows, typed_count
from designer.model.design import Design
from designer.model.records import RefusedInput

DGX, SWITCH, SN2201 = "nvidia/dgx-h100", "nvidia/qm9700", "nvidia/sn2201"


def read(library, text):
    return [(row.candidates[0] if row.candidates else "", row.copies) for row in read_rows(library, text)]


@pytest.mark.parametrize(
    "text",
    [
        "Part\tQty\nDGX H100\t31\nQM9700\t8\n",
        "Qty\tPart number\tNote\n31\tDGX H100\tfirst\n8\tMQM9700-NS2F\tsecond",
        "DGX H100\t31\nnvidia/qm9700\t8",
        "dgx h100, 31\nqm9700, 8",
        "31;NVIDIA DGX H100\n8;QM9700",
        "31 x DGX H100\n\n8 qm9700",
        "DGX H100 x31\nQM9700 ×8",
    ],
)
def test_many_ways_to_write_the_same_list(library, text):
    assert read(library, text) == [(DGX, 31), (SWITCH, 8)]
    assert all(row.clear for row in read_rows(library, text))


def test_a_plain_list_is_one_of_each_and_names_may_hold_commas(library):
    assert read(library, "NVIDIA H100 SXM5, 80GB\nSN2201") == [("nvidia/h100-sxm5-80gb", 1), (SN2201, 1)]


def test_what_is_not_clear_is_said_by_row(library):
    rows = read_rows(library, "Name\tCount\nDGX H100\t1,024\nqm97\t2\nfrobnicator\t3\nSN2201\tmany\nSN2201\t")
    assert [row.clear for row in rows] == [True, False, False, False, True]
    assert rows[0].copies == 1024
    assert SWITCH in rows[1].candidates
    assert not rows[1].sure
    assert rows[2].candidates == ()
    assert (rows[3].copies, rows[3].count_text, rows[3].line) == (None, "many", 5)
    assert rows[4].copies == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("frobnicator\t2\nzzzqqq\t3", "names no part of the catalog"),
        ("", "names no part of the catalog"),
        ("DGX H100\t1\n" * (MOST_ROWS + 1), f"{MOST_ROWS} is the most"),
        ("x" * 200_001, "200,000 is the most"),
    ],
)
def test_what_is_no_list_is_refused(library, text, words):
    with pytest.raises(RefusedInput, match=words):
        read_rows(library, text)


def test_a_list_is_placed_in_a_grid_as_one_edit(library):
    edit = place_rows(Design(), library, [(DGX, 31), (SWITCH, 8), (SN2201, 1), (SWITCH, 4)], 100, 50)
    after = edit.applied(Design())
    placed = [(node.part, node.copies, node.x, node.y) for node in after.nodes_in_order()]
    # Two columns, 224 + 32 and 112 + 32 apart.
    assert placed == [(DGX, 31, 100, 50), (SWITCH, 8, 356, 50), (SN2201, 1, 100, 194), (SWITCH, 4, 356, 194)]
    assert len({node.name for node in after.nodes.values()}) == 4
    assert edit.label == "Add 44 parts from a list of 4"
    assert edit.inverted().applied(after) == Design()


@pytest.mark.parametrize("chosen", [[], [("nobody/none", 1)], [(DGX, 0)], [(DGX, 1_000_001)]])
def test_nothing_wrong_is_placed(library, chosen):
    with pytest.raises(RefusedInput):
        place_rows(Design(), library, chosen, 0, 0)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("31 dgx h100", ("dgx h100", 31)),
        ("dgx h100 x31", ("dgx h100", 31)),
        ("31x dgx", ("dgx", 31)),
        ("dgx×4", ("dgx", 4)),
        ("8 × qm9700", ("qm9700", 8)),
        ("400G optic", ("400G optic", 1)),
        ("mx3 card", ("mx3 card", 1)),
        ("8", ("8", 1)),
        ("0 dgx", ("0 dgx", 1)),
        ("", ("", 1)),
    ],
)
def test_a_number_among_the_words(text, answer):
    assert typed_count(text) == answer
