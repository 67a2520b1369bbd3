"""The window *About Stackwright*: versions, revision, and every package with its licence, to read and to copy."""

from collections.abc import Sequence
from html import escape
from typing import Any, Final

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget
from typing_extensions import override

from designer.installation.about import Row, copied_text, facts, licence_text
from designer.installation.packages import components, own_licence
from designer.installation.survey import running_checks, words_of
from designer.paint.fonts import font_words
from designer.store.migrations import format_version
from designer.ui.installation.window_probe import probe_of
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.icons import app_icon
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.theme import ink

_FIRST: Final = "about:all"
_OWN: Final = "about:own"
_ICON_PX: Final = 48


class AboutDialog(QDialog):
    """Versions and licences; each name leads to the licence it comes under, and *Back* to the list.

    Attributes:
        page: What is read.
        rows: What runs here.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("About Stackwright")
        resize_within_screen(self, 760, 620)
        self.rows: list[Row] = facts(
            [
                ("Qt", f"{qVersion()}, drawing through {QGuiApplication.platformName()}"),
                (
                    "Project files",
                    f"written in version {format_version()} of the format, read in all versions up to it",
                ),
                ("Font", font_words()),
                *_amiss(),
            ]
        )
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 16, 16, 16)
        down.setSpacing(12)
        picture = QLabel(self)
        picture.setPixmap(app_icon().pixmap(_ICON_PX, _ICON_PX))
        down.addWidget(picture)
        self.page = _Pages(self.rows, self)
        down.addWidget(self.page, 1)
        across = QHBoxLayout()
        self.copy = push_button(
            "Copy", self, self._copy, tip="Copy versions, for a report of a fault", takes_enter=False
        )
        across.addWidget(self.copy)
        across.addWidget(push_button("Back", self, self.page.backward, tip="Back to the list", takes_enter=False))
        across.addStretch(1)
        close = push_button("Close", self, self.close, default=True)
        across.addWidget(close)
        down.addLayout(across)
        self.page.setSource(QUrl(_FIRST))
        self.page.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(copied_text(self.rows))
        self.copy.setText("Copied")


def _amiss() -> list[Row]:
    """Return what `doctor` would say of a program that runs, only where something is amiss."""
    application = QGuiApplication.instance()
    if not isinstance(application, QGuiApplication):
        return []
    checks = running_checks(probe_of(application))
    rows = [(f"{one.title}: {one.state}", words_of(one)) for one in checks if one.state != "ok"]
    return rows or [("Installation", "nothing that is needed is missing; `stackwright doctor` looks at more")]


class _Pages(QTextBrowser):
    """The list and the licences, each made when it is asked for; nothing outside is loaded."""

    def __init__(self, rows: Sequence[Row], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setProperty("look", "reading")
        self.setAccessibleName("Versions and licences")
        self.document().setDocumentMargin(24)

    @override
    def loadResource(self, type: int, name: QUrl | str) -> Any:
        key = QUrl(name).toString()
        if type != QTextDocument.ResourceType.HtmlResource.value:
            return None
        if key == _FIRST:
            return _list_page(self._rows)
        if key == _OWN:
            return _text_page("Stackwright", own_licence())
        found = next((one for one in components() if key == f"about:{one.name}"), None)
        return _text_page(f"{found.name} {found.version}", licence_text(found)) if found else None


def _list_page(rows: Sequence[Row]) -> str:
    """Return the first page as HTML: what runs, then each package with its version and its licence."""
    muted, accent = ink("muted").name(), ink("accent").name()
    own = "".join(
        f'<tr><td style="color:{muted}; padding-right:16px">{escape(name)}</td><td>{escape(value)}</td></tr>'
        for name, value in rows
    )
    others = "".join(
        f'<tr><td style="padding-right:16px"><a style="color:{accent}" href="about:{escape(one.name)}">'
        f"{escape(one.name)}</a></td>"
        f'<td style="padding-right:16px">{escape(one.version)}{"" if one.installed else ", not installed"}</td>'
        f"<td>{escape(one.licence)}</td></tr>"
        for one in components()
    )
    return (
        "<h2>Stackwright</h2>"
        "<p>A desktop designer for AI infrastructure: draw it, wire it, see what it carries, draws and costs.</p>"
        f"<table>{own}</table>"
        f'<p>Licensed under the <a style="color:{accent}" href="{_OWN}">Apache License 2.0</a>. '
        "Names of products belong to their owners.</p>"
        "<h3>The work of others that it runs with</h3>"
        f"<table>{others}</table>"
    )


def _text_page(title: str, text: str) -> str:
    return f"<h2>{escape(title)}</h2><pre style='white-space: pre-wrap'>{escape(text)}</pre>"
