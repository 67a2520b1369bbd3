"""Forms of plug-ins on the Export page: cards beside the program's own, written in a process with a time limit."""

import pytest

from designer.plugins.consent import allow
from designer.plugins.finding import plugins_in, rules_folder
from designer.ui.exporting.export_page import ExportPage
from designer.ui.exporting.own_forms import find_own_forms, output_of
from tests.ui.exporting.test_export_page import pod

RULE = """\
from designer.api.plugins import Exporter, hookimpl
def write(design, library, results, findings):
    return ";".join(design.nodes)
def fail(design, library, results, findings):
    return 1 / 0
@hookimpl
def exporters():
    return [Exporter(".inventory", "Inventory", write), Exporter(".broken", "Broken", fail)]
"""


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> None:
    rules_folder().mkdir(parents=True)
    (rules_folder() / "store.py").write_text(RULE, "utf-8")
    allow(plugins_in(rules_folder())[0])
    # What the cards of the program show is asked elsewhere.
    monkeypatch.setattr("designer.ui.exporting.export_page.too_large", lambda _: True)


def test_a_plugin_has_its_card_and_its_failure_is_told(own, figures, window, questions, qtbot, tmp_path):  # type: ignore[no-untyped-def]
    window.files.begin_with(pod())
    window.commands.run("exports.page")
    page = window.windows.opened(ExportPage)
    qtbot.waitUntil(lambda: not page.waiting, timeout=60_000)
    written, broken = (card for card in page.cards.cards if card.form is not None)
    assert (written.title, written.formats) == ("Inventory", ".inventory, own")
    assert "your plug-in store" in written.spoken
    page.cards.choose(page.cards.cards.index(written))
    assert page.words.text() == "stackwright export DESIGN.stackwright -o design.inventory"
    questions.path = tmp_path / "pod.inventory"
    with qtbot.waitSignal(window.exports.finished, timeout=30_000):
        page.export()
    assert questions.path.read_text("utf-8") == "room;rack;leaf;server"
    page.cards.choose(page.cards.cards.index(broken))
    questions.path = tmp_path / "pod.broken"
    page.export()
    qtbot.waitUntil(lambda: not window.exports.writing.running, timeout=30_000)
    assert not questions.path.exists()
    assert any("The plug-in store: line 5: ZeroDivisionError" in str(said) for said in questions.told)
    window.windows.close_all()


def test_what_stands_on_the_page_is_what_the_command_line_has(own) -> None:  # type: ignore[no-untyped-def]
    found = find_own_forms(lambda *_: True)  # type: ignore[arg-type]
    assert [output_of(form).formats for form in found.forms] == [(".inventory",), (".broken",)]
    assert found.problems == ()
