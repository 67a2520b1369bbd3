"""A file of own prices or parts that was cut off is told, wherever it was cut; its prices never change in silence."""

from datetime import date
from pathlib import Path

import pytest

from designer.catalog.check import check_catalog
from designer.catalog.own.own_parts import own_copy, read_parts_file, save_own_parts, write_parts_file
from designer.catalog.own.own_prices import keep_prices
from designer.catalog.prices.price_report import PriceOffer
from designer.catalog.reading import END_LINE, PRICES_FILE, SOURCES_FILE, read_library
from designer.locations import CATALOGS
from designer.model.parts.part import Price, Source
from designer.model.records import RefusedInput
from tests.long_runs import runs
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 24)
DGX = "nvidia/dgx-h100"
SWITCH = "nvidia/qm9700"


def price(amount: float) -> Price:
    return Price(low=amount, typical=amount, high=amount, basis="street", date="2026-11-01", sources=("own/quote",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Own parts, prices and sources as the program writes them."""
    here = tmp_path / "parts"
    source = Source(id="own/quote", publisher="A dealer, quote 7")
    keep_prices(
        [PriceOffer(part=DGX, price=price(123456.0), row="1"), PriceOffer(part=SWITCH, price=price(23456.0), row="1")],
        {source.id: source},
        here,
    )
    save_own_parts([own_copy(LIBRARY.part(DGX)), own_copy(LIBRARY.part(SWITCH))], [], here)
    assert read_library(CATALOGS, here).problems == ()
    return here


@pytest.mark.scaled
def test_wherever_it_is_cut_it_is_told_and_found_by_the_check(folder: Path) -> None:
    paths = [path for path in folder.iterdir() if path.suffix == ".yaml"]
    assert {PRICES_FILE, SOURCES_FILE} < {path.name for path in paths}
    for path in paths:
        whole = path.read_bytes()
        inside = len(whole) - len(END_LINE.encode())
        lines = [place + 1 for place, sign in enumerate(whole) if sign == ord("\n") and place < inside]
        cuts = sorted(
            {0, 1, 60, 92, 140, *range(200, inside, 301), *lines[2 :: runs(21, 7)], inside - 1, inside, len(whole) - 2}
        )
        for place, cut in enumerate(cuts):
            path.write_bytes(whole[:cut])
            library = read_library(CATALOGS, folder)
            assert any(path.name in problem for problem in library.problems), (path.name, cut)
            if place % runs(4, 1):
                continue  # the check reads what the library says
            errors = [one for one in check_catalog(library, TODAY) if one.severity == "error"]
            assert [one for one in errors if one.part == "own files" and path.name in one.message], (path.name, cut)
        path.write_bytes(whole)
    assert read_library(CATALOGS, folder).problems == ()


def test_a_cut_file_is_not_written_over(folder: Path) -> None:
    for name in (PRICES_FILE, SOURCES_FILE):
        path = folder / name
        whole = path.read_bytes()
        path.write_bytes(whole.removesuffix(END_LINE.encode()))
        source = Source(id="own/other", publisher="A dealer, quote 8")
        with pytest.raises(RefusedInput, match="was cut off"):
            keep_prices(
                [PriceOffer(part=DGX, price=price(5.0), row="1")], {"own/quote": source, source.id: source}, folder
            )
        path.write_bytes(whole)


def test_what_was_typed_by_hand_needs_no_last_line(folder: Path) -> None:
    path = folder / PRICES_FILE
    text = path.read_text("utf-8")
    path.write_text("".join(line for line in text.splitlines(keepends=True) if not line.startswith("#")), "utf-8")
    library = read_library(CATALOGS, folder)
    assert library.problems == ()
    assert any(one.typical == 123456.0 for one in library.part(DGX).prices)
    # Written by the program again, it has an end, once, and keeps it when it is written a second time.
    for amount in (7.0, 8.0):
        keep_prices([PriceOffer(part=DGX, price=price(amount))], {}, folder)
        assert path.read_text("utf-8").count(END_LINE) == 1
        assert path.read_text("utf-8").endswith(END_LINE)


def test_a_file_that_travels_says_that_it_was_cut(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    write_parts_file(path, [own_copy(LIBRARY.part(DGX))], [])
    assert len(read_parts_file(path)[0]) == 1
    path.write_bytes(path.read_bytes().removesuffix(END_LINE.encode()))
    with pytest.raises(RefusedInput, match="was cut off"):
        read_parts_file(path)
