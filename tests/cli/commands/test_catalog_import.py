"""catalog import and export: own parts, NetBox device types and prices through the command line."""

import csv
from datetime import date
from pathlib import Path

import pytest

from designer.catalog.own.own_parts import write_parts_file
from designer.catalog.prices.token_prices import token_source
from designer.catalog.reading import own_parts_folder, read_library

NETBOX = Path(__file__).parents[2] / "catalog" / "netbox" / "data"


def kept():
    return read_library(own_folder=own_parts_folder())


def test_netbox_types_are_kept_and_reported_file_by_file(stackwright, tmp_path):
    report = tmp_path / "report.csv"
    said = stackwright("catalog", "import", NETBOX, "--report", report)
    files = sum(path.suffix in {".yaml", ".yml"} for path in NETBOX.rglob("*"))
    assert (said.code, said.err) == (0, "")
    assert f"{len(kept().own)} parts kept among your own." in said.out
    rows = list(csv.DictReader(report.read_text("utf-8-sig").splitlines()))
    assert {row["kind"] for row in rows} >= {"taken", "guessed", "not mapped", "contradiction"}
    assert len({row["file"] for row in rows}) == files
    again = stackwright("catalog", "import", NETBOX, "--dry-run", "--json").document
    assert again["kept"] == 0
    assert set(again["parts"]) == kept().own


def test_parts_travel_as_a_file(stackwright, tmp_path, library):
    path = tmp_path / "dgx.yaml"
    assert "Wrote 2 parts" in stackwright("catalog", "export", "nvidia/dgx-h100", "-o", path).out
    said = stackwright("catalog", "import", path)
    assert "2 parts kept among your own." in said.out
    assert kept().part("nvidia/dgx-h100") == library.part("nvidia/dgx-h100")
    assert "nvidia/dgx-h100" in kept().own


def test_a_part_goes_out_in_netbox_form_and_comes_back_equal(stackwright, tmp_path, library):
    path = tmp_path / "qm9700.yaml"
    said = stackwright("catalog", "export", "nvidia/qm9700", "-o", path, "--netbox")
    assert said.out.endswith(f"Wrote {path}.\n")
    assert stackwright("catalog", "import", path).code == 0
    assert kept().part("nvidia/qm9700") == library.part("nvidia/qm9700")


def test_prices_are_added_and_never_overwritten(stackwright, tmp_path, library):
    table = tmp_path / "quote.csv"
    table.write_text('Part number,Price\nnvidia/qm9700,"$21,000"\nnobody/nothing,5\n')
    said = stackwright("catalog", "import", table)
    assert "1 price of quote.csv kept, known already: 0." in said.out
    assert "nobody/nothing" in said.out
    prices = kept().part("nvidia/qm9700").prices
    assert prices[:-1] == library.part("nvidia/qm9700").prices
    assert prices[-1].typical == 21_000


def test_token_prices_that_ship_are_known_already(stackwright, monkeypatch, library):
    """On the day on which those that ship were taken: the table holds other prices from announced days on."""
    table = token_source(date(2026, 1, 1)).id
    monkeypatch.setenv("STACKWRIGHT_TODAY", library.sources[table].retrieved)
    said = stackwright("catalog", "import", "--token-prices", "--json").document
    assert said["new"] == 0
    assert len(said["offers"]) > 100


def test_an_announced_token_price_is_new_from_its_day_on(stackwright, monkeypatch, library):
    """One model of the table doubles on 1 December 2026; the next change is on 1 January."""
    argon = "google/gemini-4-argon"
    monkeypatch.setenv("STACKWRIGHT_TODAY", "2026-11-30")
    assert stackwright("catalog", "import", "--token-prices", "--json").document["new"] == 0
    monkeypatch.setenv("STACKWRIGHT_TODAY", "2026-12-31")
    assert stackwright("catalog", "import", "--token-prices", "--json").document["new"] == 4
    assert {one.id for one in kept().parts.values() if one != library.part(one.id)} == {argon}
    shipped, prices = library.part(argon).prices, kept().part(argon).prices
    assert prices[: len(shipped)] == shipped
    assert [(price.item, price.typical, price.note) for price in prices[len(shipped) :]] == [
        ("input", 4, "2 in mode batch; since 2026-12-01"),
        ("output", 20, "10 in mode batch; since 2026-12-01"),
        ("cached input", 0.2, "0.1 in mode batch; since 2026-12-01"),
        ("web search", 14, "since 2026-12-01"),
    ]


def test_a_table_of_clouds_is_known_by_its_columns(stackwright, tmp_path):
    table = tmp_path / "aws.csv"
    table.write_text(
        "InstanceType,vCPUs,MemoryGiB,AcceleratorName,AcceleratorCount,Region,AvailabilityZone,Price,SpotPrice\n"
        "p5.48xlarge,192,2048,H100,8,us-east-1,us-east-1a,55.04,12.5\n"
        "p5.48xlarge,192,2048,H100,8,us-east-1,us-east-1b,55.04,14.5\n"
    )
    said = stackwright("catalog", "import", table, "--dry-run", "--json").document
    offers = {offer["price"]["basis"]: offer["price"] for offer in said["offers"]}
    assert offers["on-demand"]["typical"] == 55.04
    assert (offers["spot"]["low"], offers["spot"]["high"]) == (12.5, 14.5)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "needs a file or a folder"),
        (("nowhere",), 1, "does not exist"),
        (("x.csv", "--token-prices"), 2, "needs a file or a folder"),
    ],
)
def test_what_cannot_be_imported_is_one_line(stackwright, arguments, code, words):
    said = stackwright("catalog", "import", *arguments)
    assert (said.code, said.out) == (code, "")
    assert said.err.count("\n") == 1
    assert words in said.err


def test_wrong_files_change_nothing(stackwright, tmp_path):
    for name, text in (
        ("a.json", "{}"),
        ("b.yaml", "just words"),
        ("c.csv", "\x00\x00"),
        ("d.yaml", "a: &a [1]\nb: *a\n"),
        ("e.yaml", "- {id: ../../evil, kind: server, layer: servers_fabric, vendor: x, name: y}"),
    ):
        path = tmp_path / name
        path.write_text(text)
        said = stackwright("catalog", "import", path)
        assert said.err.count("\n") == 1 or "refused" in said.out, name
        assert "Traceback" not in said.err
    assert kept().own == frozenset()


def test_what_netbox_has_no_form_for_is_refused(stackwright, tmp_path):
    said = stackwright("catalog", "export", "vllm/vllm", "-o", tmp_path / "vllm.yaml", "--netbox")
    assert said.code == 1
    assert said.err.count("\n") == 1
    two = stackwright("catalog", "export", "nvidia/qm9700", "nvidia/dgx-h100", "-o", tmp_path / "a.yaml", "--netbox")
    assert two.code == 2
    assert stackwright("catalog", "export", "nvidia/qm9700", "-o", tmp_path / "a.txt").code == 1


def test_a_written_file_is_the_one_that_the_window_writes(stackwright, tmp_path, library):
    ours, theirs = tmp_path / "ours.yaml", tmp_path / "theirs.yaml"
    parts, sources = library.closure(["generic/host"])
    write_parts_file(theirs, parts.values(), sources.values())
    stackwright("catalog", "export", "generic/host", "-o", ours)
    assert ours.read_bytes() == theirs.read_bytes()
