"""Own rules in the window: listed with their hash and text, run once they are ticked."""

from designer.plugins.consent import active_plugins
from designer.plugins.finding import rules_folder
from designer.ui.app.library_store import Shelf
from designer.ui.plugins.plugins_dialog import PluginsDialog
from tests.shipped import LIBRARY


def test_a_rule_is_read_ticked_and_unticked(qtbot, tmp_path) -> None:  # type: ignore[no-untyped-def]
    shelf = Shelf(LIBRARY, folder=tmp_path)
    rules_folder().mkdir(parents=True)
    text = "from designer.api.plugins import hookimpl\n\n\n@hookimpl\ndef check(design):\n    return []\n"
    (rules_folder() / "quiet.py").write_text(text, "utf-8")
    (rules_folder() / "broken.py").write_text("def check(:\n", "utf-8")
    dialog = PluginsDialog(shelf)
    qtbot.addWidget(dialog)
    taken: list[object] = []
    shelf.changed.connect(lambda: taken.append(shelf.library))
    rows = {one.plugin.name: one for one in dialog.table.shown_rows()}
    assert rows["quiet"].state == "waiting"
    assert "line 1 is no Python" in rows["broken"].plugin.problem
    dialog.table.choose(next(n for n, one in enumerate(dialog.table.shown_rows()) if one.plugin.name == "quiet"))
    assert "a rule" in dialog.about.text()
    assert rows["quiet"].plugin.digest in dialog.about.text()
    assert dialog.text.toPlainText() == text
    assert active_plugins() == ()
    dialog.turn()
    assert [plugin.name for plugin in active_plugins()] == ["quiet"]
    qtbot.waitUntil(lambda: len(taken) == 1)  # the catalog is read again, and all is worked out with it
    dialog.switch(next(one for one in dialog.table.shown_rows() if one.plugin.name == "quiet"))
    assert active_plugins() == ()


def test_the_example_of_the_guide_is_added_once_and_waits(qtbot, tmp_path) -> None:  # type: ignore[no-untyped-def]
    dialog = PluginsDialog(Shelf(LIBRARY, folder=tmp_path), switched=lambda: None)
    qtbot.addWidget(dialog)
    dialog.add_example()
    assert dialog.table.current() is not None
    assert dialog.table.current().plugin.problem == ""
    assert dialog.table.current().state == "waiting"
    assert "def check(design, results):" in dialog.text.toPlainText()
    dialog.add_example()
    assert dialog.problem.text().startswith("rack-limit.py is in the folder already")
    dialog.turn()
    assert [one.name for one in active_plugins()] == ["rack-limit"]
