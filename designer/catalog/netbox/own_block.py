"""The whole part in the comments of an exported file, and what the file says beyond it when it comes back.

A file that Stackwright wrote carries its part as one fenced block of YAML in the catalog's own form. What NetBox's
form holds itself counts before the block, so that a file that was changed since is believed. To know what was changed,
the block has a digest of every key as it was written.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeVar

from msgspec.structs import replace

from designer.catalog.files.entries import parts_in, sources_in
from designer.catalog.files.part_yaml import part_yaml, source_yaml
from designer.catalog.files.yaml_text import plain_yaml
from designer.catalog.netbox.mapping import Reading
from designer.catalog.netbox.report import FileNote
from designer.catalog.netbox.sheet import plain
from designer.model.parts.part import Part, Source
from designer.model.records import RefusedInput

BLOCK_NAME: Final = "stackwright"
_OPENING: Final = re.compile(rf"^(`{{3,40}})yaml {BLOCK_NAME}[ \t]*\n", re.MULTILINE)
_TICKS: Final = re.compile(r"`+")
_PLAIN_FIELDS: Final = ("vendor", "name", "part_number", "summary", "notes", "ports")
_Value = TypeVar("_Value")


class Carried(NamedTuple):
    """A part that a file carries whole.

    Attributes:
        part: The part.
        sources: The sources that it names.
        comments: The file's comments without the block.
        digests: A digest of each key of the file as it was written.
    """

    part: Part
    sources: tuple[Source, ...]
    comments: str
    digests: Mapping[str, str]


def with_block(data: Mapping[str, Any], part: Part, sources: Mapping[str, Source]) -> str:
    """The comments of the file DATA, followed by the block that carries PART and those of SOURCES that it names.

    Raises:
        RefusedInput: the catalog would not read the part.
    """
    named = [sources[name] for name in sorted(source_ids(part)) if name in sources]
    body = "parts:\n" + part_yaml(part)
    if named:
        body += "sources:\n" + "".join(source_yaml(source) for source in named)
    # Digests of the file's own values: at the next import they tell what was edited since.
    body += "written: {" + ", ".join(f"{key}: '{_digest(value)}'" for key, value in data.items()) + "}\n"
    # A fence longer than any run of ticks inside cannot be closed by the text.
    longest = max((len(run) for run in _TICKS.findall(body)), default=0)
    fence = "`" * min(40, max(3, longest + 1))
    comments = data.get("comments", "")
    start = f"{comments}\n\n" if comments else ""
    return f"{start}{fence}yaml {BLOCK_NAME}\n{body}{fence}\n"


def _digest(value: object) -> str:
    """A short digest of VALUE, of texts without blanks around them."""
    plain_value = value.strip() if isinstance(value, str) else value
    return hashlib.sha256(json.dumps(plain_value, sort_keys=True, default=str).encode()).hexdigest()[:12]


def source_ids(part: Part) -> set[str]:
    """Ids of all sources that PART names."""
    prices = (*part.prices, *(length.price for length in part.lengths if length.price is not None))
    return {
        *part.sources,
        *(source for fact in part.quantities() for source in fact.sources),
        *(source for support in part.platforms for source in support.sources),
        *(source for price in prices for source in price.sources),
    }


def carried_part(comments: object) -> Carried | None:
    """The part that COMMENTS carry; None when they carry none.

    Raises:
        RefusedInput: the block is damaged.
    """
    if not isinstance(comments, str) or f"yaml {BLOCK_NAME}" not in comments:
        return None
    # The last block counts: an older one may have been left above.
    opening = max(_OPENING.finditer(comments), key=lambda found: found.start(), default=None)
    if opening is None:
        return None
    closing = re.compile(rf"^{opening[1]}[ \t]*$", re.MULTILINE).search(comments, opening.end())
    if closing is None:
        return None
    body = comments[opening.end() : closing.start()]
    document = plain_yaml(body.encode("utf-8", "surrogatepass"), "The block of Stackwright in its comments")
    if not isinstance(document, dict) or not isinstance(document.get("parts"), list) or len(document["parts"]) != 1:
        raise RefusedInput("The block of Stackwright in its comments does not hold one part.")
    part = parts_in(document["parts"], "The block of Stackwright")[0]
    sources = sources_in(document.get("sources"), "The block of Stackwright")
    rest = (comments[: opening.start()] + comments[closing.end() :]).strip()
    written = document.get("written")
    digests = {str(key): str(digest) for key, digest in written.items()} if isinstance(written, dict) else {}
    return Carried(part, tuple(sources), rest, digests)


def as_written(data: Mapping[str, Any], exported: Mapping[str, Any], digests: Mapping[str, str]) -> dict[str, Any]:
    """The file DATA as it was when it was written: its own keys where their DIGESTS agree, else those EXPORTED now."""
    before = {key: value for key, value in exported.items() if key in digests}
    before.update({key: value for key, value in data.items() if _digest(value) == digests.get(key)})
    return before


def merged(carried: Part, now: Reading, before: Reading, data: Mapping[str, Any], was: Mapping[str, Any]) -> Reading:
    """CARRIED with what was changed in its file since.

    Args:
        carried: The part in the block.
        now: What the file says without the block.
        before: What the file said when it was written.
        data: The file without the block.
        was: The file as it was written.
    """
    part = _changed(carried, now.part, before.part)
    notes = [FileNote(kind="taken", field="comments", message="They carry the whole part as Stackwright exported it.")]
    notes += [note for note in now.notes if note.kind in {"contradiction", "refused"}]
    effect = "the file counts before the block" if part != carried else "nothing of that is in a part"
    for key in (*data, *(key for key in was if key not in data)):
        # Unchanged since the export: the block, which holds more, counts.
        if key in data and data[key] == was.get(key):
            message = "As it is in the block that its comments carry."
        else:
            message = f"It was {'changed' if key in data else 'taken out'} since the export; {effect}."
        if key != "comments" or key in was:
            notes.append(FileNote(kind="taken", field=plain(key), message=message))
    return Reading(part, tuple(notes))


def _changed(part: Part, theirs: Part, ours: Part) -> Part:
    """PART with everything in which THEIRS differs from OURS."""
    for field in _PLAIN_FIELDS:
        if getattr(theirs, field) != getattr(ours, field):
            part = replace(part, **{field: getattr(theirs, field)})
    facts = _patched(part.facts, theirs.facts, ours.facts)
    texts = _patched(part.texts, theirs.texts, ours.texts)
    if texts != part.texts:
        part = replace(part, texts=texts, sources=part.sources or theirs.sources)
    return replace(part, facts=facts)


def _patched(mine: Mapping[str, _Value], theirs: Mapping[str, _Value], ours: Mapping[str, _Value]) -> dict[str, _Value]:
    """MINE with every entry that THEIRS has otherwise than OURS."""
    table = dict(mine)
    for name in {**theirs, **ours}:
        if theirs.get(name) == ours.get(name):
            continue
        if name in theirs:
            table[name] = theirs[name]
        else:
            table.pop(name, None)
    return table
