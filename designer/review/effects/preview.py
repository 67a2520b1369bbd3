"""Preview of an edit: what it adds, the headline figures, what it survives and mends."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.parts.part import NETWORK_MEDIA
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA
from designer.model.wording import counted, listed
from designer.review.effects.fixing import fixed
from designer.review.effects.grouping import NUMBERS
from designer.review.effects.records import Effect, EffectRow
from designer.review.findings import Finding, Fix
from designer.review.headline_figures import headline_values
from designer.review.own_rules import NO_OWN_RULES, OwnRules
from designer.review.rules import review


class State(NamedTuple):
    """A design with what the analysis and the review say of it."""

    design: Design
    results: Results
    findings: tuple[Finding, ...]


def state_of(design: Design, library: Library, today: date, own: OwnRules = NO_OWN_RULES) -> State:
    """Return DESIGN with a whole analysis and review of it, OWN rules of plug-ins included."""
    results = analyze(design, library=library)
    findings = review(design, results, today, library=library)
    return State(design, results, own.added(findings, design, library, results, today))


def effect_of_fixes(
    before: State, library: Library, fixes: Sequence[Fix], today: date, own: OwnRules = NO_OWN_RULES
) -> Effect:
    """Return what making all FIXES would do; a refusal is told in it."""
    try:
        after = fixed(before.design, library, fixes).applied(before.design)
    except RefusedInput as refusal:
        return Effect(words=str(refusal), problem=str(refusal))
    return effect_between(before, state_of(after, library, today, own))


def effect_between(before: State, after: State) -> Effect:
    """Return what differs between two designs, as the effect of the edit that leads from one to the other."""
    old = headline_values("effects", before.results, before.design.settings.prices)
    new = headline_values("effects", after.results, after.design.settings.prices)
    rows = tuple(
        EffectRow(key=one.key, title=one.title, before=was, after=now)
        for (one, was), (_, now) in zip(old, new, strict=True)
        if was is not None or now is not None
    )
    said, says = ({_matter(finding) for finding in state.findings} for state in (before, after))
    mended = tuple(one.message for one in before.findings if _matter(one) not in says)
    raised = tuple(
        finding.message
        for finding in after.findings
        if _matter(finding) not in said and finding.severity in {"error", "warning"}
    )
    harmful = _harmful(before.results), _harmful(after.results)
    added = _added(before.design, after.design)
    return Effect(
        words=_words(added, rows, harmful, len(mended), len(raised)),
        added=added,
        rows=rows,
        mended=mended,
        raised=raised,
        harmful=harmful,
    )


def _matter(finding: Finding) -> tuple[str, str, str]:
    """Return the key of what FINDING is about: the same with another number in it is nothing new."""
    return finding.rule, finding.severity, NUMBERS.sub("", finding.message)


def _words(
    added: Sequence[str],
    rows: Sequence[EffectRow],
    harmful: tuple[int | None, int | None],
    mended: int,
    raised: int,
) -> str:
    pieces: list[str] = []
    by_key = {row.key: row for row in rows}
    for key, told in (("buy", "to buy"), ("run", "a month to run"), ("facility", "for the site")):
        row = by_key.get(key)
        step = row.change if row is not None else ""
        if step and not step.startswith("the same"):
            # "Of what is known" belongs behind the noun.
            amount, sign, rest = step.partition(" of what is known")
            pieces.append(f"{amount} {told}{sign}{rest}")
    pieces.append(_survival(*harmful))
    if mended:
        pieces.append(f"mends {counted(mended, 'finding')}")
    if raised:
        pieces.append(f"brings {counted(raised, 'new error or warning', 'new errors and warnings')}")
    told = ", ".join(piece for piece in pieces if piece) or "no headline figure changes"
    head = listed(added, 4)
    return f"{head}: {told}." if head else f"{told[0].upper()}{told[1:]}."


def _survival(before: int | None, after: int | None) -> str:
    if after is None or before == after:
        return ""
    if after == 0:
        return "survives the loss of any one feed"
    if before is None:
        return f"{counted(after, 'single failure')} of power can darken or overload something"
    return f"{counted(after, 'single failure')} of power that can harm instead of {before:,}"


def _harmful(results: Results) -> int | None:
    """Single failures of power that darken or overload something; None where nothing was tried."""
    plant = results.plant
    if plant is None or not plant.sweep.tried:
        return None
    return sum(one.alike for one in plant.sweep.failures if one.dark or one.newly_overloaded)


def _added(before: Design, after: Design) -> tuple[str, ...]:
    """Return what stands there more or less: devices by kind, then cables by medium."""
    words: list[str] = []
    for kind, step in _steps(_devices(before), _devices(after)).items():
        known = KINDS.get(kind)
        singular, plural = (known.title, known.plural) if known else (kind, kind)
        words.append(_step(step, *(one if one[:2].isupper() else one.lower() for one in (singular, plural))))
    for medium, step in _steps(_cables(before), _cables(after)).items():
        noun = "cord" if medium == "power" else "cable" if medium in NETWORK_MEDIA else f"{medium} line"
        words.append(_step(step, noun, f"{noun}s"))
    return tuple(words)


def _step(step: int, singular: str, plural: str) -> str:
    return f"{'+' if step > 0 else '−'}{counted(abs(step), singular, plural)}"


def _steps(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    found = {key: after.get(key, 0) - before.get(key, 0) for key in (*before, *after)}
    return {key: step for key, step in found.items() if step}


def _devices(design: Design) -> dict[str, int]:
    found: dict[str, int] = {}
    for node in design.nodes.values():
        kind = KINDS.get(node.kind)
        if kind is not None and not kind.container and not kind.described:
            found[node.kind] = found.get(node.kind, 0) + design.total_copies(node.id)
    return found


def _cables(design: Design) -> dict[str, int]:
    found: dict[str, int] = {}
    for link in design.links.values():
        if link.medium not in RELATION_MEDIA:
            found[link.medium] = found.get(link.medium, 0) + design.total_cables(link)
    return found
