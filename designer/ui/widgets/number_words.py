"""The language that the window writes numbers for: chosen at the start, and anew while it runs."""

import os
import sys
from typing import Final

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QLabel

from designer.model.figures.number_locale import VARIABLE, choose_locale, system_locale_name
from designer.ui.widgets.fields import Words
from designer.ui.widgets.look import window_look

_GIVEN: Final = os.environ.get(VARIABLE, "")
"""What the environment said when the program was started."""


def begin_numbers(chosen: str) -> None:
    """Write and read numbers for CHOSEN, a key of `LOCALES` or "system", in this process and those it starts."""
    name = chosen
    if chosen == "system":
        name = system_locale_name()
        if sys.platform in ("win32", "darwin"):
            # There the environment says nothing; Qt asks the system.
            name = system_locale_name({VARIABLE: _GIVEN, "LANG": QLocale.system().name()})
    else:
        # Processes that write documents have no preferences: they are told as the system would.
        os.environ[VARIABLE] = chosen
    choose_locale(name, typed=True)


def write_numbers_anew(chosen: str) -> None:
    """Write all windows anew for CHOSEN, a key of `LOCALES` or "system", their tooltips too."""
    os.environ.pop(VARIABLE, None)
    if _GIVEN:
        os.environ[VARIABLE] = _GIVEN
    begin_numbers(chosen)
    for widget in QApplication.allWidgets():
        if isinstance(widget, Words):
            widget.write_anew()
        elif not isinstance(widget, QLabel):
            widget.update()
    # What keeps pictures and laid-out words of the present look makes them anew.
    window_look().changed.emit()
