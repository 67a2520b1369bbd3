"""One NetBox file as it is read: every key is asked for by its form, and what became of it is noted."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from designer.catalog.netbox.report import FileNote, NoteKind
from designer.model.records import RefusedInput
from designer.model.wording import counted

MAX_ITEMS: Final = 5_000
"""Ports, bays or outlets of one sort: the largest chassis of the library has fewer than 1,000."""
MAX_NAME: Final = 120
MAX_LONG: Final = 4_000
MAX_NOTES: Final = 400
_MARKUP: Final = re.compile(r"<[a-zA-Z/!]")
_SHOWN: Final = 60


def plain(value: object) -> str:
    """VALUE as one short line for a message."""
    line = "".join(letter if letter.isprintable() else " " for letter in str(value)[: _SHOWN * 2])
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


class Sheet:
    """The keys of one file, and the notes about them.

    Attributes:
        data: The file's mapping.
        notes: What became of its keys so far.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.notes: list[FileNote] = []
        self._asked: set[str] = set()

    def note(self, kind: NoteKind, field: str, message: str) -> None:
        """Notes that FIELD was taken, guessed, not mapped, contradictory or refused; MESSAGE says how and why."""
        if len(self.notes) < MAX_NOTES:
            self.notes.append(FileNote(kind=kind, field=plain(field), message=message))
        elif len(self.notes) == MAX_NOTES:
            self.notes.append(FileNote(kind="not mapped", field="", message="There is more to say than fits here."))

    def name(self, key: str) -> str:
        """The short text under KEY that the part cannot do without.

        Raises:
            RefusedInput: it is missing, too long or no plain text.
        """
        self._asked.add(key)
        value = self.data.get(key)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise RefusedInput(f"It has no {key}; a part is named by manufacturer and model.")
        text = str(value).strip()
        if not text or len(text) > MAX_NAME or not text.isprintable() or _MARKUP.search(text):
            raise RefusedInput(f"Its {key} {plain(text)!r} is no plain text of 1 to {MAX_NAME} letters.")
        if not isinstance(value, str):
            self.note("guessed", key, f"It is written as a number; {text} is taken as text.")
        return text

    def text(self, key: str, most: int = MAX_NAME) -> str:
        """The text under KEY, cut at MOST letters; "" when there is none."""
        self._asked.add(key)
        value = self.data.get(key)
        if value is None:
            if key in self.data:
                self.note("not mapped", key, "It is empty.")
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.note("refused", key, "It is no text; left out.")
            return ""
        text = "".join(letter for letter in str(value) if letter.isprintable() or letter in "\n\t").strip()
        if len(text) > most:
            self.note("not mapped", key, f"It is {len(text):,} letters long; the first {most:,} are taken.")
            text = text[:most].rstrip()
        elif not text:
            self.note("not mapped", key, "It is empty.")
        return text

    def number(self, key: str, most: float = 1e9) -> float | None:
        """The number under KEY from 0 to MOST; None when there is none that can be taken."""
        self._asked.add(key)
        value = self.data.get(key)
        if value is None:
            if key in self.data:
                self.note("not mapped", key, "It is empty.")
            return None
        number = as_number(value)
        if number is None:
            self.note("refused", key, f"{plain(value)!r} is no number; left out.")
            return None
        if not 0 <= number <= most:
            self.note("refused", key, f"{plain(value)} lies outside 0 to {most:,.0f}; left out.")
            return None
        return number

    def flag(self, key: str) -> bool | None:
        """The yes or no under KEY; None when there is none."""
        self._asked.add(key)
        value = self.data.get(key)
        if value is None or isinstance(value, bool):
            if value is None and key in self.data:
                self.note("not mapped", key, "It is empty.")
            return value
        self.note("refused", key, f"{plain(value)!r} is neither true nor false; left out.")
        return None

    def items(self, key: str, used: frozenset[str]) -> list[dict[str, Any]]:
        """The list of mappings under KEY, whose keys beside those USED are noted as not mapped.

        Raises:
            RefusedInput: it is longer than any real device.
        """
        self._asked.add(key)
        value = self.data.get(key)
        if value is None:
            # An empty key is not the same as a missing one: somebody wrote it.
            if key in self.data:
                self.note("not mapped", key, "It is empty.")
            return []
        if not isinstance(value, list):
            self.note("refused", key, "It is no list; left out.")
            return []
        if len(value) > MAX_ITEMS:
            raise RefusedInput(f"It lists {len(value):,} {key}, more than {MAX_ITEMS:,}; no device has so many.")
        items = [{str(name): inner for name, inner in item.items()} for item in value if isinstance(item, dict)]
        if len(items) < len(value):
            self.note(
                "refused",
                key,
                f"Left out: {counted(len(value) - len(items), 'entry', 'entries')} that are no mappings.",
            )
        if not value:
            self.note("not mapped", key, "It is an empty list.")
        # Each unknown key once, with how often it occurs.
        for name, count in Counter(name for item in items for name in item if name not in used).items():
            self.note("not mapped", f"{key}.{name}", f"{_REASONS.get(name, 'A part has no place for it')} ({count} ×).")
        return items

    def skip(self, key: str, reason: str) -> None:
        """Notes that KEY, where it is there, is not mapped for REASON."""
        if key in self.data:
            self._asked.add(key)
            self.note("not mapped", key, reason)

    def left(self) -> Iterator[str]:
        """The keys that nobody asked for."""
        return (str(key) for key in self.data if key not in self._asked)


_REASONS: Final[Mapping[str, str]] = {
    "label": "Labels of single ports and bays are not kept",
    "description": "Descriptions of single ports and bays are not kept",
    "comments": "Remarks on single ports and bays are not kept",
    "poe_mode": "Power over Ethernet is not reckoned with",
    "poe_type": "Power over Ethernet is not reckoned with",
    "enabled": "Ports are not switched off in a part",
    "rf_role": "Radios are no ports of a part",
    "feed_leg": "Outlets are not assigned to legs of the feed",
    "power_port": "Outlets are not assigned to inlets",
    "color": "Colours of couplers are not kept",
    "rear_port_position": "Couplers are counted, not paired",
    "position": "Bays are counted, not numbered",
}


def as_number(value: object) -> float | None:
    """VALUE as a finite number; None when it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def item_text(item: Mapping[str, Any], key: str) -> str:
    """The text under KEY of ITEM, at most MAX_NAME letters; "" when there is none."""
    value = item.get(key)
    return (
        ""
        if value is None or isinstance(value, list | dict)
        else plain(value)
        if len(str(value)) > MAX_NAME
        else str(value)
    )
