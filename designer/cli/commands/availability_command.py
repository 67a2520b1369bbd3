"""Command that plays failures and repairs through many years: availability."""

from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import click
from msgspec.structs import replace

from designer.analysis.availability.fault_list import FaultList, read_fault_list
from designer.analysis.availability.records import AvailabilityResult, Ranged, WorkAvailability
from designer.analysis.availability.run import availability, works_in
from designer.analysis.availability.settings import Rate, RunSettings
from designer.catalog.reading import read_library
from designer.cli.opening import PATH, VARIANT, open_design
from designer.cli.printing import figure_line, plain, print_json, print_table, print_wrapped, why_lines
from designer.explore.availability.purchases import BuyNext, buy_next, usual_work
from designer.explore.availability.splitting import Players
from designer.formulas.reliability.fault_model import (
    FaultModel,
    Judgement,
    Prediction,
    fit_faults,
    judge,
    predict,
    until_day,
)
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.records import RefusedInput
from designer.review.documents.results_document import plain_document

_HOURS: Final = 24.0
_PERCENTILES: Final = ("p10", "p50", "p90")
_SHOWN_DAYS: Final = 15


@click.command("availability", short_help="Play failures and repairs of PROJECT through many years.")
@click.argument("project", type=PATH, required=False)
@click.option("--years", default=1.0, type=float, help="Length of a history.")
@click.option("--draws", type=int, metavar="N", help="How many histories; 100 to 1,000 by what fails, without it.")
@click.option("--seed", default=0, type=int, help="The same seed draws the same.")
@click.option("--crews", type=int, metavar="N", help="How many repair at once; enough for all without it.")
@click.option(
    "--rate",
    "rates",
    multiple=True,
    metavar="KIND=MTBF_H/REPAIR_H",
    help="For what of a kind (ups, switch, rack …) does not say itself how often it fails.",
)
@click.option("--cost-per-hour", type=float, metavar="USD", help="Of an hour without a service or a job.")
@click.option("--buy-next", "buys", is_flag=True, help="Try what to buy next for one more nine.")
@click.option("--work", metavar="ID", help="For this service or job; without it for the one that loses the most.")
@click.option("--workers", type=int, metavar="N", help="Split over so many processes.")
@click.option("--scheduler", metavar="ADDRESS", help="Split over the cluster of this Dask scheduler.")
@click.option("--trace", type=PATH, metavar="FILE", help="A list of faults (CSV: server, day, event): fit, predict.")
@click.option("--fit-until", type=float, metavar="DAY", help="Fit to the days before, judge those after.")
@click.option("--servers", type=int, metavar="N", help="How many servers the list watched.")
@click.option("--days", type=int, metavar="N", help="How many days to predict; those that the list has left.")
@click.option("--why", is_flag=True, help="Show what the figures rest on.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@VARIANT
def availability_command(
    project: Path | None,
    years: float,
    draws: int | None,
    seed: int,
    crews: int | None,
    rates: tuple[str, ...],
    cost_per_hour: float | None,
    buys: bool,
    work: str | None,
    workers: int | None,
    scheduler: str | None,
    trace: Path | None,
    fit_until: float | None,
    servers: int | None,
    days: int | None,
    why: bool,
    as_json: bool,
    variant: str,
) -> None:
    """Say how available PROJECT's services and jobs are, what is left over time, and what downtime costs.

    Failures and repairs of all that is drawn are played through many years: P10, P50 and P90 come of it. With --trace
    FILE a list of faults is fitted and what follows is predicted and judged; with PROJECT as well, its machines fail as
    that list says.
    """
    if project is None and trace is None:
        raise click.UsageError("Say a PROJECT, or a list of faults by --trace.")
    if trace is None and (fit_until is not None or servers is not None or days is not None):
        raise click.UsageError("--fit-until, --servers and --days go with --trace.")
    if workers is not None and scheduler is not None:
        raise click.UsageError("--workers and --scheduler do not go together.")
    document: dict[str, Any] = {}
    settings = RunSettings(
        years=years,
        draws=draws,
        seed=seed,
        crews=crews,
        rates=dict(_rate(one) for one in rates),
        usd_per_hour=cost_per_hour,
    ).checked()
    fitted: FaultModel | None = None
    if trace is not None:
        told = _TraceTold(read_fault_list(trace, servers), fit_until, days, seed)
        fitted = told.model
        document["trace"] = told.document()
        if not as_json:
            told.show()
    if project is not None:
        library = read_library()
        design = open_design(project, library, variant)
        if fitted is not None:
            design, settings = as_listed(design, settings, fitted)
        with Players(workers, scheduler) as players:
            works = works_in(design, settings, library)
            found = availability(design, settings, players, works)
            ended = players.ended
            bought = None
            if buys:
                wanted = work or usual_work(found)
                bought = buy_next(design, library, settings, works, found, wanted, players)
        document |= _document(found, bought, ended, why=why)
        if not as_json:
            _show(design, found, why=why)
            if bought is not None:
                _show_purchases(bought)
            if ended:
                click.echo(f"\n{ended}", err=True)
    if as_json:
        print_json(document)


def as_listed(design: Design, settings: RunSettings, model: FaultModel) -> tuple[Design, RunSettings]:
    """Return DESIGN and SETTINGS with machines that fail and are repaired as MODEL, fitted to a list, says."""
    assumptions = {
        **design.settings.assumptions,
        "failures_per_1000_node_days": model.per_1000_node_days,
        "repair_days": model.mean_repair_days,
    }
    repairs = _quantiles(model)
    return (
        replace(design, settings=replace(design.settings, assumptions=assumptions)),
        replace(
            settings,
            repairs_h=repairs,
            grouped=sum(odds for size, odds in zip(model.group_sizes, model.group_shares, strict=True) if size > 1),
            rate_cv=(model.rate_cv**2 + model.rate_error**2) ** 0.5,
        ),
    )


def _quantiles(model: FaultModel, number: int = 200) -> tuple[float, ...]:
    """Repairs of MODEL in hours, as so many that are drawn with equal chance."""
    found: list[float] = []
    place, until = 0, model.repair_shares[0]
    for one in range(number):
        wanted = (one + 0.5) / number
        while until < wanted and place + 1 < len(model.repair_days):
            place += 1
            until += model.repair_shares[place]
        found.append(model.repair_days[place] * _HOURS)
    return tuple(found)


def _rate(text: str) -> tuple[str, Rate]:
    kind, _, numbers = text.partition("=")
    mtbf, _, repair = numbers.partition("/")
    if kind not in KINDS or not KINDS[kind].fails:
        raise RefusedInput(f"--rate {text}: {kind!r} is no kind that can fail.")
    with suppress(ValueError):
        return kind, Rate(float(mtbf), float(repair))
    raise RefusedInput(f"--rate {text}: say KIND=MTBF_H/REPAIR_H, as ups=100000/24.")


def _share(ranged: Ranged) -> str:
    value = ranged.mean.value
    return "unknown" if value is None else f"{value:.4%}"


def _span(ranged: Ranged, form: str) -> str:
    if ranged.p10 is None or ranged.p50 is None or ranged.p90 is None:
        return "unknown"
    return " – ".join(format(one, form) for one in (ranged.p10, ranged.p50, ranged.p90))


def _show(design: Design, found: AvailabilityResult, *, why: bool) -> None:
    crews = "" if found.crews is None else f", {found.crews} crews"
    years = "1 year" if found.years == 1 else f"{found.years:g} years"
    click.echo(f"{design.name}: {found.draws:,} histories of {years}, seed {found.seed}{crews}\n")
    rows = [
        (
            one.title,
            f"{one.machines.value:,.0f}",
            _share(one.available),
            _share(one.full),
            _share(one.goodput if one.sort == "job" else one.served),
            "all" if one.nines.value is None else f"{one.nines.value:.2f}",
            _span(one.down_h_per_year, ",.2f"),
            _money(one),
        )
        for one in found.works
    ]
    print_table(
        ("", "machines", "answers", "in full", "served", "nines", "hours lost a year P10 – P50 – P90", "USD a year"),
        rows,
        numbers=range(1, 8),
    )
    click.echo("\nServed is the goodput of a job. In full: all that is asked, or all machines where nobody says.")
    for one in found.works:
        if one.cut_sets:
            click.echo(f"\n{plain(one.title)}: what takes its machines, hours a year")
            rows = [
                (cut.words, f"{cut.number:,}", f"{cut.hosts:,}", figure_line(cut.hours_per_year))
                for cut in one.cut_sets
            ]
            print_table(("first of them", "alike", "machines", ""), rows, numbers=(1, 2), indent="  ")
    if why:
        for one in found.works:
            for figure in (one.served.mean, one.goodput.mean, one.nines, one.usd_per_year.mean):
                for line in why_lines(figure):
                    click.echo(line)
    click.echo("")
    for note in (*found.notes, *(f"{one.title}: {note}" for one in found.works for note in one.notes)):
        print_wrapped("  - ", note)


def _money(one: WorkAvailability) -> str:
    return "unknown" if one.usd_per_year.mean.value is None else f"{one.usd_per_year.mean.value:,.0f}"


def _show_purchases(bought: BuyNext) -> None:
    click.echo(f"\nWhat to buy next for {plain(bought.title)}")
    rows = [
        (
            one.title,
            "unknown" if one.usd.value is None else f"{one.usd.value:,.0f}",
            f"{one.nines.value or 0:+.3f} ±{one.nines_error:.3f}",
            f"{one.hours_per_year.value or 0:,.2f}",
            "unknown" if one.nines_per_musd.value is None else f"{one.nines_per_musd.value:,.3f}",
        )
        for one in bought.purchases
    ]
    print_table(("", "USD", "nines", "hours a year kept", "nines for 1 M USD"), rows, numbers=range(1, 5), indent="  ")
    for note in bought.notes:
        print_wrapped("  - ", note)


def _document(found: AvailabilityResult, bought: BuyNext | None, ended: str, *, why: bool) -> dict[str, Any]:
    document = plain_document(found, why=why)
    document["ended"] = ended
    if bought is not None:
        document["buy_next"] = plain_document(bought, why=why)
    return document


class _TraceTold:
    """A list of faults: what was fitted, what is predicted, and how that compares with what came."""

    def __init__(self, listed: FaultList, fit_until: float | None, days: int | None, seed: int) -> None:
        self._listed = listed
        trace = listed.trace
        self._until = trace.days if fit_until is None else fit_until
        try:
            self.model = fit_faults(until_day(trace, self._until))
            number = days if days is not None else max(1, int(trace.days - self._until))
            if days is None and trace.days - self._until < 1:
                number = 30
            self.prediction: Prediction = predict(self.model, number, seed=seed)
            self.judged: Judgement | None = (
                judge(trace, self.prediction, self._until) if trace.days - self._until >= 1 else None
            )
        except ValueError as problem:
            raise RefusedInput(str(problem)) from problem

    def document(self) -> dict[str, Any]:
        """Return what --json prints."""
        model, found = self.model, self.prediction
        document: dict[str, Any] = {
            "fit_until_day": self._until,
            "servers": model.servers,
            "faults": model.faults,
            "per_1000_node_days": model.per_1000_node_days,
            "mean_repair_days": model.mean_repair_days,
            "rate_error": model.rate_error,
            "mean_group": model.mean_group,
            "back_together": model.together,
            "week_variance": model.week_variance,
            "repair_error": model.repair_error,
            "down_at_the_end": len(model.down_since),
            "predicted": {
                "days": found.down.shape[1],
                "down": dict(zip(_PERCENTILES, found.down.tolist(), strict=True)),
                "weekly_faults": dict(zip(_PERCENTILES, found.weekly.tolist(), strict=True)),
                "mean_down": dict(zip(_PERCENTILES, found.mean_down.tolist(), strict=True)),
                "faults": dict(zip(_PERCENTILES, found.faults.tolist(), strict=True)),
            },
            "notes": list(self._listed.notes),
        }
        if self.judged is not None:
            judged = self.judged
            document["judged"] = {
                "down": judged.down.tolist(),
                "weekly_faults": judged.weekly.tolist(),
                "mean_down": judged.mean_down,
                "faults": judged.faults,
                "days_inside": judged.days_inside,
                "weeks_inside": judged.weeks_inside if judged.weekly.size else None,
                "mean_inside": judged.mean_inside,
                "faults_inside": judged.faults_inside,
            }
        return document

    def show(self) -> None:
        """Print it."""
        model, found, judged = self.model, self.prediction, self.judged
        click.echo(f"Fitted to {model.faults:,} faults of {model.servers:,} servers in {self._until:g} days:")
        click.echo(
            f"  {model.per_1000_node_days:.3g} faults of 1,000 servers a day (known to ±{model.rate_error:.0%}), "
            f"{model.mean_group:.3g} servers at a time, the late ones counting more"
        )
        click.echo(
            f"  repairs of {model.mean_repair_days:.3g} days on average (known to ±{model.repair_error:.0%}); "
            f"{len(model.down_since):,} still down\n"
        )
        days = found.down.shape[1]
        rows = [
            (
                "servers down, mean of the days",
                _three(found.mean_down),
                "" if judged is None else f"{judged.mean_down:.3g}",
            ),
            ("faults", _three(found.faults), "" if judged is None else f"{judged.faults:,}"),
        ]
        step = max(1, days // _SHOWN_DAYS)
        rows += [
            (
                f"servers down on day {day + 1}",
                _three(found.down[:, day]),
                "" if judged is None or day >= judged.down.size else f"{judged.down[day]:,}",
            )
            for day in range(0, days, step)
        ]
        print_table(("", "P10 – P50 – P90", "came"), rows, numbers=(2,))
        if judged is not None:
            click.echo(
                f"\nInside P10 to P90: {judged.days_inside:.0%} of {judged.down.size:,} days"
                + (f", {judged.weeks_inside:.0%} of {judged.weekly.size:,} weeks" if judged.weekly.size else "")
                + f"; the mean {'inside' if judged.mean_inside else 'outside'}, "
                f"the number of faults {'inside' if judged.faults_inside else 'outside'}."
            )
        for note in self._listed.notes:
            print_wrapped("  - ", note)
        click.echo("")


def _three(values: Any) -> str:
    return " – ".join(f"{one:.3g}" for one in values)


COMMANDS: Final = (availability_command,)
