"""Motion of things on the screen: whether they move visibly."""

from PySide6.QtWidgets import QApplication, QStyle

from designer.ui.app.preferences import Preferences


def things_move(preferences: Preferences) -> bool:
    """The person's choice, else what the system asks of widgets."""
    if preferences.motion != "system":
        return preferences.motion == "glide"
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
