"""All outputs of one design: each a file, or the one line that says why there is none."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from designer.analysis.run import analyze
from designer.cli.export_forms import FORMS, Asked, form_of
from designer.drawing.design_views import VIEW_IDS
from designer.export.bills.bill import bill_of
from designer.export.bills.files import SUFFIXES as BILL_SUFFIXES
from designer.export.bills.files import write_bill
from designer.export.cables.cable_schedule import cable_schedule
from designer.export.cables.cable_schedule_files import SUFFIXES as CABLE_SUFFIXES
from designer.export.cables.cable_schedule_files import write_cables
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.review.rules import review
from tests.shipped import LIBRARY

DAY: Final = date(2026, 11, 28)


class Output(NamedTuple):
    """One output.

    Attributes:
        name: Of the file, without the folder.
        path: Where it stands; None where it was refused.
        words: What the command says, or why there is none.
    """

    name: str
    path: Path | None
    words: str


def outputs_of(design: Design, folder: Path) -> Iterator[Output]:
    """Write all outputs of DESIGN into FOLDER, one after the other."""
    results = analyze(design, library=LIBRARY)
    findings = tuple(review(design, results, DAY, library=LIBRARY))

    def exported(view: str, path: Path) -> str:
        asked = Asked(folder / "design.yaml", path, view)
        # Opened and analysed once for all of them.
        asked.__dict__.update(library=LIBRARY, design=design, results=results, findings=findings)
        return " ".join(form_of(path, view).write(asked))

    views = [(view, ending) for view in VIEW_IDS for ending in (".svg", ".pdf")]
    documents = [(view, ending) for form in FORMS for view in form.views for ending in form.suffixes]
    others = [("topology", ending) for form in FORMS if form.title != "a drawing" for ending in form.by_ending[:2]]
    for view, ending in dict.fromkeys((*views, *documents, *others)):
        name = f"{view}{ending}" if view != "topology" or ending in {".svg", ".pdf"} else f"design{ending}"
        yield _made(folder / name, partial(exported, view))
    for ending in BILL_SUFFIXES:
        cables = partial(cable_schedule, design, LIBRARY.parts)
        yield _made(folder / f"bill{ending}", _silent(partial(_bill, design=design, results=results, cables=cables)))
    for ending in CABLE_SUFFIXES:
        yield _made(folder / f"cables{ending}", _silent(partial(_cables, design=design)))


def _bill(path, *, design, results, cables) -> None:
    write_bill(path, bill_of(design, results, "", DAY), cables)


def _cables(path, *, design) -> None:
    write_cables(path, cable_schedule(design, LIBRARY.parts))


def _silent(write: Callable[[Path], None]) -> Callable[[Path], str]:
    def written(path: Path) -> str:
        write(path)
        return ""

    return written


def _made(path: Path, write: Callable[[Path], str]) -> Output:
    try:
        return Output(path.name, path, write(path))
    except RefusedInput as refusal:
        return Output(path.name, None, str(refusal))
