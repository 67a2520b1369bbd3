"""Bundles of prices and parts: made, refused, taken, taken back, and what they do to a design."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.catalog.bundles.making import make_bundle
from designer.catalog.bundles.reading import (
    bundle_bytes,
    parse_bundle,
    read_bundle,
    require_digest,
    unknown_parts,
    write_bundle,
)
from designer.catalog.bundles.records import Bundle
from designer.catalog.bundles.taking import bring_back, concerns, library_with, take_bundle, taken_bundles
from designer.catalog.reading import read_library
from designer.edit.nodes.part_updates import accept_updates
from designer.export.bills.bill import bill_of
from designer.export.bills.tables import sources_table
from designer.model.design import Design, Node
from designer.model.records import RefusedInput
from designer.review.effects.bundle_effect import catalog_change, design_change
from designer.review.rules import review
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 29)
HEAD = 'format: stackwright-bundle\nversion: 1\nname: Team prices\nauthor: Purchasing\ndate: "{day}"\ncurrency: USD\n'
SOURCE = "sources:\n- {id: quote-17, publisher: Quote 17 of a reseller}\n"
PRICE = "{{low: {low}, typical: {low}, high: {low}, basis: quote{more}}}"


def text(low: float = 21_000, day: str = "2026-11-20", more: str = ", sources: [quote-17]", tail: str = "") -> bytes:
    price = PRICE.format(low=low, more=more)
    return f"{HEAD.format(day=day)}{SOURCE}prices:\n- part: nvidia/qm9700\n  prices: [{price}]\n{tail}".encode()


def bundle(**changes: object) -> Bundle:
    return parse_bundle(text(**changes), "team.bundle", TODAY)  # type: ignore[arg-type]


def switches() -> Design:
    kind = LIBRARY.part("nvidia/qm9700").kind
    return LIBRARY.embedded(Design(nodes={"spine": Node(id="spine", kind=kind, part="nvidia/qm9700", copies=4)}))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no bundle"),
        (b"- 1\n", "no bundle"),
        (text().replace(b"version: 1", b"version: 2"), "version 2"),
        (text().replace(b"author: Purchasing\n", b""), "says no author"),
        (text(day="2027-01-01"), "lies ahead"),
        (text(day="soon"), "write a day"),
        (text().replace(b"currency: USD", b"currency: dollars"), "write its code"),
        (text().replace(b"name: Team prices", b'name: "Team\\nprices"'), "cannot be shown"),
        (text(0), "unknown is never 0"),
        (text(-5), "price"),
        (text(more=""), "names no source"),
        (text(more=", sources: [gone]"), "does not hold"),
        (text(tail="- part: nvidia/qm9700\n  prices: []\n"), "there twice"),
        (text(tail="parts:\n- {id: a/b, kind: spaceship, layer: facility, vendor: A, name: B}\n"), "unknown kind"),
        (text(tail="plugins: []\n"), "unknown entry 'plugins'"),
        (text(tail="valid_until: 2026-01-01\n"), "before its own date"),
        (text().replace(b"[quote-17]", b"&a [quote-17]"), "anchor"),
        (text().replace(b"low: 21000", b"low: .nan"), "price"),
        (HEAD.format(day="2026-11-20").encode(), "no part and no price"),
        (bundle_bytes(parse_bundle(text(), "x", TODAY))[:-40], "cut off"),
        (b"\x00\xff" * 50, ""),
    ],
)
def test_what_is_no_bundle_is_refused_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(RefusedInput) as refusal:
        parse_bundle(data, "team.bundle", TODAY)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_bundle_is_made_of_quotes_and_reads_back(tmp_path: Path) -> None:
    table = tmp_path / "quotes.csv"
    table.write_text("Part number,Price,Quote number\nnvidia/qm9700,21000,Q-1\nnobody/knows,5,\n", "utf-8")
    head = Bundle(name="Team prices", author="Purchasing", date="2026-11-29", currency="USD", note="yes: no")
    made = make_bundle(head, LIBRARY, TODAY, part_ids=("nvidia/dgx-h100",), tables=(table,))
    assert len(made.left_out) == 1
    assert "nobody/knows" in made.left_out[0]
    path = tmp_path / "team.bundle"
    digest = write_bundle(path, made.bundle)
    again = read_bundle(path, TODAY)
    assert again.digest == digest
    assert replace(again, digest="") == made.bundle
    assert again.prices[0].prices[0].quote == "Q-1"
    assert again.parts[0].id == "nvidia/dgx-h100"


def test_taking_goes_back_and_the_same_twice_changes_nothing(tmp_path: Path) -> None:
    def price() -> float:
        return read_library(own_folder=tmp_path).part("nvidia/qm9700").prices[0].typical

    first = price()
    assert take_bundle(bundle(), tmp_path)
    assert not take_bundle(bundle(), tmp_path)
    assert price() == 21_000
    newer = bundle(low=19_000, day="2026-11-25")
    assert concerns(newer, LIBRARY, tmp_path) == ()
    assert take_bundle(newer, tmp_path)
    assert [one.date for one in taken_bundles(tmp_path)[0]] == ["2026-11-25"]
    assert price() == 19_000
    assert "older than what is there" in concerns(bundle(), LIBRARY, tmp_path)[0]
    assert [one.date for one in bring_back(tmp_path)] == ["2026-11-20"]
    assert price() == 21_000
    assert bring_back(tmp_path) == ()
    assert price() == first
    with pytest.raises(RefusedInput, match="nothing to bring back"):
        bring_back(tmp_path)


def test_what_speaks_against_taking_is_said(tmp_path: Path) -> None:
    take_bundle(replace(bundle(), name="Others"), tmp_path)
    odd = text(tail="parts:\n- {id: nvidia/dgx-h100, kind: rack-cabinet, layer: facility, vendor: A, name: B}\n")
    said = concerns(parse_bundle(odd, "x", TODAY), LIBRARY, tmp_path)
    assert "nvidia/qm9700: in Others of 2026-11-20 too; Team prices of 2026-11-20 counts before" in said[0]
    assert "nvidia/dgx-h100 is known as another kind" in said[1]
    lost = parse_bundle(text().replace(b"nvidia/qm9700", b"nvidia/nothing"), "x", TODAY)
    assert unknown_parts(lost, LIBRARY) == ("nvidia/nothing",)
    (tmp_path / "bundles" / "bent.bundle").write_text("x", "utf-8")
    assert any("bent.bundle" in problem for problem in read_library(own_folder=tmp_path).problems)


def test_what_it_does_to_a_design_is_told_and_the_bundle_is_named(tmp_path: Path) -> None:
    design = switches()
    before = read_library(own_folder=tmp_path)
    old = bundle(day="2026-01-10", more=", sources: [quote-17]")
    after = library_with(old, read_library(own_folder=tmp_path, bundles=False), tmp_path)
    (price,) = catalog_change(before, after).prices
    assert price.before is not None
    assert price.share == pytest.approx(21_000 / price.before.typical - 1)
    change = design_change(design, before, after, TODAY)
    rows = {row.key: row for row in change.effect.rows}
    assert rows["buy"].before is not None
    assert rows["buy"].after is not None
    cheaper = 4 * (price.before.typical - 21_000)
    assert (rows["buy"].before.value or 0) - (rows["buy"].after.value or 0) == pytest.approx(cheaper)
    assert change.updated == ("nvidia/qm9700",)
    updated = change.edit.applied(design)
    assert accept_updates(design, after, change.updated).applied(design) == updated
    results = analyze(updated, library=after)
    cited = sources_table(bill_of(updated, results, "", TODAY)).rows
    assert any("Bundle Team prices by Purchasing" in str(row) for row in cited)
    (stale,) = [one for one in review(updated, results, TODAY) if one.rule == "stale-bundle"]
    assert "Bundle Team prices by Purchasing is of 2026-01-10 and gives 1 price" in stale.message
    assert stale.ids == ("spine",)
    other = design_change(LIBRARY.embedded(Design()), before, after, TODAY)
    assert other.updated == ()


def test_a_bundle_that_is_not_the_one_its_author_told_of_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "team.bundle"
    digest = write_bundle(path, bundle())
    beside = tmp_path / "team.bundle.sha256"
    beside.write_text(f"{digest}  team.bundle\n", "utf-8")
    assert read_bundle(path, TODAY).digest == digest
    path.write_bytes(path.read_bytes().replace(b"21000", b"11000"))
    with pytest.raises(RefusedInput, match="not the file that its author told of"):
        read_bundle(path, TODAY)
    beside.write_text("changed\n", "utf-8")
    with pytest.raises(RefusedInput, match="holds no SHA-256"):
        read_bundle(path, TODAY)
    for wrong in ("0" * 64, "short"):
        with pytest.raises(RefusedInput, match="SHA-256"):
            require_digest(path.read_bytes(), path.name, wrong)
