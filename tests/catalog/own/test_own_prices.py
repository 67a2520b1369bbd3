from pathlib import Path

import pytest

from designer.catalog.own.own_prices import keep_prices
from designer.catalog.prices.price_report import PriceOffer
from designer.catalog.reading import parse_prices, read_library
from designer.model.money.pricing import PriceBook, planned_price
from designer.model.parts.part import Price, Source
from designer.model.records import RefusedInput

H200 = "aws/p5en.48xlarge"
SOURCE = Source(id="list-1", publisher="A list of prices", retrieved="2026-11-24", kind="price list", tier="dataset")


def price(typical: float, when: str, **changes: object) -> Price:
    fields: dict[str, object] = {
        "low": typical,
        "typical": typical,
        "high": typical,
        "basis": "on-demand",
        "per": "hour",
        "date": when,
        "region": "eu-north-1",
        "sources": (SOURCE.id,),
    }
    return Price(**{**fields, **changes})  # type: ignore[arg-type]


def offer(typical: float, when: str, part: str = H200, **changes: object) -> PriceOffer:
    return PriceOffer(part=part, price=price(typical, when, **changes))


def kept(folder: Path) -> dict[str, tuple[Price, ...]]:
    path = folder / "prices.yaml"
    return {entry.part: entry.prices for entry in parse_prices(path.read_bytes(), path.name)}


def test_new_prices_stand_behind_older_ones_and_equal_ones_once(tmp_path: Path) -> None:
    assert keep_prices([offer(60, "2026-10-01"), offer(60, "2026-10-01")], {SOURCE.id: SOURCE}, tmp_path) == 1
    assert keep_prices([offer(60, "2026-10-01"), offer(50, "2026-11-01")], {SOURCE.id: SOURCE}, tmp_path) == 1
    assert keep_prices([offer(50, "2026-11-01")], {SOURCE.id: SOURCE}, tmp_path) == 0
    assert kept(tmp_path) == {H200: (price(60, "2026-10-01"), price(50, "2026-11-01"))}


def test_the_newest_counts_and_the_older_stays_visible(tmp_path: Path) -> None:
    keep_prices([offer(61, "2099-01-01"), offer(59, "2099-02-01")], {SOURCE.id: SOURCE}, tmp_path)
    keep_prices([offer(60, "2099-01-15")], {SOURCE.id: SOURCE}, tmp_path)
    part = read_library(own_folder=tmp_path).parts[H200]
    planned = planned_price(part, "hour", PriceBook(rent_basis="on-demand", region="eu-north-1"))
    assert planned is not None
    assert planned.price == price(59, "2099-02-01")
    assert {price(61, "2099-01-01"), price(59, "2099-02-01"), price(60, "2099-01-15")} <= set(part.prices)
    shipped = read_library(own_folder=tmp_path / "none").parts[H200].prices
    assert part.prices[: len(shipped)] == shipped


def test_an_imported_price_of_another_basis_does_not_push_out_the_wanted_one(tmp_path: Path) -> None:
    keep_prices([offer(9, "2099-02-01", basis="spot"), offer(59, "2099-01-01")], {SOURCE.id: SOURCE}, tmp_path)
    part = read_library(own_folder=tmp_path).parts[H200]
    planned = planned_price(part, "hour", PriceBook(rent_basis="on-demand", region="eu-north-1"))
    assert planned is not None
    assert planned.price.typical == 59


def test_prices_of_unknown_parts_and_the_heading_survive(tmp_path: Path) -> None:
    gone = PriceOffer(part="gone/with-the-wind", price=price(1, "2020"))
    keep_prices([gone], {}, tmp_path)
    path = tmp_path / "prices.yaml"
    path.write_text("# Mine: do not touch.\n" + path.read_text())
    keep_prices([offer(60, "2026-10-01")], {SOURCE.id: SOURCE}, tmp_path)
    assert kept(tmp_path)["gone/with-the-wind"] == (price(1, "2020"),)
    assert path.read_text().startswith("# Mine: do not touch.\n")
    assert read_library(own_folder=tmp_path).problems == ()


def test_sources_come_along_and_older_ones_keep_their_words(tmp_path: Path) -> None:
    keep_prices([offer(60, "2026-10-01")], {SOURCE.id: SOURCE}, tmp_path)
    other = Source(id=SOURCE.id, publisher="Something else")
    unnamed = Source(id="unnamed", publisher="Named by no price")
    keep_prices([offer(61, "2026-10-02")], {SOURCE.id: other, "unnamed": unnamed}, tmp_path)
    sources = read_library(own_folder=tmp_path).sources
    assert sources[SOURCE.id] == SOURCE
    assert "unnamed" not in sources


@pytest.mark.parametrize("damaged", ["- part: [", "- {part: a/b, prices: [{low: 1}]}\n", "x: &a 1\ny: *a\n", "\0"])
def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path, damaged: str) -> None:
    path = tmp_path / "prices.yaml"
    path.write_text(damaged)
    with pytest.raises(RefusedInput, match=r"No price was saved, because .*prices\.yaml") as problem:
        keep_prices([offer(60, "2026-10-01")], {SOURCE.id: SOURCE}, tmp_path)
    assert "\n" not in str(problem.value)
    assert path.read_text() == damaged
    assert not (tmp_path / "sources.yaml").exists()


def test_a_damaged_file_of_sources_is_refused_before_prices_are_written(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("- id: 5\n")
    with pytest.raises(RefusedInput, match=r"sources\.yaml"):
        keep_prices([offer(60, "2026-10-01")], {SOURCE.id: SOURCE}, tmp_path)
    assert not (tmp_path / "prices.yaml").exists()


@pytest.mark.parametrize("changes", [{"low": float("nan")}, {"high": float("inf")}, {"low": -1}, {"low": 61}])
def test_what_is_no_price_is_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(RefusedInput):
        keep_prices([offer(60, "2026-10-01", **changes)], {SOURCE.id: SOURCE}, tmp_path)
    assert not (tmp_path / "prices.yaml").exists()


def test_a_part_id_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match="is not allowed"):
        keep_prices([offer(60, "2026-10-01", part="../../etc/passwd")], {}, tmp_path)


def test_a_file_that_would_grow_too_large_is_refused(tmp_path: Path) -> None:
    note = "n" * 1_000
    many = [offer(day, "2026-10-01", note=note) for day in range(2_100)]
    with pytest.raises(RefusedInput, match="move it into a subfolder"):
        keep_prices(many, {SOURCE.id: SOURCE}, tmp_path)
    keep_prices(many[:100], {SOURCE.id: SOURCE}, tmp_path)
    (tmp_path / "older").mkdir()
    (tmp_path / "prices.yaml").rename(tmp_path / "older" / "prices.yaml")
    assert {entry.typical for entry in read_library(own_folder=tmp_path).parts[H200].prices} >= set(range(100))


def test_a_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedInput):
        keep_prices([offer(60, "2026-10-01")], {}, tmp_path / "file")


def test_without_offers_nothing_is_written(tmp_path: Path) -> None:
    assert keep_prices([], {}, tmp_path) == 0
    assert not (tmp_path / "prices.yaml").exists()
