"""Calculators in the window: a form of each formula's inputs, answers with ranges, own ones with their limit."""

import pytest

from designer.formulas.calculator_error import CalculatorError
from designer.formulas.calculators import CALCULATORS
from designer.formulas.calculators.ranges import ranged_answer
from designer.plugins.consent import allow
from designer.plugins.finding import plugins_in, rules_folder
from designer.ui.calculators.window import CalculatorsWindow

OWN = """\
from designer.api.plugins import Calculator, Output, hookimpl, number
def tons(settings):
    if settings.number("heat_kw") > 1000:
        raise ValueError("too hot")
    return {"tons": settings.number("heat_kw") / 3.51685}
@hookimpl
def calculators():
    return [Calculator(name="tons-of-cooling", subject="", summary="Tons.", formula="kW / 3.51685", source="NIST",
        validity="Any.", inputs=(number("heat_kw", "kW", "Heat"),), outputs=(Output("tons", "TR", "Tons"),),
        compute=tons)]
"""


def typed(window: CalculatorsWindow, **texts: str) -> None:
    for name, text in texts.items():
        window.fields[name].setText(text)  # type: ignore[union-attr]
    window.work_out()


def test_every_calculator_has_a_form_and_answers_as_the_command_line_does(qtbot) -> None:  # type: ignore[no-untyped-def]
    window = CalculatorsWindow()
    qtbot.addWidget(window)
    assert {one.name for one in window.table.shown_rows()} == set(CALCULATORS)
    for name, calculator in CALCULATORS.items():
        window.choose(name)
        assert list(window.fields) == [one.name for one in calculator.inputs], name
    window.choose("fat-tree")
    assert window.hint.text() == "The answer appears here once this is typed: Ports of every switch, an even number."
    window.choose("oversubscription")
    typed(window, down_links="32", down_gbps="400", up_links="8..16", up_gbps="800")
    qtbot.waitUntil(lambda: bool(window.answers.shown_rows()))
    assert window.hint.text() == ""
    ratio = window.answers.shown_rows()[0].answer
    assert (ratio.value, ratio.low, ratio.high) == (pytest.approx(32 * 400 / (12 * 800)), 1.0, 2.0)
    typed(window, up_links="none")
    qtbot.waitUntil(lambda: "up_links must be a number" in window.problem.text())
    assert window.answers.shown_rows() == []
    window.search.setText("fat tree")
    assert "fat-tree" in {one.name for one in window.table.shown_rows()}
    assert len(window.table.shown_rows()) < len(CALCULATORS)


def test_a_calculator_of_a_plugin_stands_first_and_its_failure_is_told(qtbot) -> None:  # type: ignore[no-untyped-def]
    rules_folder().mkdir(parents=True)
    (rules_folder() / "tonnage.py").write_text(OWN, "utf-8")
    allow(plugins_in(rules_folder())[0])
    window = CalculatorsWindow()
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.table.shown_rows()[0].name == "tons-of-cooling", timeout=20_000)
    assert window.table.shown_rows()[0].subject == "Plug-in tonnage"
    window.choose("tons-of-cooling")
    typed(window, heat_kw="100")
    qtbot.waitUntil(lambda: bool(window.answers.shown_rows()), timeout=20_000)
    assert window.answers.shown_rows()[0].answer.value == pytest.approx(28.4345, abs=1e-4)
    typed(window, heat_kw="2000")
    qtbot.waitUntil(lambda: "too hot" in window.problem.text(), timeout=20_000)
    assert window.problem.text().startswith("The plug-in tonnage: line 4: ValueError")


def test_ranges_are_held_to_what_can_be_gone_through() -> None:
    calculator = CALCULATORS["oversubscription"]
    for wrong in ({"down_links": "3..1"}, {"down_links": "..3"}, {"nothing": "1..2"}):
        with pytest.raises(CalculatorError):
            ranged_answer(calculator, {"down_links": "1", "down_gbps": "1", "up_links": "1", "up_gbps": "1", **wrong})
