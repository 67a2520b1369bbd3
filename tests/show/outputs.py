"""All outputs of one design: each a file, or the one line that says why there is none."""

import time
import traceback
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from designer.api.export_forms import FORMS, Asked, form_of
from designer.drawing.design_views import VIEW_IDS
from designer.edit.nodes.nodes import add_node
from designer.export.bills.bill import bill_of
from designer.export.bills.difference import bill_difference
from designer.export.bills.files import SUFFIXES as BILL_SUFFIXES
from designer.export.bills.files import write_bill, write_requests
from designer.export.cables.cable_schedule import CableSchedule, cable_schedule
from designer.export.cables.cable_schedule_files import SUFFIXES as CABLE_SUFFIXES
from designer.export.cables.cable_schedule_files import write_cables
from designer.export.comparison.page import write_comparison
from designer.export.picture import SUFFIXES as PICTURE_SUFFIXES
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.review.effects.comparison import compared
from designer.review.effects.preview import State, state_of
from tests.shipped import LIBRARY

DAY: Final = date(2026, 11, 28)
MOST_REQUESTS: Final = 3


class Output(NamedTuple):
    """One output.

    Attributes:
        name: Of the file, without the folder.
        path: Where it stands; None where it was refused.
        words: What the command says, or why there is none.
        broken: Whether it ended in an error that nobody planned, which WORDS tell.
        seconds: How long it took.
    """

    name: str
    path: Path | None
    words: str
    broken: bool = False
    seconds: float = 0.0


def outputs_of(design: Design, folder: Path) -> Iterator[Output]:
    """Write all outputs of DESIGN into FOLDER, one after the other."""
    state = state_of(design, LIBRARY, DAY)
    for view in VIEW_IDS:
        for ending in PICTURE_SUFFIXES:
            yield _made(folder / f"{view}{ending}", partial(_exported, state, folder, view))
    for form in FORMS:
        if form.title == "a drawing":
            continue
        # A document by the name of its view; what the ending alone asks for is the design in another form.
        names = [(view, view) for view in form.views] or [("design", "topology")]
        for name, view in names:
            for ending in form.suffixes:
                yield _made(folder / f"{name}{ending}", partial(_exported, state, folder, view))
    yield _made(folder / "deck-notes.pdf", partial(_exported, state, folder, "deck", notes=True))
    yield from _lists(state, folder)
    yield from _compared(state, folder)


def _exported(state: State, folder: Path, view: str, path: Path, *, notes: bool = False) -> str:
    asked = Asked(folder / "design.yaml", path, view, notes=notes)
    # Opened and analysed once for all of them.
    asked.__dict__.update(library=LIBRARY, design=state.design, results=state.results, findings=state.findings)
    return " ".join(form_of(path, view).write(asked))


def _lists(state: State, folder: Path) -> Iterator[Output]:
    """Bill, requests and cables."""
    bill = bill_of(state.design, state.results, "", DAY)

    def schedule() -> CableSchedule:
        return cable_schedule(state.design, LIBRARY.parts)

    for ending in BILL_SUFFIXES:
        yield _made(folder / f"bill{ending}", lambda path: write_bill(path, bill, schedule))
    for ending in CABLE_SUFFIXES:
        yield _made(folder / f"cables{ending}", lambda path: write_cables(path, schedule()))
    requests = folder / "requests"
    requests.mkdir()
    try:
        for path in write_requests(requests, bill)[:MOST_REQUESTS]:
            yield Output(f"requests/{path.name}", path, "")
    except RefusedInput as refusal:
        yield Output("requests", None, str(refusal))


def _compared(state: State, folder: Path) -> Iterator[Output]:
    """The design against the same with one server more: its bill, and the page of both."""
    more = add_node(state.design, LIBRARY, "nvidia/dgx-h100", 0.0, 0.0).applied(state.design)
    other = state_of(more, LIBRARY, DAY)
    old, new = (bill_of(one.design, one.results, "", DAY) for one in (state, other))
    against = bill_difference(old, new)
    for ending in (".xlsx", ".html", ".pdf"):
        yield _made(folder / f"bill-against{ending}", lambda path: write_bill(path, new, against=against))
    names = ("before", "after")
    page = partial(write_comparison, states=(state, other), comparison=compared((state, other), names), day=DAY)
    yield _made(folder / "comparison.html", lambda path: page(path))


def _made(path: Path, write: Callable[[Path], str | None]) -> Output:
    began = time.monotonic()
    try:
        return Output(path.name, path, write(path) or "", seconds=time.monotonic() - began)
    except RefusedInput as refusal:
        return Output(path.name, None, str(refusal))
    except Exception as problem:
        place = traceback.extract_tb(problem.__traceback__)[-1]
        words = f"{type(problem).__name__}: {problem} ({Path(place.filename).name}, line {place.lineno})"
        return Output(path.name, None, words, broken=True)
