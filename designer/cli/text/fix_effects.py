"""Effects of the fixes of findings, for `check --fixes`: in text and as JSON."""

from collections.abc import Sequence
from typing import Any

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.cli.opening import today
from designer.cli.printing import plain
from designer.model.design import Design
from designer.review.effects.grouping import FindingGroup
from designer.review.effects.preview import State, effect_of_fixes
from designer.review.effects.records import Effect
from designer.review.findings import Finding


def effects_of_groups(
    groups: Sequence[FindingGroup],
    design: Design,
    results: Results,
    findings: tuple[Finding, ...],
    library: Library,
) -> list[str]:
    """Return what the fix of each of GROUPS would do, in one line; "" where there is none."""
    before, lines = State(design, results, findings), list[str]()
    for group in groups:
        fixes = group.fixes
        effect = effect_of_fixes(before, library, fixes, today()) if fixes else None
        lines.append(plain(f"{group.fix_label}. {effect.words}") if effect is not None else "")
    return lines


def add_effects(
    document: list[dict[str, Any]],
    design: Design,
    results: Results,
    findings: tuple[Finding, ...],
    library: Library,
) -> None:
    """Put `effect` into the fix of each finding of DOCUMENT: what making that fix alone would do."""
    before = State(design, results, findings)
    for entry, finding in zip(document, findings, strict=True):
        if finding.fix is not None:
            entry["fix"]["effect"] = effect_document(effect_of_fixes(before, library, (finding.fix,), today()))


def effect_document(effect: Effect) -> dict[str, Any]:
    """Return EFFECT as JSON-ready values; a figure that is not known is null."""
    return {
        "words": effect.words,
        "added": list(effect.added),
        "figures": [
            {
                "key": row.key,
                "title": row.title,
                "before": row.before.value if row.before is not None else None,
                "after": row.after.value if row.after is not None else None,
                "unit": next((one.unit for one in (row.after, row.before) if one is not None), ""),
                "change": row.change,
            }
            for row in effect.rows
        ],
        "mended": list(effect.mended),
        "raised": list(effect.raised),
        "harmful_power_failures": list(effect.harmful),
        "problem": effect.problem,
    }
