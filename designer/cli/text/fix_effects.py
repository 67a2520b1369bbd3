"""Effects of the fixes of findings, for `check --fixes`: in text and as JSON."""

from collections.abc import Sequence
from typing import Any

from designer.analysis.results import Results
from designer.api.documents import effect_document
from designer.api.reviewing import own_rules
from designer.catalog.library import Library
from designer.cli.printing import plain, print_table
from designer.clock import today
from designer.model.design import Design
from designer.review.effects.grouping import FindingGroup
from designer.review.effects.preview import State, effect_of_fixes
from designer.review.effects.records import Effect, row_text
from designer.review.findings import Finding


def effects_of_groups(
    groups: Sequence[FindingGroup],
    design: Design,
    results: Results,
    findings: tuple[Finding, ...],
    library: Library,
) -> list[str]:
    """Return what each fix of each of GROUPS would do, in one line; "" where there is none."""
    before, lines, own = State(design, results, findings), list[str](), own_rules()
    for group in groups:
        ways = [way for way in (group, group.other_way) if way is not None and way.fixes]
        told = [f"{way.fix_label}. {effect_of_fixes(before, library, way.fixes, today(), own).words}" for way in ways]
        lines.append(plain(" Or: ".join(told)))
    return lines


def add_effects(
    document: list[dict[str, Any]],
    design: Design,
    results: Results,
    findings: tuple[Finding, ...],
    library: Library,
) -> None:
    """Put `effect` into the fix of each finding of DOCUMENT: what making that fix alone would do."""
    before, own = State(design, results, findings), own_rules()
    for entry, finding in zip(document, findings, strict=True):
        for key, fix in (("fix", finding.fix), ("other_fix", finding.other_fix)):
            if fix is not None:
                entry[key]["effect"] = effect_document(effect_of_fixes(before, library, (fix,), today(), own))


def print_effect(effect: Effect) -> None:
    """Print the headline figures that EFFECT moves, with what they were, are and how they change."""
    figures = [(row.title, plain(row_text(row.before)), plain(row_text(row.after)), row.change) for row in effect.moved]
    print_table(("", "was", "is", "change"), figures, numbers=(1, 2, 3))
