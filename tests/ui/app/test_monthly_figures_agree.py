"""Every monthly amount of one design is the same wherever it is told, and only one place divides a year by twelve."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import designer
from designer.analysis.money.breakdown import where_it_sits
from designer.analysis.money.cost_lines import monthly_lines, running_cost_of_a_month
from designer.analysis.money.growth import growth
from designer.analysis.run import analyze
from designer.analysis.uncertainty import with_likely
from designer.cli.commands.compare_command import compare
from designer.cli.printing import figure_line, plain
from designer.cli.text.summary import print_summary
from designer.edit.templates.templates import build_template
from designer.export.bills.bill import bill_of
from designer.export.bills.files import bill_document
from designer.export.text.text_form import write_text_design
from designer.model.figures.figure_text import shown
from designer.model.money.pricing import PriceBook
from designer.review.documents.results_document import results_document
from designer.review.headline_figures import BY_KEY, headline_value
from designer.review.rules import review
from designer.ui.app.headline import headlines
from designer.ui.present.slide import figures_of
from tests.export.report.reports import report_for

TODAY = date(2026, 11, 27)
DOLLARS = PriceBook()


@pytest.fixture(scope="module", params=["ai-stack", "cloud-stack", "training-run"])
def paid(request, library):
    """A design and its results: owned, rented by the hour and by the token, in the order of the templates."""
    design = build_template(request.param, library, {})
    return design, analyze(design, library=library)


def number_of(key, results):
    return shown(headline_value(key, results, DOLLARS)).number


def test_a_month_is_a_twelfth_of_the_year(paid):
    _, results = paid
    cost = results.cost
    year = cost.opex_usd_per_year.value + cost.amortisation_usd_per_year.value
    assert headline_value("run", results, DOLLARS).value == pytest.approx(cost.opex_usd_per_year.value / 12)
    assert headline_value("month", results, DOLLARS).value == pytest.approx(year / 12)
    for inside, whole in (("run", running_cost_of_a_month(cost)), ("month", cost.monthly_usd)):
        assert sum(month.value or 0.0 for _, month in monthly_lines(cost, inside)) == pytest.approx(whole.value)


def test_strip_report_slides_and_text_say_one_month(paid, capsys):
    design, results = paid
    findings = review(design, results, TODAY)
    run, title = number_of("run", results), BY_KEY["run"].plain
    strip = {item.name: item.number for item in headlines(design, results.counts, results, findings, True)}
    report = {one.label: one.number for one in report_for(design, results, findings, level="engineer").front.figures}
    report = {label.removesuffix(", at least"): number for label, number in report.items()}
    slides = {figure.caption.removesuffix(", at least"): figure.number for figure in figures_of(design, results)}
    assert strip["run"] == slides[title] == report[title] == run
    print_summary(design, results, findings, why=False)
    printed = {line.strip() for line in capsys.readouterr().out.splitlines()}
    for key in ("run", "month"):
        told = next(line for line in printed if line.startswith(f"{BY_KEY[key].title}  "))
        assert plain(number_of(key, results)) in told
    for line, month in monthly_lines(results.cost):
        told = next(
            text for text in printed if text.startswith((f"{line.caption}, of the month", f"{line.caption}, to"))
        )
        assert plain(figure_line(with_likely(month))) in told


def test_the_document_agrees_with_itself_and_with_the_bill(paid):
    design, results = paid
    document = json.loads(json.dumps(results_document(results, book=DOLLARS)))
    headlines_told, cost = document["headlines"], document["cost"]
    assert headlines_told["month"]["value"] == cost["monthly_usd"]["value"]
    assert headlines_told["run"]["value"] == pytest.approx(cost["opex_usd_per_year"]["value"] / 12)
    for row, (line, month) in zip(cost["year"], monthly_lines(results.cost, None), strict=True):
        assert row["key"] == line.key
        year = row["usd_per_year"]["value"]
        assert row["usd_per_month"]["value"] == month.value == (None if year is None else pytest.approx(year / 12))
    layers = [layer["usd_per_month"]["value"] for layer in document["workloads"]["layers"]]
    assert sum(layers) == pytest.approx(headlines_told["month"]["value"])
    # The bill is of what is bought: it has no month, and its sum is the purchase that the month pays off.
    assert bill_document(bill_of(design, results))["total_usd"]["value"] == pytest.approx(
        headlines_told["buy"]["value"]
    )


def test_compare_tells_the_month_of_the_headline(paid, library, tmp_path):
    design, results = paid
    path = tmp_path / "stack.json"
    write_text_design(path, design, library)
    document = json.loads(CliRunner().invoke(compare, [str(path), "--json"]).output)
    assert document["usd_per_month_as_drawn"]["value"] == pytest.approx(results.cost.monthly_usd.value, rel=1e-9)
    printed = CliRunner().invoke(compare, [str(path)]).output
    told = next(line for line in printed.splitlines() if line.startswith("A month all told, as drawn"))
    assert plain(number_of("month", results)) in told


def test_the_money_window_parts_the_month_of_the_headline(paid, library):
    design, results = paid
    where = where_it_sits(design, results.cost)
    assert where.usd_per_month is results.cost.monthly_usd
    for parted in (where.by_layer, where.by_kind, where.by_vendor):
        assert sum(share.usd_per_month.value or 0.0 for share in parted) == pytest.approx(where.usd_per_month.value)
    assert growth(design, results).total[0].value == pytest.approx(where.usd_per_month.value)


def test_the_open_money_window_shows_it(opened_money):
    money, document = opened_money
    money.turn_to(3)
    month = headline_value("month", document.results, document.design.settings.prices)
    assert money.places.month.figure == month
    assert shown(month).number in money.places.month.text_shown


def test_no_other_place_divides_a_year():
    """The lengths of year and month, and the quotient by twelve, stand in one file each."""
    root = Path(designer.__file__).parent
    everywhere = re.compile(r"\b(?:730|8_?760)(?:\.0)?\b")
    of_money = re.compile(r"/ 12(?:\.0)?\b|\* 12(?:\.0)?\b|TWELVE, \"USD/month\"")
    own = {"formulas/periods.py", "analysis/money/periods.py", "formulas/cooling/climates.py"}
    # Whole years within a number of months, and the twelve factors of a year of growth: no amounts.
    counted = {"LONGEST_MONTHS // 12", "(step,) * 12", "month // 12", "first.year) * 12", "STEPS // 12", "16 * 12 * 2"}
    found = []
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if name in own:
            continue
        code = re.sub(r'"""(?:.|\n)*?"""|"[^"\n]*"(?! *,? *USD)', '""', path.read_text())
        for known in counted:
            code = code.replace(known, "")
        found += [(name, hit.group()) for hit in everywhere.finditer(code)]
        # Drawings have lengths of twelve pixels, and no money.
        if not name.startswith(("formulas/", "model/", "drawing/")):
            found += [(name, hit.group()) for hit in of_money.finditer(code)]
    assert found == []
