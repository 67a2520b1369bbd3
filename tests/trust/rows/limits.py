"""Promise 17: what is as large as is written at most is saved, and opens again."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import cast

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.export.graphs.reading import read_graph
from designer.export.graphs.writing import write_graph
from designer.export.text.text_form import read_text_design, write_text_design
from designer.limits import LIMITS, MOST_NESTED, Limit
from designer.model.changes import between
from designer.model.design import Design, Link, Node, Settings
from designer.model.marks import Picture
from designer.model.records import RefusedInput
from designer.store.journal import Journal
from designer.store.project import read_project, write_project
from designer.store.recovery import recover, recoverable
from designer.store.rows import design_rows
from tests.trust.registry import Measured, Run, row

NOTHING = Library(parts={}, sources={})
TABLE = cast("dict[str, Limit]", LIMITS)


@contextmanager
def smaller(divisor: int, *kinds: str) -> Generator[None]:
    """Have the limits of KINDS divided by DIVISOR, for reading and writing alike; depths stay."""
    before = {kind: TABLE[kind] for kind in kinds}
    for kind, limit in before.items():
        written = limit.written
        if written is not None:
            written = written._replace(bytes=written.bytes // divisor, items=written.items // divisor)
        TABLE[kind] = limit._replace(bytes=limit.bytes // divisor, items=limit.items // divisor, written=written)
    try:
        yield
    finally:
        TABLE.update(before)


def _most(kind: str) -> tuple[int, int]:
    """Return how many bytes and items are written of KIND."""
    written = TABLE[kind].written
    assert written is not None
    return written.bytes, written.items


def _nodes(count: int) -> Design:
    return Design(nodes={f"n{number}": Node(id=f"n{number}", kind="server") for number in range(count)})


def _picture(number: int, size: int) -> Picture:
    data = b"\x89PNG\r\n\x1a\n" + Random(number).randbytes(max(0, size - 8))
    return Picture(id=f"p{number}", name="Photo", form="png", data=data, width_px=9, height_px=9)


def _pictured(total: int, each: int) -> Design:
    """Return a design whose records take nearly TOTAL bytes, in pictures of EACH."""
    one = len(design_rows(Design(pictures={"p0": _picture(0, each)}))[-1][2])
    count = (total - len(design_rows(Design())[0][2])) // (one + 9)
    return Design(pictures={f"p{number}": _picture(number, each) for number in range(count)})


def _linked(count: int) -> Design:
    nodes = _nodes(2).nodes
    links = {f"l{number}": Link(id=f"l{number}", a="n0", b="n1", medium="fabric") for number in range(count)}
    return Design(nodes=nodes, links=links)


def _nested(depth: int) -> Design:
    nodes = {
        f"r{number}": Node(id=f"r{number}", kind="room", parent=f"r{number - 1}" if number else None, order=number)
        for number in range(depth)
    }
    return Design(nodes={**nodes, "last": Node(id="last", kind="server", parent=f"r{depth - 1}", order=depth)})


def _as_project(design: Design, path: Path) -> bool:
    write_project(path.with_suffix(".stackwright"), design)
    return read_project(path.with_suffix(".stackwright")).design == design


def _as_text(suffix: str) -> Callable[[Design, Path], bool]:
    def comes_back(design: Design, path: Path) -> bool:
        write_text_design(path.with_suffix(suffix), design, NOTHING)
        read = read_text_design(path.with_suffix(suffix), NOTHING)
        return (read.nodes.keys(), read.links.keys(), read.pictures) == (
            design.nodes.keys(),
            design.links.keys(),
            design.pictures,
        )

    return comes_back


def _as_graph(suffix: str) -> Callable[[Design, Path], bool]:
    def comes_back(design: Design, path: Path) -> bool:
        write_graph(path.with_suffix(suffix), design)
        read = read_graph(path.with_suffix(suffix), NOTHING).design
        return read.nodes.keys() == design.nodes.keys() and len(read.links) == len(design.links)

    return comes_back


def _as_journal(design: Design, path: Path) -> bool:
    """Write the pictures of DESIGN one by one into a journal, until it takes no more; what it took comes back."""
    journal = Journal(Design(), None, path.with_suffix(".journals"))
    now, refused = Design(), 0
    for number, picture in design.pictures.items():
        after = replace(now, pictures={**now.pictures, number: picture})
        try:
            journal.record(between(now, after))
        except RefusedInput as problem:
            refused += "Save your work now" in str(problem)
            break
        now = after
    journal.close()
    (left,) = recoverable(path.with_suffix(".journals"))
    return refused == 1 and len(now.pictures) > 1 and recover(left) == now


def _cases(divisor: int) -> list[tuple[str, Design, Callable[[Design, Path], bool]]]:
    """Return what is as large as is written at most: its name, the design, and how it is written and read."""
    text = _most("design text")[0]
    largest = min(7_900_000, _most("records")[0] // 50)
    cases: list[tuple[str, Design, Callable[[Design, Path], bool]]] = [
        ("records of a project", _nodes(_most("records")[1] - 1), _as_project),
        ("bytes of a project", _pictured(_most("records")[0], largest), _as_project),
        ("edits of a journal", _pictured(2 * _most("edits")[0], min(largest, _most("edits")[0] // 8)), _as_journal),
        ("bytes of JSON", _pictured(text * 9 // 10, text // 20), _as_text(".json")),
        ("links of GraphML", _linked(min(_most("graph")[1], _most("graph")[0] // 400)), _as_graph(".graphml")),
        ("links of DOT", _linked(min(_most("graph")[1], _most("graph")[0] // 400)), _as_graph(".dot")),
    ]
    nested = _nested(MOST_NESTED)
    cases += [
        (f"depth of {suffix}", nested, write(suffix))
        for write, suffixes in ((_as_text, (".json", ".yaml")), (_as_graph, (".graphml", ".dot")))
        for suffix in suffixes
    ]
    return [*cases, ("depth of a project", nested, _as_project)]


@row(17, "designs at each limit of writing (the limits divided by so much), saved and opened", quick=500, whole=1)
def designs_at_each_limit(run: Run) -> Measured:
    wrong: list[str] = []
    with smaller(run.size, "records", "edits", "design text", "graph"):
        cases = _cases(run.size)
        for number, (name, design, comes_back) in enumerate(cases):
            try:
                if not comes_back(replace(design, settings=Settings(name=name)), run.folder / str(number)):
                    wrong.append(f"{name} come back otherwise")
            except RefusedInput as problem:
                wrong.append(f"{name}: {problem}")
    kinds = [kind for kind, limit in LIMITS.items() if limit.written]
    above = [kind for kind in kinds if not _is_readable(LIMITS[kind])]
    words = f"{len(wrong)} of {len(cases)} do not come back; {len(above)} of {len(kinds)} kinds written beyond reading"
    return Measured(not wrong and not above, words + (f": {wrong + above}" if wrong or above else ""))


def _is_readable(limit: Limit) -> bool:
    """Whether what is written of a kind is within what is read of it."""
    written = limit.written
    assert written is not None
    return (
        written.bytes <= limit.bytes
        and (not limit.items or 0 < written.items <= limit.items)
        and (not limit.depth or 0 < written.depth <= limit.depth)
    )
