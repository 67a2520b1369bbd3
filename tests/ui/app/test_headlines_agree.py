"""One headline figure says the same wherever it is shown: strip, command line, report, slides, inspector, `--json`."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from designer.analysis.money.spread import uncertain
from designer.analysis.run import analyze
from designer.cli.commands.compare_command import compare
from designer.cli.printing import figure_line, plain
from designer.cli.text.summary import print_summary
from designer.edit.templates.templates import build_template
from designer.export.bills.bill import bill_of
from designer.export.bills.files import bill_document
from designer.export.text.text_form import write_text_design
from designer.model.figures.figure import leaf
from designer.model.figures.figure_text import shown
from designer.model.money.pricing import ExchangeRate, PriceBook
from designer.review import headline_figures
from designer.review.documents.money_document import spread_document
from designer.review.documents.results_document import results_document
from designer.review.headline_figures import BY_KEY, HEADLINE_FIGURES, headline_sure, headline_value, shown_in
from designer.review.rules import review
from designer.ui.app.headline import NAMES, WORK, HeadlineButton, HeadlineStrip, headlines
from designer.ui.inspector.panes.design_section import DesignSection
from designer.ui.present.slide import figures_of
from tests.export.report.reports import report_for, rows_told

TODAY = date(2026, 11, 27)
EUROS = PriceBook(currency="EUR", rates={"EUR": ExchangeRate(usd=1.1, date="2026-11-20")})


@pytest.fixture(
    scope="module", params=["ai-stack", "ai-stack with a rack failed", "cloud-stack", "training-run", "in euros"]
)
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
    has = {one.key for one in shown_in("strip") if headline_value(one.key, results, EUROS) is not None}
    assert tuple(strip) == tuple(name for name in NAMES if name in {*has, "bottleneck", "findings"})
    for one in shown_in("strip"):
        if one.key not in has:
            assert one.of_work
            continue
        assert strip[one.key].number == words(one.key, judged)[0]
        if one.key not in {"accelerators"}:
            assert strip[one.key].unit == words(one.key, judged)[1]


class Told(QObject):
    """A document as the strip reads it."""

    analysed = Signal()

    def __init__(self, design, results, findings):
        super().__init__()
        self.design, self.results, self.findings, self.fresh = design, results, findings, True
        self.counts = results.counts


def test_a_narrow_strip_leaves_out_what_only_some_designs_have(judged, qapp, qtbot):
    design, results, findings = judged
    document = Told(design, results, findings)
    strip = HeadlineStrip(document)
    qtbot.addWidget(strip)
    wide = {name for name in WORK if headline_value(name, results, EUROS) is not None}
    strip.resize(1600, 65)
    strip.show()
    shown_wide = {button.objectName() for button in strip.findChildren(HeadlineButton) if button.isVisible()}
    assert shown_wide == (set(NAMES) - set(WORK)) | wide
    strip.resize(strip.minimumSizeHint().width(), 65)
    narrow = {button.objectName() for button in strip.findChildren(HeadlineButton) if button.isVisible()}
    assert narrow == set(NAMES) - set(WORK)
    for name in wide:
        sure = headline_sure(name, results)
        told = strip.item(name)
        assert told.figure is headline_value(name, results, EUROS)
        assert told.sure == (sure.words if told.figure.known and sure is not None else "")


def test_the_command_line_prints_the_table(judged, capsys):
    design, results, findings = judged
    print_summary(design, results, findings, why=True)
    printed, _, reasons = capsys.readouterr().out.partition("\nWhy?\n")
    for one in shown_in("command line"):
        if headline_value(one.key, results, design.settings.prices) is None:
            assert one.of_work
            assert not any(line.strip().startswith(one.title) for line in printed.splitlines())
            continue
        line = next(line for line in printed.splitlines() if line.strip().startswith(one.title))
        number, unit = words(one.key, judged)
        assert plain(f"{number} {unit}").strip() in line
    for one in shown_in("why"):
        figure = headline_value(one.key, results, design.settings.prices)
        assert figure is None or f"\n{figure.label}: " in f"\n{reasons}"


def test_what_the_command_line_shows_says_in_which_section():
    assert {one.key for one in HEADLINE_FIGURES if one.section} == {one.key for one in shown_in("command line")}
    assert {one.key for one in HEADLINE_FIGURES if one.of_work} <= {
        one.key for one in shown_in("command line") if one.section == "workloads"
    }


@pytest.mark.parametrize(
    ("section", "heading"),
    [
        ("holds", "Holds"),
        ("power", "Power"),
        ("cooling", "Cooling, at full load"),
        ("energy", "A year"),
        ("cost", "Cost"),
    ],
)
def test_one_more_row_of_the_table_prints_itself(judged, capsys, monkeypatch, section, heading):
    """A figure that is not in the product: its row alone puts it into its section of the text."""
    design, results, findings = judged
    more = headline_figures.HeadlineFigure(
        "made_up",
        "Made up",
        "Made up for the test",
        "Made up",
        "",
        frozenset({"command line"}),
        lambda results: results.counts.accelerators,
        section=section,
    )
    monkeypatch.setattr(headline_figures, "HEADLINE_FIGURES", (*HEADLINE_FIGURES, more))
    monkeypatch.setattr(headline_figures, "BY_KEY", {**headline_figures.BY_KEY, "made_up": more})
    print_summary(design, results, findings, why=False)
    parts = capsys.readouterr().out.split("\n\n")
    (told,) = [part.splitlines() for part in parts if part.splitlines()[0] == heading]
    (line,) = [line for line in told if line.strip().startswith("Made up for the test")]
    assert figure_line(results.counts.accelerators) in line


def test_report_and_slides_say_the_same(judged):
    design, results, findings = judged
    page = report_for(design, results, findings, level="engineer")
    told = {one.label.removesuffix(", at least"): (one.number, one.unit) for one in page.front.figures}
    slides = {
        figure.caption.removesuffix(", at least"): (figure.number, figure.unit)
        for figure in figures_of(design, results)
    }
    for one in shown_in("slides"):
        if one.of_work and one.plain not in slides:
            assert one.read(results) is None
            continue
        assert slides[one.plain] == words(one.key, judged)
        # What comes to nothing is not told in large figures: a rented design buys nothing and draws no power.
        if one.plain in told:
            assert told[one.plain] == words(one.key, judged)
    values = {one.plain: one.read(results) for one in shown_in("report")}
    assert set(told) >= {plain for plain, figure in values.items() if figure is not None and figure.value}
    assert len(told) == 3
    sure = {row[0]: row[1] for row in rows_told(page, "How sure these figures are")}
    for one in shown_in("how sure"):
        if one.read(results) is None or not one.read(results).known:
            assert one.title not in sure
        else:
            assert shown(one.read(results)).number in sure[one.title]


def test_work_is_told_with_the_error_of_the_one_that_sets_it(library):
    design = build_template("ai-stack", library, {})
    results = analyze(design, library=library, only=("workloads",))
    engine, job = results.workloads.serving[0], results.workloads.training[0]
    assert headline_value("token", results, EUROS).value == pytest.approx(engine.token_s.value * 1000)
    assert headline_value("days", results, EUROS) is job.days
    # Of two engines the slower sets time and error, and both write tokens.
    slower = replace(engine, token_s=engine.prompt_s, how_sure={"token_s": job.how_sure["days"]})
    both = replace(results, workloads=replace(results.workloads, serving=(engine, slower)))
    assert slower.token_s.value > engine.token_s.value
    assert headline_value("token", both, EUROS).value == pytest.approx(slower.token_s.value * 1000)
    assert headline_sure("token", both) == job.how_sure["days"]
    assert headline_value("tokens", both, EUROS).value == pytest.approx(2 * engine.output_tokens_per_s.value)
    # One that does not fit leaves the figure open: it is at least that of the other.
    unknown = replace(engine, token_s=leaf("time per token", None, "s"))
    open_end = replace(results, workloads=replace(results.workloads, serving=(engine, unknown)))
    assert headline_value("token", open_end, EUROS).missing == ("time per token",)
    told = results_document(results)["headlines"]
    assert told["token"]["how_sure"]["median"] == engine.how_sure["token_s"].median
    assert told["days"]["how_sure"]["outside"] == list(job.how_sure["days"].outside)


def test_compare_prints_and_holds_what_the_design_gives(library, tmp_path):
    path = tmp_path / "stack.json"
    write_text_design(path, build_template("ai-stack", library, {}), library)
    printed = CliRunner().invoke(compare, [str(path)]).output
    document = json.loads(CliRunner().invoke(compare, [str(path), "--json"]).output)["headlines"]
    results = analyze(build_template("ai-stack", library, {}), library=library, only=("power", "cost", "workloads"))
    for one in shown_in("compare"):
        figure = one.read(results)
        assert document[one.key]["value"] == pytest.approx(figure.value, rel=1e-9)
        assert f"{one.title}, as drawn" in printed
        assert plain(shown(figure).number) in printed


def test_the_document_holds_the_same_values_in_dollars(judged):
    _, results, findings = judged
    document = results_document(results, findings, book=EUROS)
    for one in shown_in("why"):
        figure = one.read(results)
        if figure is None:
            assert one.key not in document["headlines"]
            continue
        assert document["headlines"][one.key]["value"] == figure.value
        assert document["headlines"][one.key]["missing"] == list(figure.missing)
        assert document["headlines"][one.key]["title"] == one.title


def test_an_amount_has_one_range_in_every_place(judged):
    """Strip, `--json`, the spread of `--seed` and the bill: drawn alike, to the last digit."""
    design, results, findings = judged
    told = results_document(results, findings, book=EUROS)["headlines"]
    assert {"buy", "month"} <= told.keys()
    spread = spread_document(uncertain(results))
    for key, name in (("buy", "capex"), ("month", "monthly"), ("accelerator_hour", "usd_per_gpu_hour")):
        figure = headline_value(key, results, PriceBook())
        likely = figure.likely
        assert likely is not None
        if key in told:
            assert (told[key]["p10"], told[key]["p90"]) == likely
        assert (spread[name]["p10"], spread[name]["p90"]) == likely
    total = bill_document(bill_of(design, results))["total_usd"]
    assert (total["p10"], total["p90"]) == headline_value("buy", results, PriceBook()).likely


def test_the_inspector_shows_the_table(figures, superpod):
    document = superpod.workspace.document
    section = superpod.workspace.inspector.findChild(DesignSection)
    for one in shown_in("inspector"):
        figure = headline_value(one.key, document.results, document.design.settings.prices)
        assert section.row(one.caption).figure == figure


def test_keys_and_titles_are_used_once():
    assert len(BY_KEY) == len(HEADLINE_FIGURES) == len({one.title for one in HEADLINE_FIGURES})
    assert all(one.places for one in HEADLINE_FIGURES)
