"""Numbers of nodes and links that a template draws, before it is made."""

from collections.abc import Mapping
from typing import Any, Final

from designer.edit.fabrics.dragonfly import ONE_GROUP
from designer.edit.templates.parameters import read_settings
from designer.edit.templates.templates import TEMPLATES

LONG_RECORDS: Final = 10_000
"""From so many on making takes about a second and more."""


def expected_records(name: str, settings: Mapping[str, str]) -> int:
    """Return about how many nodes and links template NAME draws with SETTINGS; 0 where copies keep them few.

    Raises:
        RefusedInput: there is no such parameter, or a value is not allowed.
    """
    template = TEMPLATES.get(name)
    count = _COUNTS.get(name)
    if template is None or count is None:
        return 0
    return count(read_settings(template.title, template.parameters, settings))


def _torus(values: Mapping[str, Any]) -> int:
    sides = [int(values[axis]) for axis in ("x", "y", "z")]
    return sides[0] * sides[1] * sides[2] * (1 + sum(side > 1 for side in sides))


def _dragonfly(values: Mapping[str, Any]) -> int:
    if values["drawn"] == ONE_GROUP:
        return 0
    a, g, each = (int(values[name]) for name in ("a", "g", "each"))
    return 3 * a * g + g * a * (a - 1) // 2 + g * (g - 1) // 2 * each


_COUNTS: Final = {"torus": _torus, "dragonfly": _dragonfly}
