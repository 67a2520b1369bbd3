"""Results that open another day: their space, their design and their date come back from the file alone."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from designer.explore.sweep.journal import Journal, columns_of, read_table
from designer.explore.sweep.reading import read_space
from designer.explore.sweep.results_head import ResultsHead, read_head
from designer.explore.sweep.space import Counted, Option, Space, Variable
from designer.explore.sweep.table import FigureCell, SweepRow
from designer.model.records import RefusedInput

OWN = Option(name="own", settings={"a.copies": 1.0})
CLOUD = Option(name="cloud", settings={"a.copies": 2.0})
SPACE = Space(
    name="Own or cloud",
    design="pod.stackwright",
    vary=(
        Variable(
            name="where", options=(Option(name="own", settings={"a.copies": 1.0}), Option(name="cloud", settings={}))
        ),
        Variable(name="size", sets="b.copies", values=(1.0, 2.0)),
    ),
    count=(Counted(key="cost.capex_usd", at_most=5e6),),
    seed=7,
)
BASE = '{\n  "stackwright": 3,\n  "name": "Größe, \\"A\\""\n}\n'


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_file_of_results_holds_what_it_is_of(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"rows{suffix}"
    head = ResultsHead(space=SPACE, base=BASE, made="2026-11-29", program="0.1.0 (abc)", revision="B · for approval")
    journal = Journal(out, columns_of(SPACE), head=head)
    journal.add_rows([SweepRow(0, ("own", 1.0), (FigureCell(2.0, 1.0, 3.0, "USD"),), "")])
    journal.finish()
    found = read_head(out)
    assert found is not None
    assert (found.base, found.made, found.program, found.revision) == (BASE, head.made, head.program, head.revision)
    # The design is named by the file that it can be read from now.
    assert found.space == replace(SPACE, design=f"{out.name}.base.json")
    assert len(read_table(out)) == 1
    beside = tmp_path / "rows.csv.space.yaml"
    assert beside.exists() == (suffix == ".csv")
    if suffix == ".csv":
        # What stands beside is a space that a person reads, and that the command takes as it is.
        assert "made: '2026-11-29'" in beside.read_text()
        assert read_space(beside.read_bytes()) == found.space
        assert (tmp_path / found.space.design).read_text() == BASE


def test_a_damaged_space_is_told_and_a_plain_table_has_none(tmp_path: Path) -> None:
    out = tmp_path / "rows.csv"
    Journal(out, columns_of(SPACE)).finish()
    assert read_head(out) is None
    (tmp_path / "rows.csv.space.yaml").write_text("vary: [")
    with pytest.raises(RefusedInput, match=r"rows\.csv"):
        read_head(out)
