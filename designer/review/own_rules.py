"""Rules of plug-ins: run in the process of plug-ins, each with its time, and told with the plug-in's name."""

import gc
import time
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.model.design import Design
from designer.model.identity_cache import Remembered
from designer.model.records import Record
from designer.plugins.asking import records_of
from designer.plugins.records import Plugin
from designer.plugins.running import PluginFailed, PluginHost, lasting_host, names_of
from designer.plugins.times import ALL_S
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
    """All that a rule sees, and the library packed: it seldom changes, and is large."""

    design: Design
    library: msgspec.Raw
    results: Results
    today: str


class OwnRules(Record, frozen=True):
    """Rules of plug-ins that judge beside those of the program, wherever a design is reviewed.

    Attributes:
        plugins: Those that are switched on; the ones without a rule say nothing.
    """

    plugins: tuple[Plugin, ...] = ()

    def added(
        self, findings: Iterable[Finding], design: Design, library: Library, results: Results, today: date
    ) -> tuple[Finding, ...]:
        """Return FINDINGS with those of the rules, worst first; they run in a process that stays for the next time."""
        return with_own_rules(findings, self.plugins, design, library, results, today)


NO_OWN_RULES: Final = OwnRules()


_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(Judged)
_findings: Final = msgspec.msgpack.Decoder(tuple[Finding, ...])
_libraries: Final = msgspec.msgpack.Decoder(Library)
_packed: Final = Remembered[msgspec.Raw](kept=2)
_unpacked: Final = Remembered[Library](kept=1)
"""In the process of plug-ins: the library, as long as its bytes are the same."""
_last: Final[list[tuple[bytes, Judged]]] = []
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
        host: The process that they run in; None takes the one that stays until this process ends.
    """
    found = list(findings)
    rules = names_of(plugins, "check")
    if not rules:
        return tuple(found)
    parts = _packed.of((library,), None, lambda: msgspec.Raw(_encoder.encode(library)))
    packed = _encoder.encode(Judged(design=design, library=parts, results=results, today=today.isoformat()))
    begun = time.monotonic()
    for plugin in rules:
        if time.monotonic() - begun > ALL_S:
            found.append(_failed(f"The plug-in {plugin.name}: was not asked, as those before it took {ALL_S:g} s."))
        else:
            found += _told(host or lasting_host(), plugin, packed, design)
    return tuple(sorted(found, key=lambda finding: SEVERITIES.index(finding.severity)))


def _told(host: PluginHost, plugin: Plugin, packed: bytes, design: Design) -> list[Finding]:
    """Return the findings of the rule of PLUGIN, or the one that says why it has none."""
    try:
        answer = host.call(plugin, check, packed, seconds=RULE_S, most_bytes=_MOST_BYTES)
        found = _findings.decode(answer)
    except PluginFailed as failure:
        return [_failed(str(failure))]
    except msgspec.MsgspecError:
        return [_failed(f"The plug-in {plugin.name}: gave findings that cannot be read.")]
    told = [_named(plugin, finding, design) for finding in found[:MOST_OF_A_RULE]]
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
    if not _last or _last[0][0] is not payload:
        # Records hold no circles: garbage is not looked for among the hundreds of thousands that come at once.
        gc.disable()
        _last[:] = [(payload, _decoder.decode(payload))]
        gc.freeze()
        gc.enable()
    judged = _last[0][1]
    library = _unpacked.of((), bytes(judged.library), lambda: _libraries.decode(judged.library))
    day = date.fromisoformat(judged.today)
    # A plug-in has one rule; pluggy gives a list with what it returned, or an empty one for None.
    given = hooks.check(design=judged.design, library=library, results=judged.results, today=day)
    return _encoder.encode(
        [_finding(one) for one in records_of(given, Finding, "check", "findings", MOST_OF_A_RULE + 1)]
    )


def _finding(given: Finding) -> Finding:
    """Return GIVEN with every field checked for its type."""
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
