"""The form of a finding and of its fix."""

from collections.abc import Mapping
from typing import Final, Literal

from designer.model.records import Record

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
MOST_OF_A_RULE: Final = 50
"""More findings of one rule than anybody reads; the rest is one line, and large designs stay quick."""


PLUGIN_FAILED: Final = "plugin-failed"
"""The finding about a plug-in that could not be run."""


class Fix(Record, frozen=True, kw_only=True):
    """An edit that would mend it, by name: it becomes a ChangeSet on the current design when it is clicked.

    Attributes:
        label: Words for the button.
        edit: Name in edit.FIXES.
        arguments: Its arguments.
    """

    label: str
    edit: str
    arguments: Mapping[str, str | int | float] = {}


class Finding(Record, frozen=True, kw_only=True):
    """One thing to know.

    Attributes:
        rule: Name of the rule, lower-case with hyphens.
        message: One plain sentence: what is the matter.
        detail: Why, and what to do.
        ids: Nodes, links or parts that it is about; the canvas goes there.
        fix: A way to mend it, where there is one.
        other_fix: Another way, where two are as good and lead elsewhere.
        touches: Keys of the headline figures that it stands against; filled in by `review`.
    """

    rule: str
    severity: Severity
    message: str
    detail: str = ""
    ids: tuple[str, ...] = ()
    fix: Fix | None = None
    other_fix: Fix | None = None
    touches: tuple[str, ...] = ()
