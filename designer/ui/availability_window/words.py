"""Words and columns of the availability window; no Qt here but for the columns of its tables."""

from typing import Final

from designer.analysis.availability.records import Ranged, WorkAvailability
from designer.analysis.availability.settings import RunSettings
from designer.analysis.workloads.goodput.records import CutSetResult
from designer.explore.availability.purchases import Purchase
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import UNKNOWN, figure_text
from designer.ui.widgets.fields import read_count, read_number
from designer.ui.widgets.lists.table_model import Column

NOTHING: Final = (
    "Failures and repairs of all that is drawn are played through many years: how available services and jobs are, "
    "what is left, what downtime costs, and what to buy next appears here. Press Start."
)
STALE: Final = "Of an earlier state of the design, or of other settings."
LAST: Final = 1e18
"""By which what is unknown stands behind everything else."""


def settings_from(years: str, draws: str, seed: str, crews: str, cost: str) -> RunSettings:
    """Return what was typed.

    Raises:
        RefusedInput: a field holds no number, or one that is out of range.
    """
    return RunSettings(
        years=read_number(years, "Years"),
        draws=read_count(draws, "Histories") if draws.strip() else None,
        seed=read_count(seed, "Seed"),
        crews=read_count(crews, "Crews") if crews.strip() else None,
        usd_per_hour=read_number(cost, "Cost of an hour") if cost.strip() else None,
    ).checked()


def share_words(ranged: Ranged) -> str:
    """Return the mean of a share: 99.95%."""
    value = ranged.mean.value
    return UNKNOWN if value is None else f"{value:.3%}"


def span_words(ranged: Ranged, form: str = ",.3g") -> str:
    """Return P10, P50 and P90: 1.2 – 3.4 – 8."""
    if ranged.p10 is None or ranged.p50 is None or ranged.p90 is None:
        return UNKNOWN
    return " – ".join(format(one, form) for one in (ranged.p10, ranged.p50, ranged.p90))


def nines_words(work: WorkAvailability) -> str:
    """Return its nines; "all" where nothing was lost."""
    if work.nines.value is not None:
        return f"{work.nines.value:.2f}"
    return "all" if work.work_lost.mean.known else UNKNOWN


def number_words(figure: Figure) -> str:
    """Return the value of a figure alone."""
    return UNKNOWN if figure.value is None else figure_text(figure, ranged=False)


def gives(work: WorkAvailability) -> Ranged:
    """Return what a piece of work is judged by: the goodput of a job, what is served of anything else."""
    return work.goodput if work.sort == "job" else work.served


def work_columns() -> tuple[Column[WorkAvailability], ...]:
    """Return the columns of the table of work."""
    return (
        Column("Work", lambda one: one.title),
        Column("Machines", lambda one: f"{one.machines.value or 0:,.0f}", _machines, right=True, width=74),
        Column(
            "Answers", lambda one: share_words(one.available), lambda one: _value(one.available), right=True, width=82
        ),
        Column("In full", lambda one: share_words(one.full), lambda one: _value(one.full), right=True, width=82),
        Column(
            "Served",
            lambda one: share_words(gives(one)),
            lambda one: _value(gives(one)),
            right=True,
            width=82,
            about="Share of what is asked that it gives; the goodput of a job.",
        ),
        Column("Nines", nines_words, lambda one: one.nines.value or 0.0, right=True, width=54),
        Column(
            "Hours lost a year",
            lambda one: span_words(one.down_h_per_year),
            lambda one: _value(one.down_h_per_year),
            right=True,
            width=148,
            about="P10 – P50 – P90 over all histories.",
        ),
        Column(
            "Cost a year",
            lambda one: number_words(one.usd_per_year.mean),
            lambda one: _value(one.usd_per_year),
            right=True,
            width=118,
        ),
    )


def cut_columns() -> tuple[Column[CutSetResult], ...]:
    """Return the columns of the table of what takes machines."""
    return (
        Column("What takes its machines", lambda one: one.words),
        Column("Alike", lambda one: f"{one.number:,}", lambda one: one.number, right=True, width=64),
        Column("Machines", lambda one: f"{one.hosts:,}", lambda one: one.hosts, right=True, width=84),
        Column(
            "Hours a year",
            lambda one: number_words(one.hours_per_year),
            lambda one: one.hours_per_year.value or 0.0,
            right=True,
            width=110,
        ),
    )


def purchase_columns() -> tuple[Column[Purchase], ...]:
    """Return the columns of the table of purchases."""
    return (
        Column("Buy next", lambda one: one.title, tip=lambda one: f"{one.title}. {one.note}".strip()),
        Column("Price", lambda one: number_words(one.usd), lambda one: one.usd.value or LAST, right=True, width=84),
        Column(
            "Nines",
            lambda one: f"{one.nines.value or 0:+.3f} ±{one.nines_error:.3f}",
            lambda one: one.nines.value or 0.0,
            right=True,
            width=128,
        ),
        Column(
            "Nines for 1 M$",
            lambda one: UNKNOWN if one.nines_per_musd.value is None else f"{one.nines_per_musd.value:,.3f}",
            lambda one: -LAST if one.nines_per_musd.value is None else one.nines_per_musd.value,
            right=True,
            width=110,
        ),
    )


def _machines(work: WorkAvailability) -> float:
    return work.machines.value or 0.0


def _value(ranged: Ranged) -> float:
    return -LAST if ranged.mean.value is None else ranged.mean.value
