"""Rows on disk: found again exactly as they were, after a stop and after a kill, as CSV and as Parquet."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.explore.sweep.journal import PARTIAL, Columns, Journal, read_pieces, read_table
from designer.explore.sweep.table import FigureCell, SweepRow, Words, joined, rows_of, table_of
from designer.model.records import RefusedInput

COLUMNS = Columns({"size": False, "part": True}, {"cost.capex_usd": False, "counts.nodes.total": True})

numbers = st.one_of(st.none(), st.floats(-1e15, 1e15))
words = st.text("abc/-,\"'é; |", min_size=1, max_size=8)
cells = st.tuples(numbers, numbers, numbers, st.sampled_from(["", "USD"]), st.sampled_from(["", '["a","b, \\"c\\""]']))


@st.composite
def rows(draw: st.DrawFn) -> list[SweepRow]:
    found: list[SweepRow] = []
    for number in draw(st.lists(st.integers(0, 10**6), unique=True, max_size=12)):
        cell = FigureCell(*draw(cells))
        count = draw(numbers)
        figures = (cell, FigureCell(count, count, count))
        known = any(one != FigureCell(None, None, None) for one in figures)
        problem = draw(st.sampled_from(["", "It is too large, by far."]))
        values = (draw(numbers), draw(st.one_of(st.none(), words)))
        found.append(SweepRow(number, values, figures if known else (), problem))
    return found


@given(rows())
def test_a_row_is_read_as_it_was_written(made: list[SweepRow]) -> None:
    for row in made:
        assert COLUMNS.row(COLUMNS.cells(row)) == row


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_rows_of_any_order_stand_in_the_order_of_their_numbers(tmp_path: Path, suffix: str) -> None:
    made = [
        SweepRow(
            number,
            (number / 3, ("a/b", "c,d")[number % 2]),
            (FigureCell(0.1 * number, None, 5.0, "USD", '["x"]' if number % 3 else ""), FigureCell(7.0, 7.0, 7.0))
            if number % 5
            else (),
            "" if number % 5 else "nothing",
        )
        for number in range(23)
    ]
    out = tmp_path / f"rows{suffix}"
    journal = Journal(out, COLUMNS)
    for piece in (made[10:], made[:10]):
        journal.add_rows(piece)
    assert list(journal.rows()) == made
    journal.finish()
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    assert [row for piece in read_pieces(out, COLUMNS) for row in piece] == made
    table = read_table(out)
    assert table.numbers.tolist() == list(range(23))
    cost, part = table.figures["cost.capex_usd"], table.parameters["part"]
    assert isinstance(part, Words)
    assert [part[row] for row in (0, 1)] == ["a/b", "c,d"]
    assert np.isnan(cost.value[[0, 5]]).all()
    assert cost.value[1] == 0.1
    assert np.isnan(cost.low).all()
    assert cost.unit == "USD"
    assert cost.at_least.tolist() == [bool(number % 5 and number % 3) for number in range(23)]
    assert table.figures["counts.nodes.total"].plain
    assert table.problems[5] == "nothing"
    assert table.parameters_of(3) == {"size": 1.0, "part": "c,d"}


def test_a_table_is_the_same_in_pieces_and_whole() -> None:
    made = [
        SweepRow(n, (float(n), "ab"[n % 2]), (FigureCell(float(n), 0.0, 9.0, "USD"), FigureCell(1.0, 1.0, 1.0)), "")
        for n in range(9)
    ]
    whole = table_of(made, COLUMNS.names, COLUMNS.keys)
    pieces = [table_of(made[start : start + 4], COLUMNS.names, COLUMNS.keys) for start in (0, 4, 8)]
    assert list(rows_of(joined(pieces))) == list(rows_of(whole)) == made
    assert list(rows_of(whole.taken(np.array([2, 5])))) == [made[2], made[5]]


def test_what_a_kill_left_is_taken_up_and_half_a_row_is_not(tmp_path: Path) -> None:
    out = tmp_path / "rows.csv"
    made = [SweepRow(n, (1.0, "a"), (FigureCell(2.0, 2.0, 2.0, "USD"), FigureCell(1.0, 1.0, 1.0)), "") for n in (0, 1)]
    journal = Journal(out, COLUMNS)
    journal.add_rows(made)
    journal.close()
    partial = tmp_path / f"rows.csv{PARTIAL}"
    with partial.open("ab") as file:
        file.write(b"2,1,a,2,2")
    again = Journal(out, COLUMNS)
    assert len(again) == 2
    assert 1 in again
    assert 2 not in again
    again.add_rows([made[0]._replace(number=2)])
    again.finish()
    assert [row.number for piece in read_pieces(out, COLUMNS) for row in piece] == [0, 1, 2]


def test_rows_of_another_sweep_are_neither_taken_up_nor_harmed(tmp_path: Path) -> None:
    out = tmp_path / "rows.csv"
    other = Columns({"other": False}, COLUMNS.keys)
    journal = Journal(out, other)
    journal.finish()
    before = out.read_bytes()
    with pytest.raises(RefusedInput, match="another sweep"):
        Journal(out, COLUMNS)
    assert out.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    Journal(out, COLUMNS, anew=True).finish()
    assert out.read_bytes() != before


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize(
    "data",
    [b"", b"a,b\n", b"number,x,problem\n1,2\n", b"number,x,problem\n1,2,\xff\n", b'number,x,problem\n"1,2,\n', b"PAR1"],
)
def test_a_file_that_holds_something_else_is_refused_in_one_line(tmp_path: Path, suffix: str, data: bytes) -> None:
    path = tmp_path / f"rows{suffix}"
    path.write_bytes(data)
    with pytest.raises(RefusedInput) as refusal:
        read_table(path)
    assert "\n" not in str(refusal.value)


def test_a_number_that_is_none_and_a_folder_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    heading = ",".join(COLUMNS.headings)
    path.write_text(f"{heading}\n0,1,a,nan,1,1,USD,,1,\n")
    with pytest.raises(RefusedInput, match="damaged"):
        read_table(path)
    with pytest.raises(RefusedInput, match="folder"):
        read_table(_folder(tmp_path))


def _folder(tmp_path: Path) -> Path:
    found = tmp_path / "folder.csv"
    found.mkdir()
    return found
