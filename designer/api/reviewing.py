"""The whole review of a design: the rules of the program, then those of the plug-ins that are switched on."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.analysis.results import Results
    from designer.api.analysis import Analysis
    from designer.catalog.library import Library
    from designer.model.design import Design
    from designer.plugins.records import Plugin
    from designer.review.findings import Finding
    from designer.review.own_rules import OwnRules


def whole_review(
    design: "Design", results: "Results", today: date, library: "Library", folder: Path | None = None
) -> "tuple[Finding, ...]":
    """Return what a person should know about DESIGN, worst first, rules of plug-ins among it.

    Args:
        design: The design.
        results: What the analysis says.
        today: Against which the dates of prices are old.
        library: The parts on hand.
        folder: Of rules that are switched on for this call.

    Raises:
        RefusedInput: FOLDER cannot be read.
    """
    from designer.review.rules import review

    findings = tuple(review(design, results, today, library=library))
    return own_rules(folder).added(findings, design, library, results, today)


def own_rules(folder: Path | None = None) -> "OwnRules":
    """Return the rules of plug-ins that judge beside those of the program, wherever designs are reviewed.

    Args:
        folder: Of rules that are switched on for this call; None takes what `--rules` named.

    Raises:
        RefusedInput: FOLDER is none, or cannot be read.
    """
    from designer.review.own_rules import OwnRules

    return OwnRules(switched_on(folder))


def analysed(
    design: "Design",
    library: "Library",
    only: tuple[str, ...],
    fail: tuple[str, ...],
    traffic: str,
    flows: "Sequence[tuple[str, str] | tuple[str, str, float]]",
    outside: "Sequence[str]",
    load: float,
    rules: Path | None,
) -> "Analysis":
    """Return the analysis and the review of DESIGN with RULES; the other arguments are those of `Document.analyze`.

    Raises:
        RefusedInput: a name or an id is not known, or LOAD is out of range.
    """
    from designer.analysis.run import analyze
    from designer.analysis.sections import ALL
    from designer.api.analysis import Analysis
    from designer.clock import today
    from designer.model.network.flow_asks import FlowAsk

    asks = [FlowAsk(source=(one[0],), target=(one[1],), gbps=float(one[2]) if len(one) == 3 else None) for one in flows]
    results = analyze(
        design, only=only or ALL, traffic=traffic, fail=fail, asks=asks, outside=outside, load=load, library=library
    )
    return Analysis(design, results, whole_review(design, results, today(), library, rules), library)


def switched_on(folder: Path | None = None) -> "tuple[Plugin, ...]":
    """Return the plug-ins that run: those that a person switched on, and those of FOLDER for this call.

    Raises:
        RefusedInput: FOLDER is none, or cannot be read.
    """
    from designer.plugins.consent import active_plugins

    if folder is not None and not folder.is_dir():
        raise RefusedInput(f"{folder} is no folder; --rules names a folder of Python files.")
    try:
        return active_plugins(folder)
    except OSError as problem:
        raise RefusedInput(f"{folder} cannot be read: {problem.strerror or problem}.") from problem


def library_with(library: "Library", folder: Path | None) -> "Library":
    """Return LIBRARY with the parts of the plug-ins in FOLDER, which are switched on for this call.

    Raises:
        RefusedInput: FOLDER is none, or cannot be read.
    """
    if folder is None:
        return library
    from designer.catalog.plugin_parts import with_plugin_parts
    from designer.plugins.consent import active_plugins

    known = {plugin.place for plugin in active_plugins()}
    return with_plugin_parts(library, [plugin for plugin in switched_on(folder) if plugin.place not in known])
