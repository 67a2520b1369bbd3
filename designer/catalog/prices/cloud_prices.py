"""Prices of cloud instances out of tables in the columns of SkyPilot's catalog.

Such a table has a row for each zone; the zones of a region become one price from the least to the greatest.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Final

from designer import clock
from designer.catalog.files.table_text import Table, one_line, read_table
from designer.catalog.library import Library
from designer.catalog.prices.amounts import read_amount
from designer.catalog.prices.price_report import PriceOffer, PriceReport
from designer.model.kinds import INSTANCES
from designer.model.parts.part import Basis, Part, Price, Source
from designer.model.records import RefusedInput

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "provider": ("cloud", "provider"),
    "instance": ("instancetype", "instance", "instance type"),
    "accelerator": ("acceleratorname", "accelerator"),
    "count": ("acceleratorcount", "count"),
    "region": ("region",),
    "zone": ("availabilityzone", "az", "zone"),
    "on-demand": ("price", "on_demand_usd_h"),
    "spot": ("spotprice", "spot_usd_h"),
    "source": ("source",),
}
_BASES: Final[tuple[Basis, ...]] = ("on-demand", "spot")
_OTHER_NAMES: Final[Mapping[str, str]] = {
    "amazon": "aws",
    "ec2": "aws",
    "gcp": "google",
    "googlecloud": "google",
    "microsoft": "azure",
    "oci": "oracle",
    "lambdalabs": "lambda",
    "lambda_cloud": "lambda",
}
_PLACEHOLDER: Final = 700.0
"""SkyPilot's catalog writes it where the price is not known."""
_MOST_SOURCES: Final = 3


@dataclass(frozen=True)
class _Row:
    """One zone's price."""

    part: str
    region: str
    basis: Basis
    amount: float
    zone: str


def is_cloud_table(headings: Sequence[str]) -> bool:
    """Return True when a table with HEADINGS is one of cloud instances in SkyPilot's columns."""
    places = _places(headings)
    return {"instance", "region"} <= places.keys() and not places.keys().isdisjoint(_BASES) and "accelerator" in places


def cloud_prices(path: Path, library: Library, *, provider: str = "", today: date | None = None) -> PriceReport:
    """The on-demand and spot prices by the hour in the table PATH for the instances that LIBRARY has.

    Prices carry the day on which the file was last changed: the table itself tells none.

    Args:
        path: A table in SkyPilot's columns, or with cloud, instance, region, az, on_demand_usd_h and spot_usd_h.
        library: Its instances are matched by name.
        provider: Whose prices these are ("aws", "google" ...); "" reads it from a column, or from the name of the file
            or its folder.
        today: Prices are never dated later; the present day when None.

    Raises:
        RefusedInput: the file is no such table, or does not tell whose prices it has.
    """
    table = read_table(path)
    if not is_cloud_table(table.headings):
        raise RefusedInput(
            f"{path.name} has not the columns InstanceType, AcceleratorName, Price or SpotPrice, and Region; bring it "
            "in as a table of own prices."
        )
    places = _places(table.headings)
    names = _instances(library)
    known = {key[0] for key in names}
    one = _normal(provider) or ("" if "provider" in places else _provider_of(path, known))
    # The table has no date of its own: the day of the file, but never one that lies ahead.
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    day = min(changed, today or clock.today())
    source = _source(path, table, places, one, day)
    left: Counter[str] = Counter()
    rows = list(_rows(table, places, one, names, left))
    offers = [_offer(group, day, source.id) for group in _grouped(rows)]
    not_taken = [f"{reason} ({count:,} row{'' if count == 1 else 's'})." for reason, count in sorted(left.items())]
    return PriceReport(offers=tuple(offers), sources={source.id: source} if offers else {}, not_taken=tuple(not_taken))


def _places(headings: Sequence[str]) -> dict[str, int]:
    """In which column each thing stands."""
    folded = [heading.casefold() for heading in headings]
    found = {
        field: next((folded.index(name) for name in names if name in folded), None) for field, names in _COLUMNS.items()
    }
    return {field: place for field, place in found.items() if place is not None}


def _instances(library: Library) -> Mapping[tuple[str, str], Part]:
    """The instances of LIBRARY by provider and name, both in their normal form."""
    found: dict[tuple[str, str], Part] = {}
    for part in library.parts.values():
        if part.kind in INSTANCES:
            vendor, _, name = part.id.partition("/")
            for known in (name, part.name):
                found.setdefault((vendor, _plain(known)), part)
    return found


def _plain(name: str) -> str:
    """The name of an instance without case and marks that catalogs write differently."""
    return re.sub(r"\s*\(.*\)\s*$", "", name).casefold().replace("_", "-").strip()


def _normal(provider: str) -> str:
    folded = provider.strip().casefold()
    return _OTHER_NAMES.get(folded, folded)


def _provider_of(path: Path, known: set[str]) -> str:
    """Return the cloud whose prices the file PATH has, by its name or that of its folder."""
    for name in (path.stem, path.resolve().parent.name):
        found = {_normal(word) for word in re.split(r"[^A-Za-z0-9]+", name)} & known
        if len(found) == 1:
            return found.pop()
    raise RefusedInput(
        f"{path.name} does not tell whose prices it has; put it into a folder named after its cloud, such as "
        f"{', '.join(sorted(known)[:4])}, or add a column `cloud`."
    )


def _rows(
    table: Table, places: Mapping[str, int], provider: str, names: Mapping[tuple[str, str], Part], left: Counter[str]
) -> Iterator[_Row]:
    """The prices in TABLE; LEFT counts rows by the reason why they gave none."""

    def cell(row: Sequence[str], field: str) -> str:
        return row[places[field]] if field in places else ""

    for row in table.rows:
        if not any(row):
            continue
        cloud = provider or _normal(cell(row, "provider"))
        instance = one_line(cell(row, "instance"))
        what = f"{one_line(cloud)} {instance}".strip()
        if not instance:
            left[
                f"{what} {one_line(cell(row, 'accelerator'))}: the price of accelerators without an instance".strip()
            ] += 1
            continue
        part = names.get((cloud, _plain(instance)))
        if part is None:
            left[f"{what}: not in the catalog"] += 1
            continue
        if (problem := _contradiction(part, cell(row, "accelerator"), cell(row, "count"))) is not None:
            left[f"{what}: {problem}"] += 1
            continue
        region = one_line(cell(row, "region"))
        if not region:
            left[f"{what}: no region"] += 1
            continue
        priced = False
        for basis in _BASES:
            written = cell(row, basis)
            if not written:
                continue
            try:
                amount = read_amount(written, ".")
            except RefusedInput as problem:
                left[f"{what}: {problem}"] += 1
                continue
            if amount.value in (0.0, _PLACEHOLDER) or amount.currency not in ("", "USD"):
                shown = f"{amount.value:g} {amount.currency}".strip()
                left[f"{what} in {region}: the {basis} price {shown} is a placeholder or no US dollars"] += 1
                continue
            priced = True
            yield _Row(part.id, region, basis, amount.value, one_line(cell(row, "zone")))
        if not priced and not cell(row, "on-demand") and not cell(row, "spot"):
            left[f"{what}: no price"] += 1


def _contradiction(part: Part, accelerator: str, count: str) -> str | None:
    """Return the reason why a row of an instance cannot mean PART; None when it can."""
    inside = sum(entry.count for entry in part.contains)
    if inside and not accelerator:
        return "the price of the host without its accelerators"
    try:
        told = float(count) if count else None
    except ValueError:
        told = None
    if inside and told is not None and told != inside:
        return f"{told:g} accelerators, where the catalog's has {inside}"
    return None


def _grouped(rows: Sequence[_Row]) -> list[list[_Row]]:
    """ROWS of one instance, region and basis together."""
    groups: dict[tuple[str, str, Basis], list[_Row]] = {}
    for row in rows:
        groups.setdefault((row.part, row.region, row.basis), []).append(row)
    return [groups[key] for key in sorted(groups)]


def _offer(rows: Sequence[_Row], day: date, source: str) -> PriceOffer:
    """The one price that ROWS, the zones of a region, come to."""
    amounts = [row.amount for row in rows]
    zones = len({row.zone for row in rows if row.zone})
    first = rows[0]
    note = f"typical is the middle of {len(amounts)} zones" if min(amounts) < max(amounts) else ""
    price = Price(
        low=min(amounts),
        typical=median(amounts),
        high=max(amounts),
        basis=first.basis,
        per="hour",
        region=first.region,
        date=day.isoformat(),
        sources=(source,),
        note=note,
    )
    several = f", {zones} zones" if zones > 1 else ""
    return PriceOffer(part=first.part, price=price, row=f"{first.part} in {first.region}{several}")


def _source(path: Path, table: Table, places: Mapping[str, int], provider: str, day: date) -> Source:
    """The table as a source; the same content is the same source."""
    told = dict.fromkeys(row[places["source"]] for row in table.rows) if "source" in places else {}
    words = [one_line(name) for name in told if name][:_MOST_SOURCES]
    # By content: the same table brought in again is the same source.
    digest = hashlib.blake2b(repr((table.headings, table.rows)).encode(), digest_size=4).hexdigest()
    publisher = f"SkyPilot's catalog columns, {one_line(path.name)}"
    return Source(
        id=f"cloud-prices-{re.sub('[^a-z0-9]+', '-', provider)[:40] or 'several'}-{digest}".replace("--", "-"),
        publisher=f"{publisher}{': ' if words else ''}{'; '.join(words)}",
        retrieved=day.isoformat(),
        kind="price list",
        tier="dataset",
    )
