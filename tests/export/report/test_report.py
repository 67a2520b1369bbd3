"""The report: nothing is cut, no chapter is blank, bookmarks and contents lead to their pages, names stay words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.drawing.report_page import Pairs, ReportPaper
from designer.edit.templates.templates import build_template
from designer.export.bills.bill import bill_of
from designer.export.report.html_file import report_html
from designer.export.report.report import report_of, write_report
from designer.export.text.text_form import write_text_design
from designer.model.deck_settings import Level
from designer.model.design import Design, Node, Settings
from designer.model.figures.figure_text import figure_text, shown
from designer.model.figures.number_locale import localised
from designer.model.records import RefusedInput
from designer.paint.report.flow import ROOM, TOP
from designer.paint.report.pdf_file import laid_out
from designer.review.headline_figures import headline_value
from tests.export.report.odd_designs import ODD, odd_design
from tests.export.report.reports import (
    TODAY,
    bars_told,
    figures_told,
    report_for,
    rows_told,
    sentences,
    texts_of,
)
from tests.pdf_words import pdf_words
from tests.shipped import LIBRARY
from tests.trust.export_checks import of_html

NAMES = (
    "=1+1",
    "<script>alert(1)</script>",
    "a" * 200,
    "word " * 40,
    "two\nlines\tand\x07bells",
    "北京数据中心",
    "مركز",
    "]]>&amp;<img src='file:///etc/passwd'>",
    "\u202eback",
    "",
)


def written(path: Path, paper: ReportPaper) -> PdfReader:
    write_report(path, paper)
    return PdfReader(path)


def squeezed(text: str) -> str:
    """Return TEXT without spaces, of which a line break takes some."""
    return "".join(text.split())


def read(reader: PdfReader) -> tuple[list[str], float]:
    """Return the text of each page without spaces, and the size of the smallest letters in points."""
    found: list[float] = []

    def look(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            # The size is that of the font by the root of what the two matrices do to an area.
            a, b = tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3]
            c, d = tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3]
            found.append(size * abs(a * d - b * c) ** 0.5)

    pages = [squeezed(page.extract_text(visitor_text=look)) for page in reader.pages]
    return pages, min(found)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        *((one, "board") for one in ODD if one != "64-units"),
        pytest.param("64-units", "manager", marks=pytest.mark.long),
        pytest.param("ai-stack", "engineer", marks=pytest.mark.long),
    ],
)
def test_every_text_stands_whole_on_paper_at_a_size_that_can_be_read(name: str, level: Level, tmp_path: Path) -> None:
    paper = report_for(odd_design(name), level=level)
    reader = written(tmp_path / "report.pdf", paper)
    pages, smallest = read(reader)
    for text in texts_of(paper):
        assert any(squeezed(localised(text)) in page for page in pages), text
    assert "…" not in "".join(texts_of(paper))
    assert smallest >= 6.9
    # No page but the last is less than two thirds full, unless a drawing lies on it.
    upright = [page for page in laid_out(paper).pages if not page.lying]
    assert all((page.filled - TOP) / ROOM > 0.64 for page in upright[:-1])


@pytest.mark.parametrize("level", ["board", pytest.param("engineer", marks=pytest.mark.long)])
def test_bookmarks_and_contents_lead_to_the_pages_of_the_chapters(
    superpod: Design, level: Level, tmp_path: Path
) -> None:
    paper = report_for(superpod, level=level)
    reader = written(tmp_path / "report.pdf", paper)
    told = {item.title: reader.get_destination_page_number(item) for item in reader.outline}  # type: ignore[arg-type, union-attr]
    assert list(told) == ["Summary", "Contents", *(chapter.heading for chapter in paper.chapters)]
    contents = reader.pages[told["Contents"] or 0]  # type: ignore[call-overload]
    links = [note.get_object() for note in contents["/Annots"]]  # type: ignore[union-attr]
    assert len(links) == len(paper.chapters)
    for chapter, link in zip(paper.chapters, links, strict=True):
        page = told[chapter.heading]
        assert reader.pages[page].indirect_reference == link["/Dest"][0]  # type: ignore[index]
        text = squeezed(reader.pages[page].extract_text())  # type: ignore[index]
        assert squeezed(chapter.heading) in text
        assert f"page{page + 1}of{len(reader.pages)}" in text  # type: ignore[operator]
    assert reader.metadata is not None
    assert reader.metadata.title == superpod.name
    assert (round(reader.pages[0].mediabox.width), round(reader.pages[0].mediabox.height)) == (595, 842)


def test_each_chapter_has_content_or_a_reason(superpod: Design) -> None:
    for name in ("cloud-only", "one-rack", "errors", "software-only", "one-chip"):
        paper = report_for(odd_design(name))
        assert len(paper.chapters) + len(paper.left_out) == 7
        assert all(chapter.blocks for chapter in paper.chapters), name
        assert all(why.endswith(".") for _, why in paper.left_out)
    assert [heading for heading, _ in report_for(Design()).left_out] == [
        *("Layout", "Network", "Power and cooling", "Cost", "Workloads", "Risks and findings"),
        "Assumptions and sources",
    ]


def test_all_that_has_no_price_is_in_the_list_whole(superpod: Design) -> None:
    bare = {one: replace(part, prices=()) for one, part in superpod.parts.items()}
    library = replace(LIBRARY, parts={**LIBRARY.parts, **bare})
    design = replace(superpod, parts=bare)
    results = analyze(design, library=library)
    unpriced = bill_of(design, results).unpriced
    assert len(unpriced) > 5
    (box,) = (block for block in report_for(design, results, library=library).front.blocks if isinstance(block, Pairs))
    for name in unpriced:
        assert any(said.endswith(f"× {name}") for said, _ in box.pairs), name


def test_the_page_says_what_the_analysis_says(superpod: Design) -> None:
    results = analyze(superpod, library=LIBRARY)
    paper = report_for(superpod, results, level="engineer")
    assert results.cost is not None
    assert results.power is not None
    assert results.energy is not None
    assert results.cost.delivery is not None
    figures = figures_told(paper)
    capex = shown(headline_value("buy", results, superpod.settings.prices))
    assert figures["To buy"] == f"{capex.number} {capex.unit}"
    # Spares, freight and installation are beside it, and told there.
    delivered = shown(results.cost.delivery.delivered_usd, ranged=False)
    assert paper.front.figures[0].note == f"{delivered.signed_number} {delivered.unit} delivered and installed"
    facility = shown(results.power.facility_w, ranged=False)  # as in the strip and on slides
    assert figures["Power"] == f"{facility.number} {facility.unit}"
    text = sentences(paper)
    assert "248 accelerators" in paper.front.title.text
    assert figure_text(results.power.it_max_w) in text
    assert "31 servers" in text
    for figure in (results.energy.facility_kwh, results.cost.energy_usd_per_year, results.energy.co2e_t_per_year):
        assert figure_text(figure).removesuffix("year").rstrip("/ ") in text
    assert len(paper.front.facts) == 10
    # Biggest first, and what is shown adds up to the whole purchase.
    assert next(iter(bars_told(paper))) == "Servers"
    assert results.resilience is not None
    assert results.resilience.worst_failures[0].id == "leaf"
    assert rows_told(paper, "One failure")[0][0] == "Leaf switch"
    assert any("no utility feed, UPS, generator or cooling is drawn" in row[0] for row in rows_told(paper, "Warnings"))


def test_the_first_page_is_full_and_what_is_too_much_goes_on(superpod: Design, tmp_path: Path) -> None:
    reader = written(tmp_path / "report.pdf", report_for(superpod))
    lows: list[float] = []

    def look(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip() and "Made with" not in text and "At least" not in text:
            lows.append(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])

    reader.pages[0].extract_text(visitor_text=look)
    # The lowest words but those of the foot, which stands below 40 points.
    assert min(low for low in lows if low > 42) < 150
    bare = {one: replace(part, prices=()) for one, part in superpod.parts.items()}
    many = {f"n{number}": Node(id=f"n{number}", kind="host", name=f"Machine {number}") for number in range(60)}
    design = replace(superpod, parts=bare, nodes={**superpod.nodes, **many})
    paper = report_for(design)
    (box,) = (block for block in paper.front.blocks if isinstance(block, Pairs))
    written(tmp_path / "more.pdf", paper)
    text = pdf_words(tmp_path / "more.pdf")
    assert box.title in text
    for name, _ in box.pairs:
        assert squeezed(name) in squeezed(text)


def test_errors_come_before_notes_and_make_it_a_draft(superpod: Design) -> None:
    broken = {**superpod.links, "rails": replace(superpod.links["rails"], cables=superpod.links["rails"].cables * 40)}
    paper = report_for(replace(superpod, links=broken))
    assert paper.draft.startswith("Draft: ")
    assert rows_told(paper, "Errors")


def test_words_hold_for_healthy_partial_and_rented_designs() -> None:
    """A healthy fabric loses nothing that is told, nothing is bought for 0 $, and a cloud lacks no building."""
    healthy = sentences(report_for(build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "64"})))
    assert "100% of the network" not in healthy
    cloud = report_for(build_template("cloud-serving", LIBRARY, {}))
    assert "To buy" not in figures_told(cloud)
    said = " ".join(texts_of(cloud))
    assert "0 $" not in said.replace("\u202f0", "")
    assert "Building" not in said
    assert "1 cloud instance is rented." in said
    assert report_for(Design()).front.title.text == "Nothing in it has a price yet"


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_names_stay_words_on_paper_and_in_a_page(name: str, tmp_path: Path) -> None:
    design = Design(
        settings=Settings(name=name, description=name),
        nodes={"a": Node(id="a", kind="host", name=name), "b": Node(id="b", kind="switch", name=name, x=300)},
    )
    paper = report_for(design)
    path = tmp_path / "report.pdf"
    written(path, paper)
    body = path.read_bytes()
    for action in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/EmbeddedFile", b"/OpenAction", b"/AA"):
        assert action not in body
    page = tmp_path / "report.html"
    write_report(page, paper)
    assert of_html(page) == []
    assert "http" not in report_html(paper).replace("http-equiv", "")


@pytest.mark.parametrize("name", ["report.svg", "report.docx", "report"])
def test_only_pdf_and_html_are_written(name: str, superpod: Design, tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match=r"a report is written as \.pdf or \.html"):
        write_report(tmp_path / name, report_for(superpod))
    assert not list(tmp_path.iterdir())


def test_the_whole_analysis_is_needed(superpod: Design) -> None:
    with pytest.raises(RefusedInput, match="needs the whole analysis"):
        report_of(superpod, LIBRARY, analyze(superpod, only=("cost",)), (), TODAY)


def test_what_is_done_is_told_step_by_step(superpod: Design, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    results = analyze(superpod, library=LIBRARY)
    paper = report_of(superpod, LIBRARY, results, (), TODAY, tell=lambda done, of: steps.append((done, of)))
    assert steps == [(number, 7) for number in range(1, 8)]
    steps.clear()
    write_report(tmp_path / "report.pdf", paper, lambda done, of: steps.append((done, of)))
    assert steps[-1][0] == steps[-1][1] == len(PdfReader(tmp_path / "report.pdf").pages)


@pytest.mark.parametrize("language", ["C", "de_DE.UTF-8", "C.UTF-8"])
def test_a_report_without_a_display(superpod: Design, library: Library, tmp_path: Path, language: str) -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    # A language that the machine does not have, and one whose letters are not UTF-8, are no word on stderr.
    environment = {name: value for name, value in os.environ.items() if name not in hidden} | {"LC_ALL": language}
    root = Path(__file__).resolve().parents[3]
    project, report = tmp_path / "pod.yaml", tmp_path / "pod.pdf"
    write_text_design(project, superpod, library)
    done = subprocess.run(
        [sys.executable, "-m", "designer", "export", str(project), "-o", str(report), "--view", "report"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(PdfReader(report).pages) > 1


def test_the_report_says_which_services_hang_on_one_thing_until_there_is_a_second(library: Library) -> None:
    design = build_template("rag-service", library, {})
    said = [row[0] for row in rows_told(report_for(design, analyze(design)), "There is only one of these")]
    assert "Vector host" in said
    twice = {one: replace(design.nodes[one], copies=2) for one in ("vector-host", "index", "engine")}
    double = replace(design, nodes={**design.nodes, **twice})
    after = [row[0] for row in rows_told(report_for(double, analyze(double)), "There is only one of these")]
    assert "Vector host" not in after


def test_the_report_names_a_routing_that_was_chosen() -> None:
    plain = build_template("leaf-spine", LIBRARY, {"nodes": "32"})
    for routing, named in (("wcmp", True), ("", False)):
        settings = replace(plain.settings, choices={"routing": routing} if routing else {})
        design = replace(plain, settings=settings)
        assert ("divided by WCMP" in sentences(report_for(design))) is named
