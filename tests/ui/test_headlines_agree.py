"""One headline figure says the same wherever it is shown: strip, command line, report, slides, inspector, `--json`."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.cli.summary import print_summary
from designer.edit.templates import build_template
from designer.export.report import report_page
from designer.export.results_document import results_document
from designer.model.figure_text import shown
from designer.model.pricing import ExchangeRate, PriceBook
from designer.review.headline_figures import BY_KEY, HEADLINE_FIGURES, headline_value, shown_in
from designer.review.rules import review
from designer.ui.headline import NAMES, headlines
from designer.ui.inspector_design import DesignSection
from designer.ui.slide import figures_of

TODAY = date(2026, 11, 27)
EUROS = PriceBook(currency="EUR", rates={"EUR": ExchangeRate(usd=1.1, date="2026-11-20")})


@pytest.fixture(scope="module", params=["ai-stack", "ai-stack with a rack failed", "cloud-stack", "in euros"])
def judged(request, library):
    """A design, what it comes to, and what is found in it."""
    if request.param == "in euros":
        design = build_template("dgx-superpod-h100", library, {"scale_units": "1"})
        design = replace(design, settings=replace(design.settings, prices=EUROS))
    else:
        design = build_template(request.param.partition(" ")[0], library, {})
    fail = ("serving-rack",) if "failed" in request.param else ()
    results = analyze(design, library=library, fail=fail)
    return design, results, review(design, results, TODAY)


def words(key, judged):
    """Number and unit of the figure KEY as people read it."""
    design, results, _ = judged
    pieces = shown(headline_value(key, results, design.settings.prices), ranged=BY_KEY[key].ranged)
    return pieces.number, pieces.unit


def test_the_strip_shows_the_table(judged):
    design, results, findings = judged
    strip = {item.name: item for item in headlines(design, results.counts, results, findings, True)}
    assert tuple(strip) == NAMES
    for one in shown_in("strip"):
        assert strip[one.key].number == words(one.key, judged)[0]
        if one.key not in {"accelerators"}:
            assert strip[one.key].unit == words(one.key, judged)[1]


def test_the_command_line_prints_the_table(judged, capsys):
    design, results, findings = judged
    print_summary(design, results, findings, why=True)
    printed, _, reasons = capsys.readouterr().out.partition("\nWhy?\n")
    for one in shown_in("command line"):
        line = next(line for line in printed.splitlines() if line.strip().startswith(one.title))
        number, unit = words(one.key, judged)
        assert f"{number} {unit}".replace("\N{NARROW NO-BREAK SPACE}", " ").strip() in line
    for one in shown_in("why"):
        assert f"\n{headline_value(one.key, results, design.settings.prices).label}: " in f"\n{reasons}"


def test_report_and_slides_say_the_same(judged):
    design, results, findings = judged
    told = {
        figure.label: (figure.number.removeprefix("≥ "), figure.unit)
        for figure in report_page(design, results, findings, TODAY).figures
    }
    slides = {
        figure.caption.removesuffix(", at least"): (figure.number, figure.unit)
        for figure in figures_of(design, results)
    }
    for one in shown_in("slides"):
        assert slides[one.plain] == told[one.plain] == words(one.key, judged)
    assert set(told) == {one.plain for one in shown_in("report")}


def test_the_document_holds_the_same_values_in_dollars(judged):
    _, results, findings = judged
    document = results_document(results, findings, book=EUROS)
    for one in shown_in("why"):
        figure = one.read(results)
        assert document["headlines"][one.key]["value"] == figure.value
        assert document["headlines"][one.key]["missing"] == list(figure.missing)
        assert document["headlines"][one.key]["title"] == one.title


def test_the_inspector_shows_the_table(figures, superpod):
    document = superpod.workspace.document
    section = superpod.workspace.inspector.findChild(DesignSection)
    for one in shown_in("inspector"):
        figure = headline_value(one.key, document.results, document.design.settings.prices)
        assert section.row(one.caption).figure == figure


def test_keys_and_titles_are_used_once():
    assert len(BY_KEY) == len(HEADLINE_FIGURES) == len({one.title for one in HEADLINE_FIGURES})
    assert all(one.places for one in HEADLINE_FIGURES)
