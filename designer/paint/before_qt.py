"""What a process sets before it makes a Qt application: letters as UTF-8, and the packaged font."""

import locale
import os
import sys
from contextlib import suppress
from typing import Final

from designer.paint.packaged_font import offer_packaged_font

_OTHERS: Final = ("LC_COLLATE", "LC_MESSAGES", "LC_MONETARY", "LC_NUMERIC", "LC_TIME", "LC_PAPER", "LC_MEASUREMENT")
"""The categories of a locale that say nothing of letters."""
_LETTERS: Final = "C.UTF-8"


def prepare_for_qt() -> None:
    """Set letters to UTF-8 and offer the packaged font; call it before there is an application.

    Qt takes UTF-8 by itself where the locale has other letters, and complains of it on every run.
    """
    if sys.platform.startswith("linux") and not _takes_utf8():
        # LC_ALL outweighs LC_CTYPE, so its value goes to all the others.
        if whole := os.environ.pop("LC_ALL", ""):
            os.environ.update(dict.fromkeys(_OTHERS, whole))
        os.environ["LC_CTYPE"] = _LETTERS
        # Where the machine lacks the locale, Qt keeps what the process has.
        with suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, _LETTERS)
    offer_packaged_font()


def _takes_utf8() -> bool:
    """Return whether the environment names letters that the machine has and that are UTF-8."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "")
        return locale.nl_langinfo(locale.CODESET) == "UTF-8"
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
