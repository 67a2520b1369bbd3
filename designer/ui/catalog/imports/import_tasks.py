"""Tasks of the import windows in a background process: read, price and keep; no Qt here.

Records travel as msgpack, which is read back many times faster than a pickle of them.
"""

import gc
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from designer.catalog.library import Library
from designer.catalog.netbox.report import FileNote, FileReport, ImportReport
from designer.catalog.own.own_parts import save_own_parts
from designer.catalog.own.own_prices import keep_prices
from designer.catalog.prices.price_report import PriceReport
from designer.catalog.reading import read_library
from designer.model.parts.part import Part, Price, Source
from designer.model.records import Record
from designer.ui.jobs.background_process import Progress

_Known = TypeVar("_Known", bound=Record)

packed = msgspec.msgpack.Encoder().encode


class KeptPrices(Record, frozen=True, kw_only=True):
    """Outcome of keeping prices.

    Attributes:
        new: How many were not known before.
        library: All parts with them.
    """

    new: int
    library: Library


class PartsToKeep(Record, frozen=True, kw_only=True):
    """Parts that are to become own ones, with their sources."""

    parts: tuple[Part, ...]
    sources: tuple[Source, ...] = ()


def unpacked(data: bytes, form: type[_Known]) -> _Known:
    """The record of the type FORM in DATA."""
    collects = gc.isenabled()
    gc.disable()  # a hundred thousand records, all of which stay, would be searched for garbage many times over
    try:
        return msgspec.msgpack.decode(data, type=form)
    finally:
        if collects:
            gc.enable()


def read_netbox(progress: Progress, paths: Sequence[Path]) -> bytes:
    """The ImportReport of the NetBox files and folders PATHS, packed."""
    from designer.catalog.netbox.importing import import_netbox

    reports: list[ImportReport] = []
    for number, path in enumerate(paths):
        if len(paths) > 1 and not progress(number, len(paths), path.name):
            reports.append(ImportReport(parts={}, sources={}, files=(), cancelled=True))
            break
        reports.append(import_netbox(path, progress=progress if len(paths) == 1 else None))
    return packed(reports[0] if len(reports) == 1 else joined_reports(reports))


def joined_reports(reports: Sequence[ImportReport]) -> ImportReport:
    """REPORTS as one; of files that give the same part, the first counts and the others are told."""
    parts: dict[str, Part] = {}
    sources: dict[str, Source] = {}
    files: list[FileReport] = []
    givers: dict[str, str] = {}
    for report in reports:
        for part_id, part in report.parts.items():
            parts.setdefault(part_id, part)
        for source_id, source in report.sources.items():
            sources.setdefault(source_id, source)
        # Givers of this report join the others only at its end: within one report alike parts are settled already.
        mine: dict[str, str] = {}
        for file in report.files:
            first = givers.get(file.part, "") if file.part else ""
            if first:
                note = FileNote(kind="refused", field="", message=f"Gives the same part as {first}, which counts.")
                file = replace(file, part="", notes=(*file.notes, note))
            elif file.part:
                mine[file.part] = file.path
            files.append(file)
        givers |= mine
    return ImportReport(
        parts=parts, sources=sources, files=tuple(files), cancelled=any(report.cancelled for report in reports)
    )


def keep_parts(progress: Progress, wanted: bytes, folder: Path | None) -> bytes:
    """Keep the packed PartsToKeep as own parts in FOLDER; the answer is the whole Library, packed."""
    keeping = unpacked(wanted, PartsToKeep)
    progress(0, 0, "Writing them")
    save_own_parts(keeping.parts, keeping.sources, folder)
    progress(0, 0, "Reading the catalog again")
    return packed(read_library(own_folder=folder))


def keep_offers(progress: Progress, wanted: bytes, folder: Path | None) -> bytes:
    """Keep the offers of a packed PriceReport in FOLDER; the answer is KeptPrices, packed."""
    report = unpacked(wanted, PriceReport)
    progress(0, 0, "Writing them")
    new = keep_prices(report.offers, report.sources, folder)
    progress(0, 0, "Reading the catalog again")
    return packed(KeptPrices(new=new, library=read_library(own_folder=folder)))


def read_token_prices(progress: Progress, library: bytes, today: date) -> bytes:
    """The PriceReport of the prices of model APIs that ship with genai-prices, packed."""
    from designer.catalog.prices.token_prices import token_prices

    return packed(token_prices(unpacked(library, Library), today))


def read_cloud_prices(progress: Progress, library: bytes, path: Path) -> bytes:
    """The PriceReport of a file in the columns of SkyPilot's catalog, packed."""
    from designer.catalog.prices.cloud_prices import cloud_prices

    return packed(cloud_prices(path, unpacked(library, Library)))


def read_table(progress: Progress, path: Path) -> bytes:
    """The PriceTable in the file PATH, packed."""
    from designer.catalog.prices.price_table import read_price_table

    return packed(read_price_table(path))


def read_table_prices(progress: Progress, table: bytes, columns: bytes, library: bytes, today: date) -> bytes:
    """The PriceReport of a packed PriceTable under packed PriceColumns, packed."""
    from designer.catalog.prices.price_table import PriceColumns, PriceTable, table_prices

    return packed(
        table_prices(unpacked(table, PriceTable), unpacked(columns, PriceColumns), unpacked(library, Library), today)
    )


def with_known_prices(part: Part, known: Part) -> Part:
    """PART in the place of KNOWN: prices that are known of it stay."""
    more: tuple[Price, ...] = tuple(price for price in known.prices if price not in part.prices)
    if not more:
        return part
    availability = known.availability if part.availability == "unknown" else part.availability
    return replace(part, prices=(*part.prices, *more), availability=availability)
