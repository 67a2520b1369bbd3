"""Rules of plug-ins: run in the process of plug-ins, each with its time, and told with the plug-in's name."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.model.design import Design
from designer.model.records import Record
from designer.plugins.records import Plugin
from designer.plugins.running import PluginFailed, PluginHost, names_of, plugin_host
from designer.review.affected_figures import figures_touched
from designer.review.findings import MOST_OF_A_RULE, PLUGIN_FAILED, SEVERITIES, Finding

RULE_S: Final = 5.0
"""How long a rule of a plug-in may take."""
_MOST_BYTES: Final = 4_000_000
_MOST_MESSAGE: Final = 400
_MOST_DETAIL: Final = 2_000
_MOST_NAME: Final = 60
_MOST_IDS: Final = 1_000


class Judged(Record, frozen=True, kw_only=True):
    """All that a rule sees."""

    design: Design
    library: Library
    results: Results
    today: str


_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(Judged)
_findings: Final = msgspec.msgpack.Decoder(tuple[Finding, ...])
_last: list[tuple[bytes, Judged]] = []
"""What was judged last in the process of plug-ins: the next rule is asked about the same."""


def with_own_rules(
    findings: Iterable[Finding],
    plugins: Sequence[Plugin],
    design: Design,
    library: Library,
    results: Results,
    today: date,
    host: PluginHost | None = None,
) -> tuple[Finding, ...]:
    """Return FINDINGS with those of the rules of PLUGINS, worst first.

    A rule that raises, loops or eats memory becomes one finding that names it; the others are told all the same.

    Args:
        findings: Of the rules of the program.
        plugins: Those that are switched on.
        design: The design.
        library: The parts on hand.
        results: What the analysis says.
        today: Given to each rule, so that none asks the clock.
        host: The process that they run in; None starts one for this call.
    """
    found = list(findings)
    rules = names_of(plugins, "check")
    if not rules:
        return tuple(found)
    judged = Judged(design=design, library=library, results=results, today=today.isoformat())
    packed = _encoder.encode(judged)
    if host is not None:
        told = [_told(host, plugin, packed, judged) for plugin in rules]
    else:
        with plugin_host() as own:
            told = [_told(own, plugin, packed, judged) for plugin in rules]
    found += [finding for one in told for finding in one]
    return tuple(sorted(found, key=lambda finding: SEVERITIES.index(finding.severity)))


def _told(host: PluginHost, plugin: Plugin, packed: bytes, judged: Judged) -> list[Finding]:
    """Return the findings of the rule of PLUGIN, or the one that says why it has none."""
    try:
        answer = host.call(plugin, check, packed, seconds=RULE_S, most_bytes=_MOST_BYTES)
        found = _findings.decode(answer)
    except PluginFailed as failure:
        return [_failed(str(failure))]
    except msgspec.MsgspecError:
        return [_failed(f"The plug-in {plugin.name}: gave findings that cannot be read.")]
    told = [_named(plugin, finding, judged.design) for finding in found[:MOST_OF_A_RULE]]
    if len(found) > MOST_OF_A_RULE:
        more = f"There are more of these; the first {MOST_OF_A_RULE} are listed."
        told.append(Finding(rule=told[-1].rule, severity=told[-1].severity, message=f"{plugin.name}: {more}"))
    return told


def _failed(message: str) -> Finding:
    return Finding(
        rule=PLUGIN_FAILED,
        severity="warning",
        message=message,
        detail="All else was checked. Mend the plug-in, or switch it off: Own rules… in the Catalog menu, or "
        "stackwright plugins forbid.",
    )


def _named(plugin: Plugin, finding: Finding, design: Design) -> Finding:
    """Return FINDING with the name of PLUGIN, cut to what is shown, about what DESIGN holds."""
    known = tuple(
        one for one in finding.ids[:_MOST_IDS] if one in design.nodes or one in design.links or one in design.parts
    )
    rule = " ".join(finding.rule.split())[:_MOST_NAME] or "rule"
    named = Finding(
        rule=f"{plugin.name}/{rule}",
        severity=finding.severity,
        message=f"{plugin.name}: {_cut(finding.message, _MOST_MESSAGE)}",
        detail=_cut(finding.detail, _MOST_DETAIL),
        ids=known,
    )
    return replace(named, touches=figures_touched(design, named))


def _cut(text: str, most: int) -> str:
    """Return TEXT on one line of at most MOST signs, without signs that a terminal would obey."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text[: 4 * most]).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def check(hooks: Any, payload: bytes) -> bytes:
    """Return the findings of the rule among HOOKS as bytes; runs in the process of plug-ins.

    Raises:
        TypeError: the rule gives something else than findings.
    """
    if not _last or _last[0][0] != payload:
        _last[:] = [(payload, _decoder.decode(payload))]
    judged = _last[0][1]
    day = date.fromisoformat(judged.today)
    given = hooks.check(design=judged.design, library=judged.library, results=judged.results, today=day)
    # A plug-in has one rule; pluggy gives a list with what it returned, or an empty one for None.
    said = given[0] if given else ()
    if isinstance(said, Finding):
        said = (said,)
    if isinstance(said, str | bytes | Mapping) or not isinstance(said, Iterable):
        raise TypeError(f"check gave a {type(said).__name__}, and not findings")
    return _encoder.encode([_finding(one) for one in islice(said, MOST_OF_A_RULE + 1)])


def _finding(given: object) -> Finding:
    """Return GIVEN with every field checked for its type."""
    if not isinstance(given, Finding):
        raise TypeError(f"check gave a {type(given).__name__} among its findings")
    short = replace(
        given,
        message=str(given.message)[: 4 * _MOST_MESSAGE],
        detail=str(given.detail)[: 4 * _MOST_DETAIL],
        ids=tuple(islice(given.ids, _MOST_IDS)),
        fix=None,
        other_fix=None,
        touches=(),
    )
    try:
        return msgspec.convert(msgspec.to_builtins(short), Finding)
    except msgspec.ValidationError as error:
        raise TypeError(f"check gave a finding that is none: {error}") from None
