"""The bill of materials: everything that is bought, each once, and what it takes to bring it in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from designer.analysis.money.cost_lines import cost_lines
from designer.analysis.money.unpriced_lines import unpriced_lines
from designer.analysis.results import CostLine, CostResult, Counts, Results
from designer.export.bills.groups import grouped, standing
from designer.export.bills.records import EXPIRED, RENTED, Bill, BillLine, BillStep, CountCheck, ServiceLine, YearlyRow
from designer.model.design import Design
from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure
from designer.model.parts.part import Source
from designer.model.records import RefusedInput


def bounded_title(title: str, figure: Figure) -> str:
    """Return TITLE with the way in which FIGURE errs, where something of it is unknown: "Spares, at least"."""
    bound = gaps(figure).bound
    return f"{title}, {bound}" if bound else title


def bill_of(design: Design, results: Results, group_by: str = "", today: date | None = None) -> Bill:
    """Return the bill of DESIGN from its cost analysis, its lines by GROUP_BY where that is not "".

    Quotes that no longer hold on TODAY count as what they are; with None nobody asks.

    Raises:
        RefusedInput: RESULTS hold no cost, or nothing is grouped by GROUP_BY.
    """
    if results.cost is None:
        raise RefusedInput("The bill needs the cost analysis; run it with cost.")
    known = {**results.cost.sources, **(results.cables.sources if results.cables else {}), **design.sources}
    lines = tuple(_line(known, line, today) for line in results.cost.lines)
    return Bill(
        name=design.name,
        lines=lines,
        total_usd=results.cost.capex_usd,
        unpriced=tuple(line.name for line in unpriced_lines(results.cost.lines)),
        group_by=group_by,
        groups=grouped(design, lines, results.cost.capex_usd, group_by),
        steps=_steps(results.cost),
        yearly=_yearly(results.cost),
        book=design.settings.prices,
        date=today.isoformat() if today is not None else "",
        standing=tuple(standing(design, lines)),
        rent_usd=results.cost.rent_usd_per_year,
        run_usd=results.cost.opex_usd_per_year,
        services=tuple(_services(results.cost)),
        racks=grouped(design, lines, results.cost.capex_usd, "rack") if lines else (),
        counted=tuple(_counted(lines, results.counts)),
        cables_drawn=results.counts.cables,
    )


def _services(cost: CostResult) -> Iterator[ServiceLine]:
    """Yield what is paid in a year; together it is what a year of running costs."""
    for line, figure in cost_lines(cost):
        if line.key in _OF_THE_SITE and (figure.value or figure.missing):
            yield ServiceLine(group="Running the site", name=line.caption, usd=figure, rests_on=f"{line.note}.")
    for group, lines in ((RENTED, cost.rent_lines), ("Services", cost.service_lines)):
        for one in lines:
            yield ServiceLine(
                group=group,
                name=one.name,
                usd=one.total_usd,
                vendor=one.vendor,
                basis=one.basis,
                price_date=one.price_date,
                rests_on=one.rests_on,
            )


_OF_THE_SITE: Final = frozenset({"energy", "support", "staff", "space"})
"""Lines of a year that are no goods of a vendor."""


def _counted(lines: Sequence[BillLine], counts: Counts) -> Iterator[CountCheck]:
    """Yield the pieces of each part that stands somewhere, beside how many of it the drawing has."""
    billed: dict[str, int] = {}
    for line in lines:
        if line.part in counts.by_part and line.places:
            billed[line.part] = billed.get(line.part, 0) + line.quantity
    for part, number in billed.items():
        yield CountCheck(title=part, billed=number, drawn=counts.by_part[part])


def _line(known: Mapping[str, Source], line: CostLine, today: date | None) -> BillLine:
    # A quote that has run out is still the last known price, and is marked.
    gone = today is not None and bool(line.valid_until) and line.valid_until < today.isoformat()
    basis = EXPIRED if gone else line.basis
    names = {source for figure in line.unit_usd.walk() for source in figure.sources}
    assumed = sorted({one.note for one in line.unit_usd.walk() if one.operation == "assumption" and one.note})
    return BillLine(
        part=line.part,
        part_number=line.part_number,
        vendor=line.vendor,
        name=line.name,
        kind=line.kind,
        layer=line.layer,
        quantity=line.quantity,
        unit_usd=line.unit_usd,
        total_usd=line.total_usd,
        spares=line.spares,
        length_m=line.length_m,
        basis=f"{basis}, less {line.discount * 100:g}%" if line.discount else basis,
        price_date=line.price_date,
        lead_time_weeks=line.lead_time_weeks,
        rests_on=line.rests_on,
        sources=(*(_source_text(known, name) for name in sorted(names)), *assumed),
        places=line.places,
        links=line.links,
    )


def _source_text(known: Mapping[str, Source], name: str) -> str:
    source = known.get(name)
    return name if source is None else f"{source.publisher} ({source.published})"


def _steps(cost: CostResult) -> tuple[BillStep, ...]:
    found = cost.delivery
    if found is None or not cost.lines:
        return ()
    freight, tax = (
        (figure.terms[-1].value or 0.0 if figure.terms else 0.0) * 100 for figure in (found.freight_usd, found.tax_usd)
    )
    return (
        BillStep(key="spares", title="Spares", usd=found.spares_usd, rests_on="Assumptions spare_…_share, rounded up."),
        BillStep(
            key="freight",
            title="Freight and insurance",
            usd=found.freight_usd,
            rests_on=f"Assumption freight_share, {freight:g}% of goods and spares.",
        ),
        BillStep(
            key="racks",
            title="Installation of racks",
            usd=found.racks_usd,
            rests_on="Assumptions rack_install_h, rack_system_install_h and labour_usd_per_h.",
        ),
        BillStep(
            key="cables",
            title="Installation of cables",
            usd=found.cables_usd,
            rests_on="Assumptions optical_cable_install_h, copper_cable_install_h and labour_usd_per_h.",
        ),
        BillStep(key="delivered", title="Delivered and installed", usd=found.delivered_usd, is_total=True),
        BillStep(
            key="tax",
            title="Sales tax or VAT",
            usd=found.tax_usd,
            rests_on=f"Assumption tax_share, {tax:g}%; none unless it is set.",
        ),
        BillStep(key="with_tax", title="Delivered, installed and taxed", usd=found.with_tax_usd, is_total=True),
    )


def _yearly(cost: CostResult) -> tuple[YearlyRow, ...]:
    rows = [YearlyRow(title="Support, a year", usd=cost.support_usd_per_year, rests_on="Assumption support_share.")]
    rows += [YearlyRow(title=f"{line.name}, a year", usd=line.total_usd) for line in cost.service_lines]
    if cost.rent_usd_per_year.value or cost.rent_usd_per_year.missing:
        rows.append(YearlyRow(title="Rent, a year", usd=cost.rent_usd_per_year))
    return tuple(rows) if cost.lines or len(rows) > 1 else ()
