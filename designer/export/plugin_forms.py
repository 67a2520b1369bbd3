"""Exporters of plug-ins: a design goes to the process of plug-ins, and bytes come back, which the program writes."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import msgspec

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.model.design import Design
from designer.model.records import Record, RefusedInput
from designer.plugins.asking import Asking, records_of
from designer.plugins.hooks import Exporter
from designer.plugins.records import Plugin
from designer.plugins.running import PluginFailed, plugin_host
from designer.review.findings import Finding

DESCRIBE_S: Final = 5.0
WRITE_S: Final = 60.0
"""How long an exporter of a plug-in may take."""
_MOST_BYTES: Final = 200_000_000
_MOST_DESCRIBED: Final = 1_000_000
_MOST_EXPORTERS: Final = 50
_MOST_TITLE: Final = 80


class OwnForm(Record, frozen=True, kw_only=True):
    """A form in which a plug-in writes a design.

    Attributes:
        suffix: How its files end, with the dot.
        title: What it is called.
        number: Which of the exporters of its plug-in.
    """

    plugin: Plugin
    suffix: str
    title: str
    number: int


class Written(Record, frozen=True, kw_only=True):
    """Material that an exporter is given."""

    number: int
    design: Design
    library: Library
    results: Results
    findings: tuple[Finding, ...]
    today: str


_written: Final = msgspec.msgpack.Decoder(Written)


def own_forms(plugins: Sequence[Plugin], taken: Iterable[str]) -> tuple[tuple[OwnForm, ...], tuple[str, ...]]:
    """Return the forms of PLUGINS, and a line for each plug-in or form that is left out.

    Args:
        plugins: Those that are switched on.
        taken: Endings that the program writes itself.
    """
    found: dict[str, OwnForm] = {}
    known = {ending.lower() for ending in taken}
    with plugin_host() as host:
        asked = _ASKING.of(plugins, host)
    problems = list(asked.problems)
    for plugin, described in asked.answers:
        for number, (suffix, title) in enumerate(described):
            if suffix in known or suffix in found:
                whose = "the program" if suffix in known else f"the plug-in {found[suffix].plugin.name}"
                problems.append(f"The plug-in {plugin.name}: {whose} writes {suffix} already; it is left out.")
            else:
                found[suffix] = OwnForm(plugin=plugin, suffix=suffix, title=title, number=number)
    return tuple(found.values()), tuple(problems)


def own_body(
    form: OwnForm, design: Design, library: Library, results: Results, findings: Sequence[Finding], today: date
) -> bytes:
    """Return what the exporter of FORM makes of DESIGN.

    Raises:
        RefusedInput: the plug-in raised, took too long, or gave no text and no bytes.
    """
    asked = Written(
        number=form.number,
        design=design,
        library=library,
        results=results,
        findings=tuple(findings),
        today=today.isoformat(),
    )
    try:
        with plugin_host() as host:
            packed = msgspec.msgpack.encode(asked)
            return host.call(form.plugin, write, packed, seconds=WRITE_S, most_bytes=_MOST_BYTES)
    except PluginFailed as failure:
        raise RefusedInput(str(failure)) from None


def describe(hooks: Any, _payload: bytes) -> bytes:
    """Return ending and title of each exporter of HOOKS as bytes; runs in the process of plug-ins.

    Raises:
        TypeError: they are none.
    """
    return msgspec.msgpack.encode([_described_one(one) for one in _given(hooks)])


def write(hooks: Any, payload: bytes) -> bytes:
    """Return what an exporter of HOOKS makes of the design in PAYLOAD; runs in the process of plug-ins.

    Raises:
        TypeError: it gives neither text nor bytes.
    """
    asked = _written.decode(payload)
    body: Any = _given(hooks)[asked.number].write(asked.design, asked.library, asked.results, asked.findings)
    if isinstance(body, str):
        body = body.encode()
    if not isinstance(body, bytes):
        raise TypeError(f"the exporter gave a {type(body).__name__}, and neither text nor bytes")
    return body


def _given(hooks: Any) -> list[Exporter]:
    return records_of(hooks.exporters(), Exporter, "exporters", "exporters", _MOST_EXPORTERS)


def _described_one(one: Exporter) -> tuple[str, str]:
    suffix, title = str(one.suffix).lower(), " ".join(str(one.title).split())[:_MOST_TITLE]
    plain = suffix[1:].replace("-", "").replace("_", "")
    if not suffix.startswith(".") or not plain.isascii() or not plain.isalnum() or len(suffix) > 20:
        raise TypeError(f"{suffix[:40]!r} is no ending of a file: a dot, then letters, digits, - and _")
    return suffix, title or suffix


_ASKING: Final = Asking(
    "exporters", describe, msgspec.msgpack.Decoder(list[tuple[str, str]]), DESCRIBE_S, _MOST_DESCRIBED
)
