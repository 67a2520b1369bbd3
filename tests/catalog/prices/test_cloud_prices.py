import os
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from designer.catalog.library import Library
from designer.catalog.own.own_prices import keep_prices
from designer.catalog.prices.cloud_prices import cloud_prices, is_cloud_table
from designer.catalog.prices.price_report import PriceReport
from designer.catalog.reading import read_library
from designer.model.money.pricing import PriceBook, planned_price
from designer.model.parts.part import Price
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY

HEADINGS = (
    "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,AvailabilityZone"
)
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def shipped() -> Library:
    return LIBRARY


def table(folder: Path, *rows: str, name: str = "aws/vms.csv", headings: str = HEADINGS) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join((headings, *rows)) + "\n")
    os.utime(path, (1_795_000_000, 1_795_000_000))  # 2026-11-18
    return path


def read(path: Path, library: Library, provider: str = "") -> PriceReport:
    return cloud_prices(path, library, provider=provider, today=TODAY)


def amounts(price: Price) -> tuple[float, float, float]:
    return price.low, price.typical, price.high


def test_the_zones_of_a_region_become_one_range_for_each_basis(tmp_path: Path, shipped: Library) -> None:
    path = table(
        tmp_path,
        "p5.48xlarge,H100,8.0,192.0,2048.0,,50.0,10.0,us-east-1,us-east-1a",
        "p5.48xlarge,H100,8.0,192.0,2048.0,,50.0,30.0,us-east-1,us-east-1b",
        "p5.48xlarge,H100,8.0,192.0,2048.0,,50.0,14.0,us-east-1,us-east-1c",
        "p5.48xlarge,H100,8.0,192.0,2048.0,,60.0,,eu-west-2,eu-west-2a",
    )
    found = read(path, shipped)
    prices = {(offer.price.region, offer.price.basis): offer.price for offer in found.offers}
    assert {offer.part for offer in found.offers} == {"aws/p5.48xlarge"}
    assert {key: amounts(price) for key, price in prices.items()} == {
        ("us-east-1", "on-demand"): (50, 50, 50),
        ("us-east-1", "spot"): (10, 14, 30),
        ("eu-west-2", "on-demand"): (60, 60, 60),
    }
    spot = prices["us-east-1", "spot"]
    assert (spot.per, spot.currency, spot.date) == ("hour", "USD", "2026-11-18")
    assert spot.note == "typical is the middle of 3 zones"
    assert prices["us-east-1", "on-demand"].note == ""
    assert [source.tier for source in found.sources.values()] == ["dataset"]
    assert spot.sources == tuple(found.sources)
    assert found.not_taken == ()


def test_what_is_not_taken_is_told_by_instance(tmp_path: Path, shipped: Library) -> None:
    path = table(
        tmp_path,
        "m7i.large,,,2,8,,0.1,0.03,us-east-1,us-east-1a",
        "m7i.large,,,2,8,,0.1,0.03,us-east-1,us-east-1b",
        ",H100,8,,,,20.0,,us-east-1,",
        "p5.48xlarge,H100,8,192,2048,,700.0,,us-east-1,us-east-1a",
        "p5.48xlarge,H100,4,192,2048,,50.0,,us-east-1,us-east-1a",
        "p5.48xlarge,,,192,2048,,8.0,,us-east-1,us-east-1a",
        "p5.48xlarge,H100,8,192,2048,,,,us-east-1,us-east-1a",
        "p5.48xlarge,H100,8,192,2048,,nan,-3,us-east-1,us-east-1a",
        "p5.48xlarge,H100,8,192,2048,,50.0,,,us-east-1a",
        ",,,,,,,,,",
    )
    found = read(path, shipped)
    assert found.offers == ()
    assert found.not_taken == (
        "aws H100: the price of accelerators without an instance (1 row).",
        "aws m7i.large: not in the catalog (2 rows).",
        "aws p5.48xlarge in us-east-1: the on-demand price 700 is a placeholder or no US dollars (1 row).",
        "aws p5.48xlarge: '-3' is negative (1 row).",
        "aws p5.48xlarge: 'nan' is no amount (1 row).",
        "aws p5.48xlarge: 4 accelerators, where the catalog's has 8 (1 row).",
        "aws p5.48xlarge: no price (1 row).",
        "aws p5.48xlarge: no region (1 row).",
        "aws p5.48xlarge: the price of the host without its accelerators (1 row).",
    )


@pytest.mark.parametrize("name", ["aws/vms.csv", "2026/aws-vms.csv", "x/vms_amazon.csv"])
def test_the_cloud_is_told_by_file_or_folder(tmp_path: Path, shipped: Library, name: str) -> None:
    path = table(tmp_path, "p5.48xlarge,H100,8,192,2048,,50.0,,us-east-1,us-east-1a", name=name)
    assert [offer.part for offer in read(path, shipped).offers] == ["aws/p5.48xlarge"]


def test_azure_and_google_write_names_in_their_own_way(tmp_path: Path, shipped: Library) -> None:
    row = "Standard_ND96isr_H100_v5,H100,8,96,1900,,98.32,,eastus,"
    assert [o.part for o in read(table(tmp_path, row, name="azure/vms.csv"), shipped).offers] == [
        "azure/standard-nd96isr-h100-v5"
    ]
    row = "a3-highgpu-8g,H100,8,208,1872,,88.0,,us-central1,us-central1-a"
    assert [o.part for o in read(table(tmp_path, row, name="gcp/vms.csv"), shipped).offers] == ["google/a3-highgpu-8g"]


@pytest.mark.parametrize("name", ["vms.csv", "x/aws-azure.csv"])
def test_a_file_that_does_not_tell_its_cloud_is_asked_about(tmp_path: Path, shipped: Library, name: str) -> None:
    path = table(tmp_path, "p5.48xlarge,H100,8,192,2048,,50.0,,us-east-1,us-east-1a", name=name)
    with pytest.raises(RefusedInput, match="does not tell whose prices it has; put it into a folder"):
        read(path, shipped)
    assert len(read(path, shipped, provider="AWS").offers) == 1


def test_a_column_tells_the_cloud_of_each_row(tmp_path: Path, shipped: Library) -> None:
    path = table(
        tmp_path,
        "AWS,p5.48xlarge,H100,8,192,2048,us-east-1,use1-az2,55.04,19.2531,a list",
        "GCP,tpu-v5p-12288 (6144 chips),TPU v5p,6144,,,us-east5,us-east5-a,25804.8,10321.92,a list",
        "GCP,tpu-v9-1,TPU v9,1,,,us-east5,us-east5-a,1,1,another list",
        name="prices.csv",
        headings="cloud,instance,accelerator,count,vcpus,memory_gib,region,az,on_demand_usd_h,spot_usd_h,source",
    )
    found = read(path, shipped)
    assert [(o.part, o.price.basis, o.price.typical) for o in found.offers] == [
        ("aws/p5.48xlarge", "on-demand", 55.04),
        ("aws/p5.48xlarge", "spot", 19.2531),
        ("google/tpu-v5p-12288", "on-demand", 25804.8),
        ("google/tpu-v5p-12288", "spot", 10321.92),
    ]
    assert found.not_taken == ("google tpu-v9-1: not in the catalog (1 row).",)
    (source,) = found.sources.values()
    assert source.publisher == "SkyPilot's catalog columns, prices.csv: a list; another list"


def test_prices_never_carry_a_day_that_lies_ahead(tmp_path: Path, shipped: Library) -> None:
    path = table(tmp_path, "p5.48xlarge,H100,8,192,2048,,50.0,,us-east-1,us-east-1a")
    os.utime(path, (4_000_000_000, 4_000_000_000))
    assert read(path, shipped).offers[0].price.date == "2026-11-24"


def test_own_tables_are_told_from_cloud_tables(tmp_path: Path, shipped: Library) -> None:
    assert is_cloud_table(HEADINGS.split(","))
    assert not is_cloud_table(["Part number", "Price", "Region"])
    path = table(tmp_path, "x,1,us", headings="Part number,Price,Region")
    with pytest.raises(RefusedInput, match="bring it in as a table of own prices"):
        read(path, shipped)


def test_the_same_table_again_brings_nothing_new_and_a_newer_one_counts(tmp_path: Path, shipped: Library) -> None:
    own = tmp_path / "own"
    row = "p5.48xlarge,H100,8,192,2048,,{},,us-east-1,us-east-1a"
    first = read(table(tmp_path, row.format(54)), shipped)
    assert keep_prices(first.offers, first.sources, own) == 1
    again = read(table(tmp_path, row.format(54)), shipped)
    assert keep_prices(again.offers, again.sources, own) == 0
    newer = read(table(tmp_path, row.format(53)), shipped)
    later = [replace(offer, price=replace(offer.price, date="2026-11-30")) for offer in newer.offers]
    assert keep_prices(later, newer.sources, own) == 1
    part = read_library(own_folder=own).parts["aws/p5.48xlarge"]
    plan = planned_price(part, "hour", PriceBook(rent_basis="on-demand", region="us-east-1"))
    assert plan is not None
    assert plan.price.typical == 53
    assert {price.typical for price in part.prices} >= {53, 54, *(p.typical for p in shipped.parts[part.id].prices)}
