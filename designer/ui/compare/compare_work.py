"""Comparing designs in a background process; no Qt here until a page is written."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from designer.catalog.library import Library
from designer.model.design import Design
from designer.ui.jobs.background_process import Progress

if TYPE_CHECKING:
    from designer.review.effects.comparison import Comparison
    from designer.review.effects.preview import State

Named = tuple[str, Design]
"""A design and what it is called beside others."""


def find_comparison(progress: Progress, designs: tuple[Named, ...], library: Library, today: date) -> bytes:
    """Return DESIGNS side by side as what `unpack_comparison` reads, told how many are analysed.

    Where figures come from are tens of thousands of records at 10,000 nodes: pickled they hold the window up.

    Raises:
        RefusedInput: they cannot be compared, or one cannot be analysed.
    """
    from designer.review.effects.comparison import compared

    found = compared(_states(progress, designs, library, today), [name for name, _ in designs])
    return msgspec.msgpack.encode(found)


def unpack_comparison(message: bytes) -> "Comparison":
    """Return the comparison of MESSAGE."""
    from designer.review.effects.comparison import Comparison

    return msgspec.msgpack.decode(message, type=Comparison)


def write_comparison_page(
    progress: Progress, path: Path, designs: tuple[Named, ...], library: Library, today: date
) -> Path:
    """Write DESIGNS side by side to PATH as a page, and return it.

    Raises:
        RefusedInput: they cannot be compared, or PATH cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from designer.export.comparison.page import write_comparison
    from designer.review.effects.comparison import compared

    states = _states(progress, designs, library, today)
    write_comparison(path, states, compared(states, [name for name, _ in designs]), today)
    return path


def _states(progress: Progress, designs: tuple[Named, ...], library: Library, today: date) -> "list[State]":
    from designer.plugins.consent import active_plugins
    from designer.review.effects.preview import state_of
    from designer.review.own_rules import OwnRules

    found: list[State] = []
    own = OwnRules(active_plugins())
    for number, (name, design) in enumerate(designs):
        progress(number, len(designs), name)
        found.append(state_of(design, library, today, own))
    return found
