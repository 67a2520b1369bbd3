"""Making of a bundle: from a person's own parts and prices, and from tables of quotes."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from designer.catalog.bundles.records import Bundle
from designer.catalog.files.entries import PRICES_FILE, own_parts_folder, read_files
from designer.catalog.files.schema import PartPrices
from designer.catalog.library import Library, sources_of
from designer.catalog.prices.price_table import guess_columns, read_price_table, table_prices
from designer.model.parts.part import Part, Price, Source
from designer.model.records import RefusedInput


class Made(NamedTuple):
    """A bundle that was put together.

    Attributes:
        left_out: What was not taken into it, one plain line each.
    """

    bundle: Bundle
    left_out: tuple[str, ...]


def make_bundle(
    head: Bundle,
    library: Library,
    today: date,
    *,
    part_ids: Sequence[str] = (),
    own: bool = False,
    tables: Sequence[Path] = (),
    own_folder: Path | None = None,
) -> Made:
    """Return HEAD with parts and prices in it.

    Args:
        head: Name, author, date, currency and the rest of what stands at the top.
        library: The parts on hand.
        today: Date of rows of a table that tell none.
        part_ids: Parts that go along whole.
        own: Whether all own parts, and all prices that were brought in, go along.
        tables: Quotes as CSV, whose columns are guessed by their headings.
        own_folder: The folder of own parts.

    Raises:
        RefusedInput: a part is not known, or a table cannot be read.
    """
    chosen = [*part_ids, *(sorted(library.own - library.given.keys()) if own else ())]
    parts = [library.part(part_id) for part_id in dict.fromkeys(chosen)]
    prices: dict[str, dict[Price, None]] = {}
    sources: dict[str, Source] = dict(library.sources)
    left_out: list[str] = []
    if own:
        for entry in _own_prices(own_folder):
            prices.setdefault(entry.part, {}).update(dict.fromkeys(entry.prices))
    for path in tables:
        table = read_price_table(path)
        columns = guess_columns(table)
        report = table_prices(table, columns, library, today)
        left_out += [f"{path.name}: {line}" for line in report.not_taken]
        sources |= report.sources
        for offer in report.offers:
            prices.setdefault(offer.part, {})[offer.price] = None
    kept = [
        PartPrices(part=part_id, prices=tuple(_sourced(found, part_id, left_out))) for part_id, found in prices.items()
    ]
    sound = [_sourced_part(part, left_out) for part in parts]
    entries = tuple(entry for entry in kept if entry.prices)
    named = {one for part in sound for one in sources_of(part)}
    named |= {one for entry in entries for price in entry.prices for one in price.sources}
    missing = sorted(named - sources.keys() - {head.source.id})
    if missing:
        raise RefusedInput(f"The source {missing[0]!r} is named and not known; mend the part or price that names it.")
    bundle = Bundle(
        name=head.name,
        author=head.author,
        date=head.date,
        currency=head.currency,
        valid_until=head.valid_until,
        note=head.note,
        parts=tuple(sound),
        prices=entries,
        sources=tuple(sources[one] for one in sorted(named) if one in sources),
    )
    return Made(bundle, tuple(left_out))


def _own_prices(own_folder: Path | None) -> Iterable[PartPrices]:
    """Yield the prices that were brought in and kept."""
    folder = own_parts_folder() if own_folder is None else own_folder
    for path, records in read_files(folder):
        if path.name != PRICES_FILE:
            continue
        if isinstance(records, RefusedInput):
            raise records
        yield from (entry for entry in records if isinstance(entry, PartPrices))


def _sourced(prices: Iterable[Price], part_id: str, left_out: list[str]) -> Iterable[Price]:
    """Yield those of PRICES that a bundle may hold: above nothing, with a source."""
    for price in prices:
        if price.low > 0.0 and price.sources:
            yield price
        else:
            why = "names no source" if not price.sources else "is 0"
            left_out.append(f"A price of {part_id} is left out: it {why}.")


def _sourced_part(part: Part, left_out: list[str]) -> Part:
    kept = tuple(_sourced(part.prices, part.id, left_out))
    return part if kept == part.prices else replace(part, prices=kept)
