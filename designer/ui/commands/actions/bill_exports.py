"""Work of the process beside the window for a bill: all forms of it, against another design, and requests."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from designer import clock
from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.model.design import Design
from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from designer.export.bills.records import Bill


class Billed(Protocol):
    """Basis of a bill: a design, its figures, and the parts that are on hand."""

    @property
    def design(self) -> Design:
        """The design."""
        ...

    @property
    def results(self) -> Results:
        """Its figures, with power and cost."""
        ...

    @property
    def library(self) -> Library:
        """The parts on hand."""
        ...


def write_bill_of(path: Path, what: Billed, group_by: str = "", locale: str = "", old: Path | None = None) -> None:
    """Write the bill of WHAT to PATH, as `stackwright bom` does.

    Args:
        path: Where.
        what: The design and its figures.
        group_by: What its lines are grouped by; "" for the kinds.
        locale: How numbers are written; "" as the person has chosen, in a CSV in English.
        old: A design against whose bill it is held; None for none.

    Raises:
        RefusedInput: the file cannot be written, or OLD not be read.
    """
    from designer.export.bills.difference import bill_difference
    from designer.export.bills.files import write_bill
    from designer.export.cables.cable_schedule import cable_schedule
    from designer.model.figures.number_locale import chosen_locale_name, locale_of

    if old is not None and old == path:
        raise RefusedInput(f"{path.name} is the other design; choose another file for the bill.")
    bill = _bill(what, group_by)
    against = bill_difference(_bill_in(old, what), bill) if old is not None else None
    cables = partial(cable_schedule, what.design, what.library.parts)
    if not locale:
        # A CSV is read by programs: in English unless it is asked for otherwise.
        locale = "en" if path.suffix.lower() == ".csv" else chosen_locale_name()
    write_bill(path, bill, cables, locale=locale_of(locale), against=against)


def write_requests_of(folder: Path, what: Billed) -> None:
    """Write a request to each vendor of WHAT into FOLDER, as `stackwright bom --requests` does."""
    from designer.export.bills.files import write_requests

    write_requests(folder, _bill(what, ""))


def _bill(what: Billed, group_by: str) -> "Bill":
    from designer.export.bills.bill import bill_of

    return bill_of(what.design, what.results, group_by, clock.today())


def _bill_in(path: Path, what: Billed) -> "Bill":
    """Return the bill of the design in PATH, with the parts that the window has on hand."""
    from designer.analysis.run import analyze
    from designer.export.bills.bill import bill_of
    from designer.export.text.suffixes import SUFFIXES
    from designer.export.text.text_form import read_text_design
    from designer.store.project import read_project

    text = path.suffix.lower() in SUFFIXES
    design = read_text_design(path, what.library) if text else read_project(path).design
    return bill_of(design, analyze(design, only=("power", "cost"), library=what.library), "", clock.today())
