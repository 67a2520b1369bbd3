"""Breakdown of the money: by layer, kind, vendor and year, down to what each vendor takes of a layer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil
from typing import Final, NamedTuple

from designer.analysis.money.periods import month_of
from designer.analysis.money.records import Share, WhereItSits
from designer.analysis.money.write_off import is_plant, written_off
from designer.analysis.quantities import summed
from designer.analysis.results import CostResult
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.figures.figure import Figure, difference, leaf, maximum, minimum, product, quotient, total
from designer.model.kinds import KINDS
from designer.model.parts.part import LAYERS, Layer

ELECTRICITY: Final = "Electricity"
ENERGY: Final = "energy"
HALL: Final = "Hall"
SPACE: Final = "space"
PEOPLE: Final = "Staff"
STAFF: Final = "staff"
LAYER_NAMES: Final[Mapping[str, str]] = {
    "facility": "Facility",
    "silicon": "Silicon",
    "servers_fabric": "Servers and fabric",
    "cloud": "Cloud",
    "data_storage": "Data and storage",
    "training": "Training and orchestration",
    "serving_apps": "Serving and applications",
}
NOBODY: Final = "No vendor named"
_NONE: Final = leaf("nothing", 0.0)
_ONE: Final = leaf("a year", 1.0)


class _Piece(NamedTuple):
    """Cost of one line of the bill."""

    layer: Layer
    kind: str
    vendor: str
    capex: Figure
    running: Figure
    write_off: Figure


def where_it_sits(design: Design, cost: CostResult) -> WhereItSits:
    """Return the part of COST that each layer, kind, vendor and year of DESIGN takes."""
    pieces = list(_pieces(design, cost))
    whole = cost.monthly_usd
    # Layers in the order of the stack from the top, the others by cost.
    layers = {share.key: share for share in _shares(pieces, whole, lambda piece: piece.layer, LAYER_NAMES)}
    return WhereItSits(
        by_layer=tuple(layers[layer] for layer in reversed(LAYERS) if layer in layers),
        by_kind=_dearest_first(_shares(pieces, whole, lambda piece: piece.kind, _kind_names(pieces))),
        by_vendor=_dearest_first(_shares(pieces, whole, lambda piece: piece.vendor, {})),
        by_year=tuple(_years(design, pieces)),
        vendors_of_layer=_vendors(pieces),
        usd_per_gpu_hour=cost.usd_per_gpu_hour,
        usd_per_month=whole,
    )


def vendors_of_layer(design: Design, cost: CostResult) -> Mapping[str, Mapping[str, Figure]]:
    """Return USD/month by layer and vendor alone, as `where_it_sits` has it."""
    return _vendors(list(_pieces(design, cost)))


def _pieces(design: Design, cost: CostResult) -> Iterable[_Piece]:
    support = assumed(design, "support_share")
    nothing, free = leaf("nothing bought", 0.0, "USD"), leaf("nothing to write off", 0.0, "USD/year")
    for line in cost.lines:
        bought = line.total_usd
        yield _Piece(
            line.layer,
            line.kind,
            line.vendor or NOBODY,
            bought,
            product(f"{line.name}: support and spares", (bought, support), "USD/year"),
            written_off(design, f"{line.name}: write-off", bought, plant=is_plant(line)),
        )
    for line in (*cost.rent_lines, *cost.service_lines):
        yield _Piece(line.layer, line.kind, line.vendor or NOBODY, nothing, line.total_usd, free)
    # What belongs to no part stands in the layer of the facility, under what is paid for.
    of_the_site = (
        (ENERGY, ELECTRICITY, cost.energy_usd_per_year),
        (SPACE, HALL, cost.space_usd_per_year),
        (STAFF, PEOPLE, cost.staff_usd_per_year),
    )
    for kind, vendor, yearly in of_the_site:
        if yearly.value or yearly.missing:
            yield _Piece("facility", kind, vendor, nothing, yearly, free)


def _month(piece: _Piece) -> Figure:
    return month_of(
        "a month",
        total("a year", (piece.running, piece.write_off), "USD/year"),
        "(running cost + write-off) / 12",
    )


def _shares(
    pieces: Sequence[_Piece], whole: Figure, key_of: Callable[[_Piece], str], names: Mapping[str, str]
) -> Iterable[Share]:
    groups: dict[str, list[_Piece]] = {}
    for piece in pieces:
        groups.setdefault(key_of(piece), []).append(piece)
    for key, group in groups.items():
        name = names.get(key, key)
        month = summed(f"{name}: a month", [_month(piece) for piece in group], "USD/month")
        yield Share(
            key=key,
            name=name,
            capex_usd=summed(f"{name}: purchase", [piece.capex for piece in group], "USD"),
            running_usd_per_year=summed(f"{name}: running cost", [piece.running for piece in group], "USD/year"),
            write_off_usd_per_year=summed(f"{name}: write-off", [piece.write_off for piece in group], "USD/year"),
            usd_per_month=month,
            share=quotient(f"{name}: share of a month", month, whole, ""),
        )


def _dearest_first(shares: Iterable[Share]) -> tuple[Share, ...]:
    return tuple(sorted(shares, key=lambda share: (-share.usd_per_month.or_zero, share.name)))


def _kind_names(pieces: Iterable[_Piece]) -> dict[str, str]:
    return {piece.kind: KINDS[piece.kind].plural if piece.kind in KINDS else piece.kind for piece in pieces} | {
        ENERGY: "Energy",
        SPACE: "Space",
        STAFF: "Staff",
    }


def _vendors(pieces: Iterable[_Piece]) -> dict[str, dict[str, Figure]]:
    found: dict[str, dict[str, list[Figure]]] = {}
    for piece in pieces:
        found.setdefault(piece.layer, {}).setdefault(piece.vendor, []).append(_month(piece))
    return {
        layer: dict(
            sorted(
                ((vendor, summed(f"{vendor}: a month", months, "USD/month")) for vendor, months in vendors.items()),
                key=lambda pair: -pair[1].or_zero,
            )
        )
        for layer, vendors in found.items()
    }


def _years(design: Design, pieces: Sequence[_Piece]) -> Iterable[Share]:
    """The purchase, then each year in use; the last may be a part of one."""
    if not pieces:
        return
    years = assumed(design, "years")
    capex = summed("purchase", [piece.capex for piece in pieces], "USD")
    running = summed("running cost", [piece.running for piece in pieces], "USD/year")
    write_off = summed("write-off", [piece.write_off for piece in pieces], "USD/year")
    whole = total("cash of all years", (capex, product("running", (running, years), "USD")), "USD")
    nothing = leaf("nothing", 0.0, "USD/year", note="Nothing runs before it is bought.")
    yield Share(
        key="0",
        name="Year 0, the purchase",
        capex_usd=capex,
        running_usd_per_year=nothing,
        write_off_usd_per_year=nothing,
        usd_per_month=leaf("a month", 0.0, "USD/month"),
        share=quotient("purchase: share of the cash", capex, whole, ""),
    )
    for year in range(1, ceil(years.or_zero) + 1):
        before = leaf("years before", float(year - 1), "years")
        # The last year counts by the part of it in which the design is in use.
        rest = maximum("years that are left", (_NONE, difference("rest", years, before, "years")), "years")
        part = minimum(f"part of year {year} in use", (_ONE, rest), "")
        paid = product(f"running cost of year {year}", (running, part), "USD/year")
        written = product(f"write-off of year {year}", (write_off, part), "USD/year")
        month = month_of("a month", total("a year", (paid, written), "USD/year"))
        yield Share(
            key=str(year),
            name=f"Year {year}",
            capex_usd=leaf("purchase", 0.0, "USD"),
            running_usd_per_year=paid,
            write_off_usd_per_year=written,
            usd_per_month=month,
            share=quotient(f"year {year}: share of the cash", paid, whole, ""),
        )
