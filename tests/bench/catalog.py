"""The catalog: reading what ships, and searching 5,000 parts beside a plain walk over their names."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec

from designer.catalog.files import parse_cache
from designer.catalog.library import Library
from designer.catalog.netbox.importing import import_netbox
from designer.catalog.own.own_parts import save_own_parts
from designer.catalog.reading import read_library
from designer.catalog.search import PartIndex
from tests.bench.timing import Row, milliseconds

READ_MS = 250.0
AGAIN_MS = 30.0
OWN_AGAIN_MS = 200.0
SEARCH_MS = 10.0
NETBOX_FILES = 4_000
NETBOX_MS = 30_000.0
NETBOX_SAMPLE = Path(__file__).parents[1] / "catalog" / "netbox" / "data"


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        parse_cache.cache_folder = lambda: Path(name) / "cache"
        own = Path(name) / "own"
        parsed = milliseconds(partial(read_afresh, own))
        yield Row("read the shipped catalog, never seen before", parsed, promise_ms=READ_MS)
        yield Row(
            "read the shipped catalog again",
            milliseconds(partial(read_library, own_folder=own)),
            baseline_ms=parsed,
            baseline="parsing it",
            promise_ms=AGAIN_MS,
        )
        library = read_library(own_folder=own)
        many = many_parts(library, 5_000)
        save_own_parts(many.parts.values(), library.sources.values(), own)
        for path in own.glob("*.yaml"):
            os.utime(path, (0, 0))  # long settled: what has just changed is not remembered
        parsed = milliseconds(partial(read_afresh, own), repeat=1)
        yield Row(
            "read 5,000 own parts again",
            milliseconds(partial(read_library, own_folder=own)),
            baseline_ms=parsed,
            baseline="parsing them",
            promise_ms=OWN_AGAIN_MS,
        )
    yield Row("index 5,000 parts", milliseconds(lambda: PartIndex(many)))
    index = PartIndex(many)
    for text in ("h200", "nvlink switch", "qm9070", "zzzzzzzz"):
        yield Row(
            f"search 5,000 parts for {text!r}",
            milliseconds(partial(index.search, text)),
            baseline_ms=milliseconds(partial(walk, many, text)),
            baseline="a walk over the words",
            promise_ms=SEARCH_MS,
        )
    with tempfile.TemporaryDirectory() as name:
        clone = netbox_clone(Path(name), NETBOX_FILES)
        yield Row(
            f"import {NETBOX_FILES:,} NetBox files",
            milliseconds(partial(import_netbox, clone), repeat=1),
            promise_ms=NETBOX_MS,
        )


def netbox_clone(folder: Path, files: int) -> Path:
    """FOLDER with at least FILES device and module types: copies of the sample under other slugs."""
    sample = [path for path in sorted(NETBOX_SAMPLE.rglob("*.y*ml")) if "rack-types" not in path.parts]
    for copy in range(-(-files // len(sample))):
        for path in sample:
            target = folder / path.relative_to(NETBOX_SAMPLE).with_name(f"{copy}-{path.name}")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(path.read_text("utf-8").replace("slug: ", f"slug: c{copy}-"), "utf-8")
    return folder


def read_afresh(own: Path) -> None:
    """Read everything as if for the first time."""
    shutil.rmtree(parse_cache.cache_folder(), ignore_errors=True)
    read_library(own_folder=own)


def many_parts(library: Library, least: int) -> Library:
    """At least LEAST parts: copies of LIBRARY's under other ids."""
    return Library(
        parts={
            f"{part.id}-{copy}": msgspec.structs.replace(part, id=f"{part.id}-{copy}", aliases=())
            for copy in range(-(-least // len(library.parts)))
            for part in library.parts.values()
        }
    )


def walk(library: Library, text: str) -> list[str]:
    """Ids of the parts in whose texts every word stands, found without an index."""
    words = text.split()
    return [
        part.id
        for part in library.parts.values()
        if all(word in " ".join((part.name, part.id, part.vendor, part.kind, *part.tags)).lower() for word in words)
    ]
