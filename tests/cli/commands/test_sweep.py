"""The command sweep: its document, its files, stopping, and what it refuses."""

import csv
from pathlib import Path

import pytest

from designer.catalog.library import Library
from designer.cli.commands import sweep_command
from designer.explore.sweep.journal import Journal, read_table
from tests.cli.conftest import Stackwright

PAGE = Path(__file__).parents[3] / "resources" / "guide" / "explore.md"
POD = ("--template", "nvl72", "--set", "racks=1,2", "--set", "oversubscription=1,2")


@pytest.fixture(autouse=True)
def one_library(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_command, "read_library", lambda: library)


def test_rows_hold_the_very_figures_of_analyze(stackwright: Stackwright, tmp_path: Path) -> None:
    document = stackwright("sweep", *POD, "--json").document
    assert (document["variants"], document["done"], document["base"]) == (4, 4, "nvl72")
    assert [row["parameters"] for row in document["rows"]][1] == {"racks": 1, "oversubscription": 2}
    row = document["rows"][3]
    assert row["problem"] is None
    design = tmp_path / "three.stackwright"
    assert stackwright("sweep", *POD, "--design", "3", "-o", str(design)).code == 0
    analysed = stackwright("analyze", str(design), "--json").document
    for section in ("network", "power", "cost", "energy", "cooling"):
        for key, figure in row[section].items():
            said = analysed[section][key]
            if "value" in figure:
                assert {name: said[name] for name in figure if name in said} == {
                    name: value for name, value in figure.items() if name in said
                }
    assert row["power"]["it_w"]["max"] == analysed["power"]["it_w"]["max"]
    assert row["counts"]["accelerators"] == {"total": analysed["counts"]["accelerators"]["total"]}


def test_the_example_of_the_guide_comes_out_as_it_says(stackwright: Stackwright, tmp_path: Path) -> None:
    text = PAGE.read_text("utf-8")
    space = tmp_path / "space.yaml"
    space.write_text(text.partition("```yaml\n")[2].partition("```")[0])
    out = tmp_path / "rows.csv"
    said = stackwright("sweep", str(space), "-o", str(out))
    assert said.code == 0, said.err
    assert "A pod of 64 servers: 6 of 6 variants" in said.out
    table = read_table(out)
    missed = [bool(table.problems[row]) for row in range(len(table))]
    assert f"{len(table)} variants, {sum(missed)} of which miss the goal" in text
    with out.open() as file:
        assert next(csv.reader(file))[:8] == [
            "number",
            "oversubscription",
            "host.part",
            "cost.capex_usd",
            "cost.capex_usd.low",
            "cost.capex_usd.high",
            "cost.capex_usd.unit",
            "cost.capex_usd.missing",
        ]
    # The same command finds them all there; another space is refused, and changes nothing.
    before = out.read_bytes()
    assert stackwright("sweep", str(space), "-o", str(out)).code == 0
    assert out.read_bytes() == before
    space.write_text(space.read_text().replace("step: 1", "step: 2"))
    refused = stackwright("sweep", str(space), "-o", str(out))
    assert (refused.code, "another sweep" in refused.err) == (1, True)
    assert out.read_bytes() == before
    # Beside the rows stands what they are of, so that they open another day.
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rows.csv", "rows.csv.space.yaml", "space.yaml"]


def test_a_base_may_be_a_design_beside_the_space(stackwright: Stackwright, tmp_path: Path) -> None:
    stackwright("new", str(tmp_path / "pod.yaml"), "--template", "nvl72", "--set", "racks=2")
    space = tmp_path / "space.yaml"
    space.write_text("base: pod.yaml\nvary: {assumptions.pue: [1.1, 1.2], racks: [2, 3]}\ncount: [power, cost]\n")
    document = stackwright("sweep", str(space), "--json").document
    assert len({row["power"]["facility_w"]["value"] for row in document["rows"]}) == 4
    space.write_text("base: ../../etc/passwd.d\nvary: {assumptions.pue: [1.1, 1.2]}\n")
    refused = stackwright("sweep", str(space), "--json")
    assert (refused.code, refused.out) == (1, "")
    assert len(refused.err.splitlines()) == 1


def test_ctrl_c_keeps_what_is_there(stackwright: Stackwright, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "rows.csv"
    many = (
        "--template",
        "nvl72",
        "--set",
        "racks=1,2,3,4,5,6,7,8,9",
        "--set",
        "oversubscription=1,2",
        "--count",
        "cost",
    )
    written = Journal.add_rows

    def add_and_stop(journal: Journal, rows: list[object]) -> None:
        written(journal, rows)  # type: ignore[arg-type]
        monkeypatch.setattr(Journal, "add_rows", written)
        raise KeyboardInterrupt

    monkeypatch.setattr(Journal, "add_rows", add_and_stop)
    stopped = stackwright("sweep", *many, "-o", str(out), "--workers", "1")
    assert stopped.code == 1
    assert stopped.err.splitlines()[-1].startswith("stackwright: Stopped:")
    kept = len(read_table(out))
    assert 0 < kept < 18
    assert stackwright("sweep", *many, "-o", str(out), "--workers", "1", "--resume").code == 0
    assert read_table(out).numbers.tolist() == list(range(18))


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 2, "sweep takes a SPACE.yaml, or --template"),
        (("no.yaml",), 1, "no.yaml"),
        (("--template", "nvl72"), 1, "Nothing varies"),
        (("--template", "nvl7", "--set", "racks=1,2"), 1, "There is no template 'nvl7'"),
        (("--template", "nvl72", "--set", "rocks=1,2"), 1, "There is no parameter 'rocks'"),
        ((*POD, "-o", "rows.txt"), 1, "results of a sweep are written as .csv or .parquet"),
        ((*POD, "-o", "no-such-folder/rows.csv"), 1, "There is no folder"),
        ((*POD, "--resume"), 2, "--resume goes on with the rows of a file"),
        ((*POD, "--resume", "-o", "none.csv"), 1, "There is no none.csv to go on with"),
        ((*POD, "--workers", "2", "--scheduler", "tcp://x:1"), 2, "Name one of them"),
        ((*POD, "--design", "1"), 2, "--design writes a design"),
        ((*POD, "--design", "4", "-o", "x.yaml"), 1, "There is no variant 4"),
        ((*POD, "--count", "cost.price"), 1, "cost has no 'price'"),
        (("--template", "nvl72", "--set", "racks=90000,99999"), 1, "makes a design"),
    ],
)
def test_what_cannot_be_swept_is_told_in_one_line(
    stackwright: Stackwright,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    code: int,
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    said = stackwright("sweep", *words)
    assert said.code == code
    assert told in said.err
    assert len(said.err.splitlines()) == 1
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []
