"""Summary of `analyze` for people: a page of headline figures, then what to know about the design."""

from collections.abc import Iterator, Mapping, Sequence

import click

from designer.analysis.availability.records import WorkAvailability
from designer.analysis.energy.records import EnergyResult
from designer.analysis.money.cost_lines import monthly_lines
from designer.analysis.reach.words import pieces_words, use_words
from designer.analysis.results import (
    CoolingResult,
    CostResult,
    Counts,
    NetworkResult,
    PowerResult,
    ResilienceResult,
    Results,
)
from designer.analysis.uncertainty import with_likely
from designer.cli.printing import figure_line, findings_summary, print_findings, print_rows, why_lines
from designer.cli.text.cooling_summary import cooling_rows
from designer.cli.text.power_summary import plant_rows
from designer.cli.text.workload_summary import work_rows, workload_rows
from designer.export.deck.availability_words import lost_share_text, works_told
from designer.model.design import Design
from designer.model.figures.completeness import gaps
from designer.model.figures.figure_text import count_text, figure_text, percent_text, ratio_text
from designer.model.kinds import KINDS
from designer.model.money.conversion import in_currency, rate_words
from designer.model.money.pricing import PriceBook
from designer.model.parts.part import NETWORK_WORDS, Medium
from designer.review.affected_figures import BISECTION, errors_against, errors_words
from designer.review.bottleneck_words import lost_in
from designer.review.effects.grouping import grouped
from designer.review.findings import Finding
from designer.review.headline_figures import Section, headline_value, headline_values, shown_in

_MOST_LOST = 12
_MOST = 6
_SENDERS = ("endpoint", "host", "storage")
_TIERS = (*_SENDERS, "leaf", "spine", "core")
Rows = list[tuple[str, str]]


def print_summary(design: Design, results: Results, findings: Sequence[Finding], *, why: bool) -> None:
    """Print RESULTS and FINDINGS on DESIGN; WHY adds the tree of each headline figure."""
    click.echo(design.name)
    if results.failed:
        click.echo(f"with {', '.join(results.failed)} out of service")
    # Each section begins with its headline figures.
    sections: list[tuple[str, Rows]] = [
        ("Holds", [*_headlines("holds", design, results), *_counts(design, results.counts)])
    ]
    if results.network is not None:
        sections.append((f"Network, {results.network.traffic}", _network(design, results, results.network, findings)))
    if results.power is not None:
        sections.append(("Power", _power(design, results, results.power)))
    if results.plant is not None:
        rows = plant_rows(design, results.plant, results.power)
        sections.append(("Power chain, fullest stages first", [*_headlines("chain", design, results), *rows]))
    if results.cooling is not None:
        rows = _cooling(design, results.cooling)
        sections.append(("Cooling, at full load", [*_headlines("cooling", design, results), *rows]))
    if results.energy is not None:
        rows = _energy(results.energy, design.settings.prices)
        sections.append(("A year", [*_headlines("energy", design, results), *rows]))
    if results.cost is not None:
        sections.append(("Cost", _cost(design, results, results.cost)))
    if results.workloads is not None and (told := workload_rows(design, results.workloads, lost_in(results))):
        rows = [*_headlines("workloads", design, results), *work_rows("command line", results), *told]
        sections.append(("Workloads, in the busiest hour", rows))
    if results.resilience is not None:
        rows = _resilience(results.resilience)
        sections.append(("When something fails", [*_headlines("failures", design, results), *rows]))
    if results.availability is not None and (played := works_told(results.availability)):
        sections.append(("Over a year of failures and repairs", [_over_a_year(results, work) for work in played]))
    # One width of labels for all sections, so that values stand in one column.
    width = max((len(label) for _, rows in sections for label, _ in rows), default=0)
    for heading, rows in sections:
        click.echo(f"\n{heading}")
        print_rows([(f"{label:<{width}}", value) for label, value in rows], indent="  ")
    if why:
        click.echo("\nWhy?")
        for _, figure in headline_values("why", results, design.settings.prices):
            if figure is not None:
                click.echo("\n" + "\n".join(why_lines(figure)))
    click.echo(f"\nFindings: {findings_summary(findings)}")
    print_findings(grouped(design, findings))


def _over_a_year(results: Results, work: WorkAvailability) -> tuple[str, str]:
    """Return a piece of work with what it gives and loses; at most, where something has no rate of failure."""
    ends = results.availability is not None and bool(results.availability.unknown)
    gives = f"{'at most ' if ends else ''}{lost_share_text(1 - (work.work_lost.mean.value or 0.0))}"
    hours = work.down_h_per_year
    span = f", P10–P90 {hours.p10:,.3g}–{hours.p90:,.3g}" if hours.p10 is not None and hours.p90 is not None else ""
    return work.title, f"gives {gives}; {hours.mean.value or 0.0:,.3g} hours lost{span}"


def _headlines(
    section: Section,
    design: Design,
    results: Results,
    *,
    doubts: Mapping[str, str] = {},
    then: Mapping[str, Rows] = {},
) -> Rows:
    """Return the headline figures of a section that the table gives to the command line, in its order.

    Those of work are left out: `work_rows` says how sure each of them is.

    Args:
        section: Which.
        design: In whose money amounts are.
        results: Of the analysis.
        doubts: Words behind a figure, by its key.
        then: Rows that explain a figure and stand below it, by its key.
    """
    rows: Rows = []
    for one in shown_in("command line"):
        if one.section != section or one.of_work:
            continue
        figure = headline_value(one.key, results, design.settings.prices)
        if figure is not None:
            rows += [(one.title, f"{figure_line(figure)}{doubts.get(one.key, '')}"), *then.get(one.key, ())]
    return rows


def _counts(design: Design, counts: Counts) -> Rows:
    chips = [
        f"{count_text(number)} × {design.parts[part].name if part in design.parts else part}"
        for part, number in counts.accelerators_by_part.items()
    ]
    rows = [("Accelerators", ", ".join(chips) or "none")]
    if counts.accelerators_rented:
        rows.append(("of these rented", count_text(counts.accelerators_rented)))
    for name, number in counts.by_kind.items():
        if name != "accelerator":
            rows.append((KINDS[name].plural if name in KINDS else name, count_text(number)))
    tiers = ", ".join(
        f"{count_text(number)} {tier}" for tier, number in sorted(counts.by_tier.items(), key=_tier_place) if number
    )
    if tiers:
        rows.append(("In the networks", tiers))
    media = ", ".join(f"{count_text(number)} {medium}" for medium, number in counts.cables_by_medium.items())
    rows.append(("Cables", f"{count_text(counts.cables)}" + (f": {media}" if media else "")))
    return rows


def _tier_place(counted: tuple[str, int]) -> tuple[str, int]:
    """Return the sort key of a tier: the fabric before other networks, senders before switches, low before high."""
    network, _, tier = counted[0].rpartition(" ")
    return ("" if tier in _SENDERS else network), _TIERS.index(tier) if tier in _TIERS else len(_TIERS)


def _network(design: Design, results: Results, network: NetworkResult, findings: Sequence[Finding]) -> Rows:
    doubt = errors_words(errors_against(findings, BISECTION))
    told = _headlines("network", design, results, doubts={"bisection": f"; {doubt}" if doubt else ""})
    rows = [("Endpoints", count_text(network.endpoints)), *told]
    if network.pieces is not None and network.pieces.apart:
        rows.append(("In pieces", f"{count_text(network.pieces.count)}: {pieces_words(design, network.pieces)}"))
    if network.no_path.value:
        share = percent_text(network.no_path.value)
        rows.append(("Throughput", f"0 of all that is sent: {share} of the traffic has no path to where it goes"))
    for tier in network.tiers:
        down, up = figure_text(tier.down_gbps, ranged=False), figure_text(tier.up_gbps, ranged=False)
        if tier.oversubscription.known:
            rows.append(
                (f"{tier.name.capitalize()} tier", f"{ratio_text(tier.oversubscription.value)}  ({down} down, {up} up)")
            )
        elif tier.down_gbps.value:
            rows.append((f"{tier.name.capitalize()} tier", f"{down} down, the top tier"))
    worst = next(iter(network.bottlenecks), None)
    if worst is not None:
        rows.append(("Busiest", f"{worst.id}, {percent_text(worst.utilisation.value)}. {worst.reason}"))
    rows.extend((f"Fullest, {_short(use.medium)}", use_words(design, use)) for use in network.by_network)
    rows.extend(("Note", note) for note in network.notes)
    return rows


def _power(design: Design, results: Results, power: PowerResult) -> Rows:
    beside_it = [("Losses", figure_line(power.losses_w)), ("Cooling", figure_line(power.cooling_w))]
    return [*_headlines("power", design, results, then={"it_max": beside_it}), ("PUE", figure_line(power.pue))]


def _energy(energy: EnergyResult, book: PriceBook) -> Rows:
    rows = [
        ("Energy", figure_line(energy.facility_kwh)),
        ("of this IT", figure_line(energy.it_kwh)),
        ("of this losses", figure_line(energy.losses_kwh)),
        *((f"of this {use}", figure_line(figure)) for use, figure in energy.by_use.items()),
        ("PUE at design peak", figure_line(energy.pue_peak)),
        ("Electricity", figure_line(in_currency(energy.usd_per_year, book))),
        ("Carbon", figure_line(energy.co2e_t_per_year)),
        ("Water", figure_line(energy.water_m3_per_year)),
        ("WUE", figure_line(energy.wue_l_per_kwh)),
    ]
    if energy.free_cooling_h is not None:
        rows.insert(-4, ("Free cooling", figure_line(energy.free_cooling_h)))
    return [*rows, *(("Note", note) for note in energy.notes)]


def _cooling(design: Design, cooling: CoolingResult) -> Rows:
    rows = [
        ("Heat", f"{figure_line(cooling.heat_w)}, {figure_text(cooling.heat_btu_per_h, ranged=False)}"),
        ("Airflow", figure_line(cooling.airflow_cfm)),
        ("Taken by air", percent_text(cooling.air_share.value)),
    ]
    if cooling.liquid_share.value:
        rows.append(("Taken by liquid", percent_text(cooling.liquid_share.value)))
    return rows + cooling_rows(design, cooling.heat)


def _cost(design: Design, results: Results, cost: CostResult) -> Rows:
    book = design.settings.prices
    delivery: Rows = []
    if cost.delivery is not None and cost.lines:
        delivered = figure_line(in_currency(with_likely(cost.delivery.delivered_usd), book))
        delivery.append(("Delivered and installed", f"{delivered}, with spares; beside all other totals"))
    rows = _headlines("cost", design, results, then={"buy": delivery})
    for line, monthly in monthly_lines(cost):
        left_out = "" if "hour" in line.totals else "; not in the accelerator hour"
        of = "of the month" if "run" not in line.totals else "to run"
        rows.append((f"{line.caption}, {of}", f"{figure_line(in_currency(with_likely(monthly), book))}{left_out}"))
    lacking = gaps(cost.tco_usd)
    if lacking.names:
        rows.append(("Not known", f"{lacking.listed}; left out of the totals"))
    return [*rows, ("Exchange rate", rate_words(book))] if rate_words(book) else rows


def _first_names(names: Sequence[str]) -> str:
    more = [f"{len(names) - _MOST:,} more"] if len(names) > _MOST else []
    return ", ".join([*names[:_MOST], *more])


def _single_points(resilience: ResilienceResult) -> Iterator[tuple[str, str]]:
    """The single points of each network that has any; the fabric says so where it has none."""
    by_medium: dict[Medium, list[str]] = {"fabric": []}
    for point in resilience.single_points_of_failure:
        lost = count_text(point.lost_accelerators)
        cut = "" if point.medium == "fabric" else f"{count_text(point.lost_endpoints)} cut off, "
        without = point.accelerators_without_storage
        chips = f"{lost} {'accelerator' if point.lost_accelerators == 1 else 'accelerators'}"
        if without and (without != point.lost_accelerators or point.medium == "fabric"):
            chips += f", {count_text(without)} without storage"
        words = f"{point.id} ({cut}{chips}, {figure_text(point.lost_gbps, ranged=False)})"
        by_medium.setdefault(point.medium, []).append(words)
    for medium, points in by_medium.items():
        more = [f"{len(points) - _MOST} more"] if len(points) > _MOST else []
        yield (
            f"Single points, {_short(medium)}",
            ", ".join([*points[:_MOST], *more]) or "none",
        )


def _short(medium: Medium) -> str:
    return NETWORK_WORDS[medium].split()[-2 if medium != "fabric" else -1]


def _resilience(resilience: ResilienceResult) -> Rows:
    rows = list(_single_points(resilience))
    rows.extend((f"Loss of {failure.id}", failure.reason) for failure in resilience.worst_failures[:3])
    rows.extend(
        (f"Without {one.id}", f"out of service: {_first_names(one.services)}")
        for one in resilience.service_points[:_MOST]
    )
    rows.extend((one.id, f"{one.state}: {one.because}") for one in resilience.lost[:_MOST_LOST])
    if len(resilience.lost) > _MOST_LOST:
        rows.append(("and", f"{len(resilience.lost) - _MOST_LOST:,} more are lost or degraded"))
    rows.extend(
        (one.title, f"{figure_text(one.before, ranged=False)} → {figure_text(one.after, ranged=False)}")
        for one in resilience.effects
        if one.before.value != one.after.value
    )
    rows.extend(("Note", note) for note in resilience.notes)
    return rows
