"""The one-page report for a manager: picture, what it is, cost, power and the three biggest risks in plain words."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from designer.analysis.chain.point_words import point_sentence, told_points, worst_point
from designer.analysis.money.cost_lines import inside_words
from designer.analysis.reach.words import use_words
from designer.analysis.results import CostResult, NetworkResult, Results
from designer.drawing.report_page import ReportFigure, ReportPage, ReportRisk, ReportRow
from designer.drawing.topology.topology import draw_topology
from designer.export.report.confidence_rows import sure_rows
from designer.export.report.energy_words import what_a_year_takes
from designer.export.report.work_words import what_it_does, what_was_logged
from designer.model.assumptions.site_choices import ROUTING_WORDS
from designer.model.design import Design
from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure, total
from designer.model.figures.figure_text import count_text, counted_text, figure_text, percent_text, shown
from designer.model.kinds import KINDS, Kind
from designer.model.money.conversion import in_currency, rate_words, shown_currency
from designer.model.money.pricing import PriceBook
from designer.model.parts.part import NETWORK_WORDS
from designer.model.records import RefusedInput
from designer.model.wording import listed, noun
from designer.review.affected_figures import BISECTION, BUSIEST, errors_against, errors_words
from designer.review.bottleneck_words import lost_in
from designer.review.effects.grouping import FindingGroup, grouped
from designer.review.findings import Finding
from designer.review.headline_figures import HeadlineFigure, delivered_words, headline_values

RISKS: Final = 3
_TELLING: Final = (
    "rack-dense-for-air",
    "single-point-of-failure",
    "weak-prices",
    "price-unknown",
    "power-unknown",
    "stale-prices",
    "stale-rate",
    "expired-quote",
    "plant-unknown",
    "rack-without-budget",
)
"""Rules whose notes matter to someone who decides, most telling first."""


def report_page(design: Design, results: Results, findings: Sequence[Finding], today: date) -> ReportPage:
    """Return the texts and figures of the report on DESIGN.

    Raises:
        RefusedInput: RESULTS lack network, power, cooling or cost.
    """
    if results.network is None or results.power is None or results.cost is None or results.cooling is None:
        raise RefusedInput("The report needs the whole analysis: network, power, cooling and cost.")
    # Imported here: it loads Qt, which only the picture needs.
    from designer.paint.text_widths import text_widths

    book = design.settings.prices
    does = what_it_does(design, results.workloads, lost_in(results)) if results.workloads is not None else ""
    logged = what_was_logged(design, results.workloads) if results.workloads is not None else ""
    year = what_a_year_takes(results.energy, book) if results.energy is not None else ""
    drawing = draw_topology(
        design,
        widths=text_widths(),
        results=results,
        detail="plain",
        hidden_layers=("facility",),
        hidden_media=("management", "power"),
    )
    return ReportPage(
        title=design.name,
        date=f"{today.day} {today:%B %Y}",
        lead=_lead(design, results),
        figures=_figures(results, results.cost, book, findings),
        drawing=drawing,
        paragraphs=(
            ("What it is", _what_it_is(design, results, findings)),
            *((("What it does", does),) if does else ()),
            *((("What was logged", logged),) if logged else ()),
            ("What it draws", _what_it_draws(results)),
            *((("What a year takes", year),) if year else ()),
        ),
        costs=_cost_rows(results.cost, book),
        sure=sure_rows(design, results),
        risks=_risks(design, results, findings),
        footer=_footer(results.cost, book),
    )


def write_report(path: Path, design: Design, results: Results, findings: Sequence[Finding], today: date) -> None:
    """Write the report on DESIGN as a PDF of one page.

    Raises:
        RefusedInput: PATH is no .pdf, or cannot be written.
    """
    if path.suffix.lower() != ".pdf":
        raise RefusedInput(f"{path.name}: the report is written as .pdf.")
    from designer.paint.report import write_report_page

    write_report_page(path, report_page(design, results, findings, today))


def _lead(design: Design, results: Results) -> str:
    accelerators = int(results.counts.accelerators.value or 0)
    names = [design.parts[part].name for part in results.counts.accelerators_by_part if part in design.parts]
    if accelerators:
        kinds = f" ({', '.join(names[:2])})" if names else ""
        lead = f"A cluster of {count_text(accelerators)} AI {noun(accelerators, 'accelerator')}{kinds}."
    else:
        lead = f"A design of {counted_text(results.counts.nodes, 'device')}, without AI accelerators so far."
    return lead


def _what_it_is(design: Design, results: Results, findings: Sequence[Finding]) -> str:
    counts = results.counts
    kinds = [(KINDS[name], number) for name, number in counts.by_kind.items() if name in KINDS]
    named = [
        f"{count_text(number)} {_kind_words(kind, number)}"
        for role in ("host", "switch", "storage")
        for kind, number in sorted(kinds, key=lambda pair: -pair[1])
        if kind.role == role
    ]
    text = f"{listed(named, None)}, joined by {counted_text(counts.cables, 'cable')}. " if named else ""
    network = results.network
    if network is not None and network.in_pieces and network.pieces is not None:
        text += f"Their network is in {network.pieces.count:,} pieces that cannot reach each other. "
    elif network is not None and network.bisection_gbps.known:
        sends = f"{_bisection(network.bisection_gbps)} to the other half"
        errors = errors_against(findings, BISECTION)
        # With errors in the network the figure is of what was meant, not of what is drawn.
        if errors:
            number = "one error" if len(errors) == 1 else f"{len(errors):,} errors"
            text += f"Any half of the servers could send {sends}, were it not for {number} in the network. "
        else:
            text += f"Any half of the servers can send {sends}. "
    if network is not None and (uses := [use for use in network.by_network if use.fullest]):
        full = [f"the {NETWORK_WORDS[use.medium]} {use_words(design, use)}" for use in uses]
        text += f"How full their cables get at line rate: {'; '.join(full)}. "
        if network.routing:
            text += f"Their traffic is divided by {ROUTING_WORDS[network.routing]}. "
    return (text + design.settings.description).strip()


def _bisection(figure: Figure) -> str:
    """Return the bisection in words: the low end, where it is not known exactly."""
    low, value = figure.low, figure.value
    if low is None or value is None or low >= value:
        return figure_text(figure, ranged=False)
    return f"at least {figure_text(replace(figure, value=low, high=low), ranged=False)}"


def _kind_words(kind: Kind, number: int) -> str:
    """Return the name of NUMBER things of KIND; storage comes in systems."""
    if kind.role == "storage":
        return "storage system" if number == 1 else "storage systems"
    return (kind.title if number == 1 else kind.plural).lower()


def _what_it_draws(results: Results) -> str:
    power, cooling = results.power, results.cooling
    if power is None or cooling is None:
        return ""
    return (
        f"In use the equipment draws {figure_text(power.it_typical_w, ranged=False)}; at full load "
        f"{figure_text(power.it_max_w, ranged=False)}. With cooling and losses the site takes "
        f"{figure_text(power.facility_w)} (PUE {figure_text(power.pue)}). "
        f"Heat to carry away at full load: {figure_text(cooling.heat_w, ranged=False)}."
    )


def _figures(
    results: Results, cost: CostResult, book: PriceBook, findings: Sequence[Finding]
) -> tuple[ReportFigure, ...]:
    beside = {"buy": delivered_words(cost, book)}
    notes = {"buy": _shares(cost), "run": f"{inside_words('run', cost)}, each month"}
    told = [(one, figure) for one, figure in headline_values("report", results, book)]
    told.sort(key=lambda pair: not _is_money(pair[1], book))
    made = (_figure(one, figure, notes.get(one.key, one.note), beside.get(one.key, "")) for one, figure in told)
    return tuple(
        _as_drawn(shown_figure, results.network, errors_against(findings, one.key))
        if one.key == BUSIEST
        else shown_figure
        for (one, _), shown_figure in zip(told, made, strict=True)
    )


def _as_drawn(made: ReportFigure, network: NetworkResult | None, errors: tuple[Finding, ...]) -> ReportFigure:
    """Return what is fullest as MADE: "no path" where some traffic has none, and with what stands against it."""
    if network is not None and network.lacks_paths:
        share = percent_text(network.no_path.value) if network.no_path.value else "some"
        return replace(made, number="no path", note=f"for {share} of what is sent, when all servers talk to all")
    return replace(made, note=f"{errors_words(errors)}; {made.note}") if errors else made


def _is_money(figure: Figure | None, book: PriceBook) -> bool:
    return figure is not None and figure.unit.partition("/")[0] == shown_currency(book)


def _figure(one: HeadlineFigure, figure: Figure | None, note: str, beside: str = "") -> ReportFigure:
    """Return FIGURE with BESIDE and NOTE below it, or with what it lacks in the place of NOTE, and first."""
    if figure is not None and not figure.unit:
        return ReportFigure(label=one.plain, number=percent_text(figure.value), unit="", note=note)
    text = shown(figure, ranged=one.ranged)
    lacking = gaps(figure)
    if lacking.number:
        unknown = "1 figure is unknown" if lacking.number == 1 else f"{lacking.number} figures are unknown"
        note = f"{lacking.bound}: {unknown}: {listed(lacking.names, most=1)}".removeprefix(": ")
    both = (note, beside) if lacking.number else (beside, note)
    note = "; ".join(words for words in both if words)
    return ReportFigure(label=one.plain, number=text.signed_number, unit=text.unit, note=note)


def _shares(cost: CostResult) -> str:
    total = cost.capex_usd.value or 0.0
    rows = [(name, figure.value / total) for name, figure in cost.by_kind.items() if figure.value and total]
    rows.sort(key=lambda row: -row[1])
    return ", ".join(f"{KINDS[name].plural.lower()} {percent_text(share)}" for name, share in rows[:3] if name in KINDS)


_MOST_COSTS = 7


def _cost_rows(cost: CostResult, book: PriceBook) -> tuple[ReportRow, ...]:
    """Return a row for each kind, the dearest first; what is beyond the room for them is together in the last."""
    kinds = sorted(cost.by_kind.items(), key=lambda pair: -(pair[1].value or 0.0))
    rows = [(KINDS[name].plural if name in KINDS else name.capitalize(), figure) for name, figure in kinds]
    if len(rows) > _MOST_COSTS:
        # The last row holds all that is beyond the room, so that the rows still come to the total.
        rest = total("all else: purchase price", [figure for _, figure in rows[_MOST_COSTS - 1 :]], "USD")
        rows = [*rows[: _MOST_COSTS - 1], (f"{len(rows) - _MOST_COSTS + 1} more kinds", rest)]
    whole = cost.capex_usd.value or 0.0
    return tuple(
        ReportRow(
            label=label,
            number=figure_text(in_currency(figure, book)),
            share=figure.value / whole if figure.value is not None and whole else None,
        )
        for label, figure in rows
    )


def _risks(design: Design, results: Results, findings: Sequence[Finding]) -> tuple[ReportRisk, ...]:
    """The biggest risks: what is wrong first, then what a failure costs, then how far the figures can be trusted."""
    groups = grouped(design, findings)
    found = [_risk(group) for group in groups if group.severity != "note"]
    found.extend(_service_risks(design, results))
    failure = _worst_failure(design, results)
    if failure is not None:
        found.append(failure)
    notes = [group for group in groups if group.severity == "note" and group.rule in _TELLING]
    found.extend(_risk(group) for group in sorted(notes, key=lambda group: _TELLING.index(group.rule)))
    return tuple(found[:RISKS])


def _risk(group: FindingGroup) -> ReportRisk:
    return ReportRisk(severity=group.severity, message=group.message, detail=group.detail)


def _service_risks(design: Design, results: Results) -> Iterator[ReportRisk]:
    """Yield what most services hang on, and how many such things there are beside it."""
    points = results.resilience.service_points if results.resilience is not None else ()
    worst = worst_point(design, points)
    if worst is None:
        return
    others = [design.nodes[point.id].title for point in told_points(design, points) if point.id != worst.id]
    detail = "There is only one of it, and nothing stands in for it. Add a second one, or accept it."
    if others:
        detail += f" The same holds of {listed(others)}."
    yield ReportRisk(
        severity="note",
        message=point_sentence(design, worst),
        detail=detail,
    )


def _worst_failure(design: Design, results: Results) -> ReportRisk | None:
    if results.resilience is None or not results.resilience.worst_failures:
        return None
    worst = results.resilience.worst_failures[0]
    share = worst.remaining_share.value
    node = design.nodes.get(worst.id)
    if share is None or share >= 1 or node is None:
        return None
    return ReportRisk(
        severity="note",
        message=f"If one of the {count_text(design.total_copies(node.id))} × {node.title} fails, "
        f"{percent_text(share)} of the network is left.",
        detail=worst.reason,
    )


def _footer(cost: CostResult, book: PriceBook) -> str:
    total = sum(line.total_usd.value or 0.0 for line in cost.lines)
    # Shares are of what is known: unknown prices are named instead.
    weak = sum(line.total_usd.value or 0.0 for line in cost.lines if line.unit_usd.status in {"estimate", "unverified"})
    unknown = [line.name for line in cost.lines if not line.unit_usd.known]
    text = "Prices are ranges, low to high. "
    if rate_words(book):
        text += f"Exchange rate: {rate_words(book)}. "
    if total and weak:
        text += f"{percent_text(weak / total)} of the purchase rests on estimates or unverified prices. "
    if unknown:
        text += f"Not in the total, because no price is known: {listed(unknown, most=4)}."
    return text
