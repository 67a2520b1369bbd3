"""Reads the parts on hand: the shipped catalogs, the person's own parts and prices, plug-ins and bundles."""

from pathlib import Path

from msgspec.structs import replace

from designer.catalog.files.entries import (
    BUNDLES,
    END_LINE,
    MAX_PARTS,
    MAX_PORTS,
    PRICES_FILE,
    SOURCES_FILE,
    bytes_of,
    own_parts_folder,
    parse_parts,
    parse_prices,
    parse_sources,
    read_files,
)
from designer.catalog.files.schema import PartPrices
from designer.catalog.library import Library
from designer.locations import CATALOGS
from designer.model.parts.part import Part, Source
from designer.model.records import RefusedInput
from designer.plugins.consent import active_plugins

__all__ = [
    "END_LINE",
    "MAX_PORTS",
    "PRICES_FILE",
    "SOURCES_FILE",
    "bytes_of",
    "own_parts_folder",
    "parse_parts",
    "parse_prices",
    "parse_sources",
    "read_library",
]


def read_library(folder: Path = CATALOGS, own_folder: Path | None = None, *, bundles: bool = True) -> Library:
    """The parts of FOLDER and of OWN_FOLDER together.

    An own part counts before a shipped one of the same id, so that an upgrade never takes it away. An own file that
    cannot be read is left out and told in `problems`.

    Args:
        folder: Catalog files, in subfolders by layer.
        own_folder: The person's own parts and prices; when None those of the data folder, and the parts of plug-ins
            that are switched on.
        bundles: Whether bundles that were taken count.

    Raises:
        RefusedInput: a shipped file is not a catalog, a part is not allowed, or an id is there twice.
    """
    parts: dict[str, Part] = {}
    sources: dict[str, Source] = {}
    for path, records in read_files(folder):
        # In the shipped catalog an error stops the start; in own parts it is reported and left out.
        if isinstance(records, RefusedInput):
            raise records
        for record in records:
            if isinstance(record, PartPrices):
                raise RefusedInput(f"{path.name} holds added prices; they belong into the folder of own parts.")
            table = sources if isinstance(record, Source) else parts
            if record.id in table:
                what = "source" if isinstance(record, Source) else "part"
                raise RefusedInput(f"{path.name}: the {what} {record.id} is there twice; give one of them another id.")
            table[record.id] = record  # type: ignore[assignment]  # each table holds its own record type
    if len(parts) > MAX_PARTS:
        raise RefusedInput(f"The catalogs hold {len(parts):,} parts, more than {MAX_PARTS:,}.")
    library = Library(parts=parts, sources=sources)
    own = own_parts_folder() if own_folder is None else own_folder
    library = _with_own(library, own)
    if own_folder is None and (plugins := active_plugins()):
        from designer.catalog.plugin_parts import with_plugin_parts  # few have any; it reads parts as this does

        library = with_plugin_parts(library, plugins)
    # The last, so that a bundle prices parts of plug-ins too.
    if not bundles or not (own / BUNDLES).is_dir():
        return library
    # Loaded here, with the reader of YAML, since few have taken a bundle.
    from designer.catalog.bundles.taking import with_taken

    return with_taken(library, own)


def _with_own(library: Library, folder: Path) -> Library:
    """LIBRARY with the person's own parts, sources and prices in FOLDER."""
    own: dict[str, Part] = {}
    sources: dict[str, Source] = {}
    prices: list[PartPrices] = []
    problems: list[str] = []
    try:
        files = read_files(folder)
    except RefusedInput as problem:
        files, problems = [], [str(problem)]
    except OSError as problem:
        files, problems = [], [f"The folder {folder} cannot be read: {problem.strerror or problem}."]
    for path, records in files:
        if isinstance(records, RefusedInput):
            problems.append(str(records))
            continue
        for record in records:
            if isinstance(record, PartPrices):
                prices.append(record)
            elif isinstance(record, Source):
                sources[record.id] = record
            elif record.id in own:
                problems.append(f"{path.name}: the part {record.id} is there twice; the first one counts.")
            elif len(own) + len(library.parts) >= MAX_PARTS:
                problems.append(f"{path.name}: {record.id} is left out; there are more than {MAX_PARTS:,} parts.")
            else:
                own[record.id] = record
    parts = {**library.parts, **own}
    # Added prices stand behind those of the part, each once; prices of parts that are gone wait for them.
    for entry in prices:
        part = parts.get(entry.part)
        if part is not None:
            more = tuple(price for price in entry.prices if price not in part.prices)
            parts[entry.part] = replace(part, prices=(*part.prices, *more))
    # Shipped sources win: their ids are cited by shipped parts.
    return Library(parts=parts, sources={**sources, **library.sources}, own=frozenset(own), problems=tuple(problems))
