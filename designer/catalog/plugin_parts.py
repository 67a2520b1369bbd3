"""Part sources of plug-ins: their parts stand in the catalog with the name of the plug-in as their source."""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
import platformdirs
from msgspec.structs import replace

from designer import clock
from designer.catalog.files.entries import MAX_PARTS, parts_in, sources_in
from designer.catalog.library import Library, sources_of
from designer.files.writing import write_whole
from designer.model.parts.part import Part, Source
from designer.model.records import RefusedInput
from designer.plugins.records import Plugin
from designer.plugins.running import PluginFailed, PluginHost, names_of, plugin_host

PARTS_S: Final = 20.0
"""How long a part source may take: it may ask a system of the company."""
LEFT_OUT: Final = "The plug-in "
"""How each problem of a library begins that is about a plug-in."""
_MOST_BYTES: Final = 20_000_000
_KEPT_FILES: Final = 50


class Told(msgspec.Struct, frozen=True):
    """Answer of a part source on a day; it is asked once a day, as each command reads the catalog.

    Attributes:
        day: ISO day.
        document: Parts and sources as in a file of parts, not yet checked.
    """

    day: str
    document: dict[str, Any]


def with_plugin_parts(library: Library, plugins: Sequence[Plugin], today: date | None = None) -> Library:
    """Return LIBRARY with the parts of PLUGINS; a source that fails is told in `problems`, and the rest is there.

    A part has the shipped or own one of its id before it, so that no plug-in changes what is known in silence.

    Args:
        library: The parts on hand.
        plugins: Those that are switched on.
        today: For which day they are asked; None is today.
    """
    sources_asked = names_of(plugins, "parts")
    if not sources_asked:
        return library
    day = clock.today() if today is None else today
    parts, sources, problems = dict(library.parts), dict(library.sources), list(library.problems)
    own, by_plugin = set(library.own), dict(library.given)
    with plugin_host() as host:
        for plugin in sources_asked:
            try:
                given, cited = _of_plugin(plugin, host, day)
            except RefusedInput as refusal:
                problems.append(_line(plugin, str(refusal)))
                continue
            left = sorted(part.id for part in given if part.id in parts)
            if left:
                more = f" and {len(left) - 3} more" if len(left) > 3 else ""
                problems.append(_line(plugin, f"{', '.join(left[:3])}{more}: left out, parts of these ids are known"))
            if len(parts) + len(given) > MAX_PARTS:
                problems.append(_line(plugin, f"its parts are left out: there would be more than {MAX_PARTS:,}"))
                continue
            new = {part.id: part for part in given if part.id not in parts}
            parts.update(new)
            own.update(new)
            by_plugin.update(dict.fromkeys(new, plugin.name))
            sources = {**{source.id: source for source in cited}, **sources}
    return Library(parts=parts, sources=sources, own=frozenset(own), given=by_plugin, problems=tuple(problems))


def source_id(plugin: Plugin) -> str:
    """Return the id of PLUGIN as a source of parts."""
    return f"plugin-{plugin.name}"


def _line(plugin: Plugin, problem: str) -> str:
    said = problem.rstrip(".")
    return f"{said}." if said.startswith(LEFT_OUT) else f"{LEFT_OUT}{plugin.name}: {said}."


def _of_plugin(plugin: Plugin, host: PluginHost, day: date) -> tuple[list[Part], list[Source]]:
    """Return the parts that PLUGIN gives, each citing the plug-in where it cites nothing, and their sources.

    Raises:
        RefusedInput: it failed, or a part or source is not allowed.
    """
    told = _told(plugin, host, day)
    unknown = sorted(told.document.keys() - {"parts", "sources"})
    if unknown:
        raise RefusedInput(f"it gave {unknown[0]!r}; parts gives `parts` and `sources`")
    cited = sources_in(told.document.get("sources"), "sources")
    own = Source(
        id=source_id(plugin),
        publisher=f"Plug-in {plugin.name}",
        published=told.day,
        retrieved=told.day,
        kind="plug-in",
        tier="none",
    )
    parts = parts_in(told.document.get("parts"), "parts")
    ids = [part.id for part in parts]
    if len(set(ids)) < len(ids):
        twice = next(one for one in ids if ids.count(one) > 1)
        raise RefusedInput(f"the part {twice} is there twice")
    known = {source.id for source in cited} | {own.id}
    lost = next((one for part in parts for one in sorted(sources_of(part)) if one not in known), None)
    if lost is not None:
        raise RefusedInput(f"it cites the source {lost!r}, which it does not give")
    return [_citing(part, own.id) for part in parts], [*cited, own]


def _citing(part: Part, source: str) -> Part:
    """Return PART with SOURCE among its own, and where a fact or a price of it names none."""
    facts = {
        name: fact if fact.sources or fact.status in ("derived", "estimated") else replace(fact, sources=(source,))
        for name, fact in part.facts.items()
    }
    prices = tuple(price if price.sources else replace(price, sources=(source,)) for price in part.prices)
    return replace(part, facts=facts, prices=prices, sources=tuple(dict.fromkeys((*part.sources, source))))


def _told(plugin: Plugin, host: PluginHost, day: date) -> Told:
    """Return what PLUGIN tells on DAY, from the cache where it was asked already."""
    asked_for = "\n".join((plugin.key, plugin.digest, day.isoformat()))
    kept = _cache() / f"{hashlib.sha256(asked_for.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.parts"
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.msgpack.decode(kept.read_bytes(), type=Told)
    try:
        asked = msgspec.msgpack.encode(day.isoformat())
        answer = host.call(plugin, give, asked, seconds=PARTS_S, most_bytes=_MOST_BYTES)
        told = Told(day.isoformat(), msgspec.msgpack.decode(answer, type=dict[str, Any]))
    except PluginFailed as failure:
        raise RefusedInput(str(failure)) from None
    except msgspec.MsgspecError:
        raise RefusedInput("gave parts that cannot be read") from None
    with suppress(OSError, RefusedInput):
        kept.parent.mkdir(parents=True, exist_ok=True)
        old = sorted(kept.parent.glob("*.parts"), key=lambda path: path.stat().st_mtime)
        for path in old[:-_KEPT_FILES]:
            path.unlink(missing_ok=True)
        write_whole(kept, msgspec.msgpack.encode(told))
    return told


def _cache() -> Path:
    return platformdirs.user_cache_path("stackwright", appauthor=False) / "plugins"


def give(hooks: Any, payload: bytes) -> bytes:
    """Return the parts of HOOKS as bytes; runs in the process of plug-ins.

    Raises:
        TypeError: they are no mapping of parts and sources.
    """
    today = date.fromisoformat(msgspec.msgpack.decode(payload, type=str))
    said = hooks.parts(today=today)
    given = said[0] if said else {}
    if not isinstance(given, Mapping):
        raise TypeError(f"parts gave a {type(given).__name__}, and not a mapping of parts and sources")
    return msgspec.msgpack.encode(dict(given))
