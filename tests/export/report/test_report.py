"""The one-page report: one page, the design's name, the figures of the analysis in plain words."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.drawing.report_page import ReportPage
from designer.edit.templates.templates import build_template
from designer.export.report.report import report_page, write_report
from designer.export.text.text_form import write_text_design
from designer.model.design import Design, Node, Settings
from designer.model.figures.figure_text import figure_text, shown
from designer.model.records import RefusedInput
from designer.review.findings import Finding
from designer.review.headline_figures import headline_value
from designer.review.rules import review
from tests.pdf_words import pdf_words
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 24)
NAMES = (
    "=1+1",
    "<script>alert(1)</script>",
    "a" * 3000,
    "word " * 400,
    "two\nlines\tand\x07bells",
    "北京数据中心",
    "مركز",
    "]]>&amp;<img src='file:///etc/passwd'>",
    "\u202eback",
    "",
)


def judged(design: Design) -> tuple[Results, Sequence[Finding]]:
    results = analyze(design)
    return results, review(design, results, TODAY)


def written(path: Path, design: Design) -> PdfReader:
    write_report(path, design, *judged(design), TODAY)
    return PdfReader(path)


def page_of(design: Design) -> ReportPage:
    return report_page(design, *judged(design), TODAY)


@pytest.mark.parametrize(
    "units", [pytest.param("1", marks=pytest.mark.long), pytest.param("4", marks=pytest.mark.long), "64"]
)
def test_a_report_is_one_page_with_the_name_of_the_design(units: str, library: Library, tmp_path: Path) -> None:
    design = build_template("dgx-superpod-h100", library, {"scale_units": units})
    path = tmp_path / "report.pdf"
    reader = written(path, design)
    assert len(reader.pages) == 1
    page = reader.pages[0]
    # A4, upright, in points.
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    text = pdf_words(path)
    assert design.name in text
    for words in ("To buy", "To run", "Power", "24 November 2026", "What it is", "What can go wrong"):
        assert words in text
    assert reader.metadata is not None
    assert reader.metadata.title == design.name


def test_the_page_says_what_the_analysis_says(superpod: Design) -> None:
    results, findings = judged(superpod)
    page = report_page(superpod, results, findings, TODAY)
    assert results.cost is not None
    assert results.power is not None
    figures = {figure.label: figure for figure in page.figures}
    capex = shown(headline_value("buy", results, superpod.settings.prices))
    assert (figures["To buy"].number, figures["To buy"].unit) == (capex.signed_number, capex.unit)
    # Spares, freight and installation are beside it, and told there.
    assert results.cost.delivery is not None
    delivered = shown(results.cost.delivery.delivered_usd, ranged=False)
    said = f"{delivered.signed_number} {delivered.unit} delivered and installed"
    assert figures["To buy"].note.startswith("at least: 5 figures are unknown")
    assert figures["To buy"].note.endswith(f"; {said}")
    priced = analyze(superpod, library=LIBRARY)
    assert priced.cost is not None
    assert priced.cost.delivery is not None
    delivered = shown(priced.cost.delivery.delivered_usd, ranged=False)
    whole = {one.label: one for one in report_page(superpod, priced, findings, TODAY).figures}["To buy"]
    assert whole.note.startswith(f"{delivered.number} {delivered.unit} delivered and installed; servers ")
    facility = shown(results.power.facility_w, ranged=False)  # as in the strip and on slides
    assert (figures["Power"].number, figures["Power"].unit) == (facility.signed_number, facility.unit)
    assert "248" in page.lead
    paragraphs = dict(page.paragraphs)
    assert figure_text(results.power.it_max_w, ranged=False) in paragraphs["What it draws"]
    assert "31 servers" in paragraphs["What it is"]
    assert results.energy is not None
    year = paragraphs["What a year takes"]
    for figure in (results.energy.facility_kwh, results.cost.energy_usd_per_year, results.energy.co2e_t_per_year):
        assert figure_text(figure) in year
    # Biggest first, and what has a share adds up to the whole purchase.
    shares = [row.share for row in page.costs if row.share is not None]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)
    # A hall without a plant is a warning, then comes the loss of a leaf, then how far the figures can be trusted.
    assert results.resilience is not None
    assert results.resilience.worst_failures[0].id == "leaf"
    assert "no utility feed, UPS, generator or cooling is drawn" in page.risks[0].message
    assert "Leaf switch fails" in page.risks[1].message
    assert {risk.message for risk in (page.risks[0], page.risks[2])} <= {finding.message for finding in findings}
    assert len(page.risks) == 3
    assert page.drawing.tiles


def test_errors_come_before_notes(superpod: Design) -> None:
    broken = {**superpod.links, "rails": replace(superpod.links["rails"], cables=superpod.links["rails"].cables * 40)}
    page = page_of(replace(superpod, links=broken))
    assert page.risks[0].severity == "error"
    assert len(page.risks) == 3


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_no_name_makes_a_second_page(name: str, tmp_path: Path) -> None:
    design = Design(
        settings=Settings(name=name, description=name),
        nodes={"a": Node(id="a", kind="host", name=name), "b": Node(id="b", kind="switch", name=name, x=300)},
    )
    path = tmp_path / "report.pdf"
    reader = written(path, design)
    assert len(reader.pages) == 1
    body = path.read_bytes()
    for action in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/EmbeddedFile", b"/OpenAction", b"/AA"):
        assert action not in body


def test_an_empty_design_has_a_report(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    assert len(written(path, Design()).pages) == 1
    assert "without AI accelerators" in pdf_words(path)


@pytest.mark.parametrize("name", ["report.svg", "report.html", "report"])
def test_only_pdf_is_written(name: str, superpod: Design, tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match=r"the report is written as \.pdf"):
        write_report(tmp_path / name, superpod, *judged(superpod), TODAY)
    assert not list(tmp_path.iterdir())


def test_the_whole_analysis_is_needed(superpod: Design) -> None:
    with pytest.raises(RefusedInput, match="needs the whole analysis"):
        report_page(superpod, analyze(superpod, only=("cost",)), (), TODAY)


def test_a_report_without_a_display(superpod: Design, library: Library, tmp_path: Path) -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    root = Path(__file__).parents[3]
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
    assert len(PdfReader(report).pages) == 1


def test_the_report_says_which_services_hang_on_one_thing_until_there_is_a_second(library: Library) -> None:
    design = build_template("rag-service", library, {})
    said = [risk.message for risk in page_of(design).risks]
    assert "If Vector host fails, Assistant and Weaviate answer nothing." in said
    twice = {one: replace(design.nodes[one], copies=2) for one in ("vector-host", "index", "engine")}
    after = [risk.message for risk in page_of(replace(design, nodes={**design.nodes, **twice})).risks]
    assert not [message for message in after if "answer" in message and "nothing" in message]


def test_the_report_names_a_routing_that_was_chosen() -> None:
    plain = build_template("leaf-spine", LIBRARY, {"nodes": "32"})
    for routing, named in (("wcmp", True), ("", False)):
        settings = replace(plain.settings, choices={"routing": routing} if routing else {})
        design = replace(plain, settings=settings)
        page = report_page(design, analyze(design), (), TODAY)
        assert any("divided by WCMP" in text for _, text in page.paragraphs) is named
