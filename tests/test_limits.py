"""What is too large to be read again is not written: one line says so, and what was there stays."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from designer.catalog.files.yaml_text import plain_yaml, require_readable
from designer.export.graphs.writing import write_graph
from designer.export.text.text_form import write_text_design
from designer.limits import LIMITS, Written
from designer.model.changes import between
from designer.model.design import Design, Link, Node, Settings
from designer.model.records import RefusedInput
from designer.store.journal import Journal
from designer.store.recovery import recover, recoverable
from tests.trust.rows.limits import NOTHING, smaller

NODES = {name: Node(id=name, kind="server") for name in "ab"}
LINKS = {f"l{number}": Link(id=f"l{number}", a="a", b="b", medium="fabric") for number in range(9)}


def _text(suffix: str, path: Path, design: Design) -> None:
    write_text_design(path.with_suffix(suffix), design, NOTHING)


def _graph(suffix: str, path: Path, design: Design) -> None:
    write_graph(path.with_suffix(suffix), design)


@pytest.mark.parametrize(
    ("kind", "written", "write", "words"),
    [
        (
            "design text",
            Written(500, items=99),
            partial(_text, ".json"),
            "larger than 0 MB, which is the most that is read of such a file. Save it as a project, or shrink",
        ),
        (
            "design text",
            Written(99_999, items=40),
            partial(_text, ".yaml"),
            "more than 40 words and numbers, which is the most that is read of such a file. Write it as JSON",
        ),
        (
            "graph",
            Written(99, items=99),
            partial(_graph, ".dot"),
            "larger than 0 MB, which is the most that is read of such a file. Use copies",
        ),
        (
            "graph",
            Written(99_999, items=8),
            partial(_graph, ".graphml"),
            "the design has 9 links, more than are read of a graph. Use copies, or save it as a project",
        ),
    ],
    ids=["bytes of text", "words of YAML", "bytes of a graph", "links of a graph"],
)
def test_an_export_that_could_not_be_read_is_not_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    written: Written,
    write: Callable[[Path, Design], None],
    words: str,
) -> None:
    monkeypatch.setitem(LIMITS, kind, LIMITS[kind]._replace(written=written))  # type: ignore[arg-type]
    for suffix in (".json", ".yaml", ".dot", ".graphml"):
        (tmp_path / f"d{suffix}").write_text("as it was")
    with pytest.raises(RefusedInput, match=words):
        write(tmp_path / "d", Design(nodes=NODES, links=LINKS))
    assert {path.read_text() for path in tmp_path.iterdir()} == {"as it was"}
    assert len(list(tmp_path.iterdir())) == 4


def test_a_catalog_file_denser_than_any_that_is_read_is_not_written() -> None:
    body = b"- {" + b"a: 1, " * 200_000 + b"}\n"
    with pytest.raises(RefusedInput, match="holds more than 400,000 words and numbers"):
        plain_yaml(body, "own.yaml")
    with pytest.raises(RefusedInput, match=r"own\.yaml would hold more than 400,000 words and numbers; split it"):
        require_readable(body, "own.yaml", "split it")


def test_a_journal_that_takes_no_more_says_so_and_gives_back_what_it_took(tmp_path: Path) -> None:
    designs = [Design(settings=Settings(description="x" * 400 * number)) for number in range(1, 9)]
    journal = Journal(designs[0], None, tmp_path)
    with smaller(50_000, "edits"):
        journal.record(between(designs[0], designs[1]))
        journal.record(between(designs[1], designs[2]))
        for before, after in pairwise(designs[2:]):
            with pytest.raises(RefusedInput, match=r"^The recovery journal holds 0 MB of .* Save your work now\.$"):
                journal.record(between(before, after))
        journal.saved(designs[-1], tmp_path / "p.stackwright", "digest")  # begins anew: there is room again
        journal.record(between(designs[-1], designs[0]))
    journal.close()
    (left,) = recoverable(tmp_path)
    assert not left.damage
    assert recover(left) == designs[0]
