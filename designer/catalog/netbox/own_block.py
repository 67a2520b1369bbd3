"""The whole part in the comments of an exported file, and what the file says beyond it when it comes back.

A file that Stackwright wrote carries its part as one fenced block of YAML in the catalog's own form. What NetBox's
form holds itself counts before the block, so that a file that was changed since is believed.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from designer.catalog.netbox.mapping import Reading
from designer.catalog.netbox.report import FileNote
from designer.catalog.netbox.sheet import plain
from designer.catalog.part_yaml import part_yaml, source_yaml
from designer.catalog.reading import parts_in, sources_in
from designer.catalog.yaml_text import plain_yaml
from designer.model.parts import Part, Source
from designer.model.records import RefusedInput

BLOCK_NAME: Final = "stackwright"
_FENCE: Final = re.compile(
    r"^(?P<fence>`{3,})yaml stackwright[ \t]*\n(?P<body>.*?)^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL
)
_TICKS: Final = re.compile(r"`+")
_NUMBER_FIELDS: Final = ("vendor", "name", "part_number", "summary", "notes")
_KEY_OF: Final[Mapping[str, str]] = {
    "vendor": "manufacturer", "name": "model", "part_number": "part_number", "summary": "description",
    "notes": "comments",
}  # fmt: skip


class Carried(NamedTuple):
    """A part that a file carries whole.

    Attributes:
        part: The part.
        sources: The sources that it names.
        comments: The file's comments without the block.
    """

    part: Part
    sources: tuple[Source, ...]
    comments: str


def with_block(comments: str, part: Part, sources: Mapping[str, Source]) -> str:
    """COMMENTS followed by the block that carries PART and those of SOURCES that it names.

    Raises:
        RefusedInput: the catalog would not read the part.
    """
    named = [sources[name] for name in sorted(source_ids(part)) if name in sources]
    body = "parts:\n" + part_yaml(part)
    if named:
        body += "sources:\n" + "".join(source_yaml(source) for source in named)
    longest = max((len(run) for run in _TICKS.findall(body)), default=0)
    fence = "`" * max(3, longest + 1)
    start = f"{comments}\n\n" if comments else ""
    return f"{start}{fence}yaml {BLOCK_NAME}\n{body}{fence}\n"


def source_ids(part: Part) -> set[str]:
    """Ids of all sources that PART names."""
    prices = (*part.prices, *(length.price for length in part.lengths if length.price is not None))
    return {
        *part.sources,
        *(source for fact in part.facts.values() for source in fact.sources),
        *(source for price in prices for source in price.sources),
    }  # fmt: skip


def carried_part(comments: object) -> Carried | None:
    """The part that COMMENTS carry; None when they carry none.

    Raises:
        RefusedInput: the block is damaged.
    """
    if not isinstance(comments, str) or f"yaml {BLOCK_NAME}" not in comments:
        return None
    found = _FENCE.search(comments)
    if found is None:
        return None
    document = plain_yaml(found["body"].encode("utf-8", "surrogatepass"), "The block of Stackwright in its comments")
    if not isinstance(document, dict) or not isinstance(document.get("parts"), list) or len(document["parts"]) != 1:
        raise RefusedInput("The block of Stackwright in its comments does not hold one part.")
    part = parts_in(document["parts"], "The block of Stackwright")[0]
    sources = sources_in(document.get("sources"), "The block of Stackwright")
    return Carried(part, tuple(sources), (comments[: found.start()] + comments[found.end() :]).strip())


def merged(carried: Part, written: Reading, as_exported: Reading, data: Mapping[str, Any]) -> Reading:
    """CARRIED with what the file says otherwise.

    Args:
        carried: The part in the block.
        written: What the file says without the block.
        as_exported: What the file said when CARRIED was exported.
        data: The file.
    """
    notes = [FileNote(kind="taken", field="comments", message="They carry the whole part as Stackwright exported it.")]
    theirs, ours = written.part, as_exported.part
    part = carried
    for field in _NUMBER_FIELDS:
        if getattr(theirs, field) != getattr(ours, field):
            part = replace(part, **{field: getattr(theirs, field)})
            notes.append(_changed(_KEY_OF[field], "the file"))
    facts, texts = dict(part.facts), dict(part.texts)
    for changes, mine, other in ((theirs.facts, facts, ours.facts), (theirs.texts, texts, ours.texts)):
        for name in {**changes, **other}:
            if changes.get(name) == other.get(name):
                continue
            if name in changes:
                mine[name] = changes[name]  # type: ignore[assignment]  # both tables of a part, each with its own
            else:
                mine.pop(name, None)
            notes.append(_changed(name, "the file"))
    part = replace(part, facts=facts, texts=texts)
    if texts and not part.sources:
        part = replace(part, sources=theirs.sources)
    if theirs.ports != ours.ports:
        part = replace(part, ports=theirs.ports)
        notes.append(_changed("interfaces", "the file"))
    notes += [note for note in written.notes if note.kind in {"contradiction", "refused"}]
    told = {note.field.partition(".")[0] for note in notes}
    notes += [
        FileNote(kind="taken", field=plain(key), message="As it is in the block that its comments carry.")
        for key in data
        if plain(key) not in told
    ]  # fmt: skip
    return Reading(part, tuple(notes))


def _changed(field: str, where: str) -> FileNote:
    return FileNote(
        kind="taken", field=field, message=f"It was changed since the export; {where} counts before the block."
    )
