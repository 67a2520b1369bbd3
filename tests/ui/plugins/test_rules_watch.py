"""The folder of own rules is watched: what waits is said for as long as it waits, and what changed is off."""

from designer.plugins.consent import active_plugins, allow
from designer.plugins.finding import plugins_in, rules_folder
from designer.ui.app.top_bar import StatusLine
from designer.ui.commands.context import Context
from designer.ui.plugins.plugins_dialog import PluginsDialog
from designer.ui.plugins.rules_watch import RulesNotice, RulesWatch

TEXT = "import os\nfrom designer.api.plugins import hookimpl\n\n\n@hookimpl\ndef check(design):\n    return []\n"


def test_a_waiting_and_a_changed_file_are_said_until_they_are_looked_at(window, qtbot) -> None:  # type: ignore[no-untyped-def]
    problems: list[BaseException] = []

    def windows() -> list[tuple[StatusLine, Context]]:
        return [(window.status, window.context)]

    watch = RulesWatch(window, window.context.shelf, windows, problems.append)
    assert window.findChild(RulesNotice) is None
    rules_folder().mkdir(parents=True)
    path = rules_folder() / "quiet.py"
    path.write_text(TEXT, "utf-8")
    watch.look()
    qtbot.waitUntil(lambda: window.findChild(RulesNotice) is not None)
    notice = window.findChild(RulesNotice)
    assert notice.words.text() == "Own rules waiting for consent: quiet"
    assert not notice.isHidden()
    notice.button.click()
    dialog = window.findChild(PluginsDialog)
    assert dialog.text.toPlainText() == TEXT
    assert "Look at what its text names: os." in dialog.about.text()
    dialog.turn()
    qtbot.waitUntil(notice.isHidden)
    assert [one.name for one in active_plugins()] == ["quiet"]
    taken: list[int] = []
    window.context.shelf.changed.connect(lambda: taken.append(1))
    path.write_text(TEXT.replace("[]", "()"), "utf-8")
    watch.look()
    qtbot.waitUntil(lambda: not notice.isHidden())
    assert notice.words.text() == "Own rules changed and off: quiet"
    assert active_plugins() == ()
    qtbot.waitUntil(lambda: bool(taken), timeout=20_000)  # all is worked out without it
    allow(plugins_in(rules_folder())[0])
    watch.look()
    qtbot.waitUntil(notice.isHidden)
    assert problems == []
    dialog.close()
