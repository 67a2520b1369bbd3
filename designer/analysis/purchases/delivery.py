"""Cost on top of the goods: spares, freight, installation of racks and cables, and tax as a choice."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from designer.analysis.purchases.lines import part_on_hand
from designer.analysis.results import CostLine, Delivery
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.figures.figure import Figure, count_of, leaf, product, total
from designer.model.kinds import KINDS, OPTICS
from designer.model.parts.part import Part

_OPTICAL: Final = frozenset({"fibre", "aoc"})
"""Tags of cables that carry light."""


def delivery_of(design: Design, goods: Figure, lines: Sequence[CostLine], parts: Mapping[str, Part]) -> Delivery:
    """Return what it takes until GOODS, the sum of LINES, stand and run.

    Planning percentages and hours are assumptions, each with its source; every one may be set to 0.
    """
    spares = _sum("spares", [_spare(line) for line in lines if line.spares], "number of spares × price of one")
    freight = product(
        "freight and insurance", (_sum("goods and spares", (goods, spares)), assumed(design, "freight_share")), "USD"
    )
    labour = assumed(design, "labour_usd_per_h")
    racks = _sum("installation of racks", list(_racks(design, lines, labour)), "number × hours × labour")
    cables = _sum("installation of cables", list(_cables(design, lines, parts, labour)), "number × hours × labour")
    delivered = _sum(
        "delivered and installed",
        (goods, spares, freight, racks, cables),
        "goods + spares + freight + installation of racks and cables",
    )
    share = assumed(design, "tax_share")
    tax = product("sales tax or VAT", (delivered, share), "USD")
    if not share.value:
        tax = leaf("sales tax or VAT", 0.0, "USD", status="assumed", note="None is set: assumption tax_share.")
    return Delivery(
        spares_usd=spares,
        freight_usd=freight,
        racks_usd=racks,
        cables_usd=cables,
        delivered_usd=delivered,
        tax_usd=tax,
        with_tax_usd=_sum("delivered, installed and taxed", (delivered, tax), "delivered and installed + tax"),
    )


def _spare(line: CostLine) -> Figure:
    number = leaf(
        f"{line.name}: spares",
        float(line.spares),
        status="assumed",
        note=f"By the assumption {line.spare_rule}, rounded up.",
    )
    return product(f"{line.name}: spares together", (number, line.unit_usd), "USD", "number of spares × price of one")


def _racks(design: Design, lines: Sequence[CostLine], labour: Figure) -> Iterator[Figure]:
    """Yield the work on racks: a rack system comes as one that is built already."""
    for line in lines:
        if line.kind in KINDS and KINDS[line.kind].cabinet:
            hours = "rack_system_install_h" if KINDS[line.kind].endpoint else "rack_install_h"
            yield _work(line.name, line.quantity, assumed(design, hours), labour)


def _cables(design: Design, lines: Sequence[CostLine], parts: Mapping[str, Part], labour: Figure) -> Iterator[Figure]:
    optical = copper = 0
    for line in lines:
        if line.install_usd is not None:
            number = count_of(line.name, line.quantity)
            yield product(f"installation of {line.name}", (number, line.install_usd), "USD", "number × work on one")
        elif line.links and line.kind not in OPTICS:
            part = part_on_hand(line.part, design.parts, parts)
            # Optical by the tag of the part; what has no part is counted as copper.
            if part is not None and not _OPTICAL.isdisjoint(part.tags):
                optical += line.quantity
            else:
                copper += line.quantity
    if optical:
        yield _work("optical cables", optical, assumed(design, "optical_cable_install_h"), labour)
    if copper:
        yield _work(
            "copper cables, cords and cables without a type", copper, assumed(design, "copper_cable_install_h"), labour
        )


def _work(name: str, number: int, hours: Figure, labour: Figure) -> Figure:
    return product(f"installation of {name}", (count_of(name, number), hours, labour), "USD", "number × hours × labour")


def _sum(label: str, terms: Sequence[Figure], formula: str = "") -> Figure:
    """Return the sum of TERMS; nothing at all comes to 0."""
    return total(label, terms, "USD", formula) if terms else leaf(label, 0.0, "USD", note="Nothing of it is bought.")
