"""Prices that were brought in: kept beside the person's own parts, each for good."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from designer.catalog.files.entries import (
    PRICES_FILE,
    SOURCES_FILE,
    bytes_of,
    check_price,
    own_parts_folder,
    parse_prices,
    parse_sources,
    require_whole,
)
from designer.catalog.files.part_yaml import prices_yaml, whole_text
from designer.catalog.files.schema import PartPrices
from designer.catalog.files.yaml_text import require_readable
from designer.catalog.own.own_folder import heading_of, keep_sources, writing_into
from designer.catalog.prices.price_report import PriceOffer
from designer.files.writing import write_whole
from designer.model.parts.part import Price, Source
from designer.model.records import RefusedInput, require_id

_HEADING: Final = "# Prices that were brought in, kept by Stackwright; the newest of the right basis counts.\n"


def keep_prices(offers: Iterable[PriceOffer], sources: Mapping[str, Source], folder: Path | None = None) -> int:
    """Add OFFERS to the prices in FOLDER and say how many are new.

    What is there stays: older prices, those of parts that nobody knows any more, and sources under their ids. An equal
    price is not added twice.

    Args:
        offers: Prices by part.
        sources: Sources that they name.
        folder: The folder of own parts; the data folder's when None.

    Raises:
        RefusedInput: an offer is no price, or the file is damaged, too large or cannot be written; nothing is changed.
    """
    folder = own_parts_folder() if folder is None else folder
    wanted = list(offers)
    for offer in wanted:
        require_id(offer.part, "The priced part")
        check_price(offer.price, f"The price of {offer.part}")
    with writing_into(folder):
        path = folder / PRICES_FILE
        heading, kept = _kept(path)
        known = {(entry.part, price) for entry in kept for price in entry.prices}
        new: dict[str, dict[Price, None]] = {}
        for offer in wanted:
            if (offer.part, offer.price) not in known:
                new.setdefault(offer.part, {})[offer.price] = None
        if not new:
            return 0
        body = whole_text(heading, map(prices_yaml, _with_new(kept, new)))
        require_readable(
            body,
            path.name,
            "move it into a subfolder, where its prices count all the same, and bring these in again",
        )
        _keep_new_sources(new, sources, folder)
        write_whole(path, body)
    return sum(map(len, new.values()))


def _kept(path: Path) -> tuple[str, list[PartPrices]]:
    """The comment at the top of PATH and the prices in it."""
    if not path.exists():
        return _HEADING, []
    data = bytes_of(path)
    try:
        require_whole(data, path.name)
        return heading_of(data), parse_prices(data, path.name)
    except RefusedInput as problem:
        raise RefusedInput(f"No price was saved, because {problem} Mend the file or move it away.") from problem


def _with_new(kept: Iterable[PartPrices], new: Mapping[str, Iterable[Price]]) -> list[PartPrices]:
    """KEPT with the NEW prices behind those of their part."""
    grown: list[PartPrices] = []
    waiting = dict(new)
    for entry in kept:
        grown.append(PartPrices(part=entry.part, prices=(*entry.prices, *waiting.pop(entry.part, ()))))
    grown += [PartPrices(part=part, prices=tuple(prices)) for part, prices in waiting.items()]
    return grown


def _keep_new_sources(new: Mapping[str, Iterable[Price]], sources: Mapping[str, Source], folder: Path) -> None:
    """Keep those of SOURCES that the NEW prices name and that are not known yet."""
    named = {source for prices in new.values() for price in prices for source in price.sources}
    path = folder / SOURCES_FILE
    known = {source.id for source in parse_sources(bytes_of(path), path.name)} if path.exists() else set[str]()
    keep_sources([source for name, source in sources.items() if name in named - known], folder)
