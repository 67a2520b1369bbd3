"""What a part's card says of usage tiers, models, platforms, long requests and announced prices."""

from datetime import date
from pathlib import Path

from msgspec.structs import replace

from designer.catalog.files.part_yaml import part_yaml
from designer.catalog.library import Library, sources_of
from designer.catalog.parts.part_sheet import part_sheet, sheet_text
from designer.catalog.reading import parse_parts, read_library
from designer.model.parts.part import Case, Part, PlatformSupport, Price, Quantity, Source, hardware_platforms

TODAY = date(2026, 11, 24)
USUAL = Price(low=3, typical=3, high=3, basis="list", per="million-tokens", item="input", date="2026-11-03")
API = Part(
    id="own/api",
    kind="model-api",
    layer="cloud",
    vendor="Own",
    name="API",
    facts={"requests_per_min": Quantity(value=50, sources=("docs",), date="2026")},
    cases=(
        Case(
            of="tier", name="Scale", facts={"requests_per_min": Quantity(value=4000, sources=("tiers",), date="2026")}
        ),
        Case(
            of="model",
            name="Big 70B",
            facts={"first_token_s": Quantity(value=0.5, status="estimate", sources=("probe",), date="2026")},
        ),
    ),
    platforms=(PlatformSupport(platform="tpu", sources=("chips",), date="2026", note="by its vendor"),),
    prices=(USUAL, replace(USUAL, typical=6, high=6, low=6, from_tokens=200_000, valid_from="2027-01-01")),
    availability="rented",
)
SOURCES = {name: Source(id=name, publisher=f"The {name}") for name in ("docs", "tiers", "probe", "chips")}
LIBRARY = Library(parts={API.id: API}, sources=SOURCES)


def test_cases_and_platforms_are_groups_of_the_card_with_their_sources() -> None:
    sheet = part_sheet(API, LIBRARY, TODAY)
    groups = {group.title: group.rows for group in sheet.figures}
    assert [(row.title, row.value) for row in groups["Usage tier Scale"]] == [("Requests a minute", "4\u202f000")]
    (speed,) = groups["Running Big 70B"]
    assert (speed.value, speed.unit, speed.standing) == ("0.5", "s", "estimate")
    (platform,) = groups["Platforms"]
    assert (platform.value, platform.note) == ("Google TPU", "by its vendor")
    numbers = {source.id: number for number, source in enumerate(sheet.sources, start=1)}
    assert platform.marks == (numbers["chips"],)
    assert sources_of(API) == set(SOURCES)


def test_long_requests_and_announced_prices_are_said_at_the_price() -> None:
    text = sheet_text(part_sheet(API, LIBRARY, TODAY))
    assert "per million tokens, input, beyond 200\u202f000 tokens in, from 2027-01-01 on" in text
    assert "3 USD per million tokens, input, list, as of 2026-11-03, planned with" in text


def test_a_card_written_as_yaml_reads_back_the_same() -> None:
    assert parse_parts(part_yaml(API).encode(), "own.yaml") == [API]


def test_every_shipped_part_with_cases_or_platforms_reads_back_the_same(tmp_path: Path) -> None:
    shipped = read_library(own_folder=tmp_path)
    told = [part for part in shipped.parts.values() if part.cases or part.platforms]
    assert len(told) >= 60
    for part in told:
        assert parse_parts(part_yaml(part).encode(), "own.yaml") == [part], part.id


def test_the_platforms_of_a_machine_are_those_of_its_chips(tmp_path: Path) -> None:
    parts = read_library(own_folder=tmp_path).parts
    assert hardware_platforms(parts["nvidia/dgx-h100"], parts) == {"cuda"}
    assert hardware_platforms(parts["aws/trn1.32xlarge"], parts) == {"neuron"}
    assert hardware_platforms(parts["generic/host"], parts) == frozenset()
