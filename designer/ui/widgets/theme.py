"""The look of widgets: palette, style sheet and type from the tokens, light or dark."""

from functools import cache
from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from designer.drawing.current_theme import current_theme
from designer.drawing.theme_tokens import Theme, theme_named, type_scale
from designer.model.parts.part import Layer
from designer.paint.fonts import family
from designer.ui.widgets.icons import sign_file
from designer.ui.widgets.style_sheet import style_sheet

Choice = Literal["system", "light", "dark"]
CHOICES: Final[tuple[Choice, ...]] = ("system", "light", "dark")


def resolve(choice: Choice) -> Theme:
    """The theme of CHOICE; "system" follows the desktop."""
    if choice == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return theme_named("dark" if dark else "light")
    return theme_named(choice)


def ink(name: str) -> QColor:
    """Return colour NAME of the current theme ("text", "muted", "accent" ...)."""
    return QColor(current_theme().colour(name))


def layer_ink(layer: Layer) -> QColor:
    """Return the colour of LAYER in the current theme."""
    return QColor(current_theme().layer(layer))


def type_font(style: str, *, weight: int | None = None, scale: float = 1.0) -> QFont:
    """The font of a type STYLE ("caption", "body", "strong", "title", "figure", "hero"), figures tabular."""
    kind = type_scale()[style]
    return QFont(_font(family(), max(round(kind.px * scale), 1), weight if weight is not None else kind.weight))


@cache
def _font(name: str, px: int, weight: int) -> QFont:
    font = QFont(name)
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def set_look(widget: QWidget, look: str) -> None:
    """Give WIDGET a look of the style sheet, at any time."""
    widget.setProperty("look", look)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def palette_of(theme: Theme) -> QPalette:
    """Qt's own palette, for what the style sheet does not reach."""
    palette = QPalette()
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    roles = {
        role.Window: "surface",
        role.Base: "surface",
        role.AlternateBase: "surface_2",
        role.Button: "surface",
        role.WindowText: "text",
        role.Text: "text",
        role.ButtonText: "text",
        role.ToolTipBase: "surface",
        role.ToolTipText: "text",
        role.PlaceholderText: "muted",
        role.Highlight: "accent_soft",
        role.HighlightedText: "text",
        role.Link: "accent",
        role.Mid: "border",
        role.Dark: "border",
        role.Light: "surface",
        role.Midlight: "surface_2",
        role.Accent: "accent",
        role.Shadow: "border",
    }
    for which, name in roles.items():
        palette.setColor(which, QColor(theme.colour(name)))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, which, QColor(theme.colour("muted")))
    return palette


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Dress every widget of APPLICATION; one that wears THEME already is left as it is, as Qt would polish it anew."""
    muted, on_accent = theme.colour("muted"), "#ffffff" if not theme.is_light_on_dark else theme.colour("canvas")
    signs = {
        "chevron": sign_file("down", muted),
        "chevron_right": sign_file("right", muted),
        "cross": sign_file("cross", muted),
        "tick": sign_file("tick", on_accent),
        "dash": sign_file("dash", on_accent),
    }
    sheet = style_sheet(theme, signs)
    if application.styleSheet() == sheet:
        return
    # With a style sheet set, Qt answers for its style without a name: it was dressed before, and a new style would
    # polish every widget of every window once more.
    if not application.styleSheet() and application.style().name() != "fusion":
        application.setStyle(QStyleFactory.create("Fusion"))
    application.setFont(type_font("body"))
    application.setPalette(palette_of(theme))
    application.setStyleSheet(sheet)
