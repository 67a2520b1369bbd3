"""Find and replace in names, notes and part ids; a part id that is replaced swaps the part.

A regular expression is only run when it cannot take forever: no repeat around another repeat or around a choice, no
reference back, and no more work than a bound, whatever the texts are.
"""

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from designer.catalog.library import Library, near_ids
from designer.edit.draft import Draft
from designer.edit.edit_labels import named
from designer.edit.fields import changed
from designer.edit.links.links import LINK_FIELDS
from designer.edit.nodes.nodes import NODE_FIELDS
from designer.edit.nodes.swap import swap_parts
from designer.model.changes import ChangeSet, merged
from designer.model.design import Design, Node
from designer.model.record_limits import LONGEST_NAME, LONGEST_TEXT
from designer.model.records import Record, RefusedInput

Field = Literal["name", "note", "part"]
FIELDS: Final[tuple[Field, ...]] = ("name", "note", "part")
LONGEST_PATTERN: Final = 100
MOST_MATCHES: Final = 5000
_MOST_REPEATS: Final = 4
_MOST_WORK: Final = 200_000_000
"""Steps that a regular expression may take at the very most, over all texts."""


class Match(Record, frozen=True, kw_only=True):
    """One text in which something was found.

    Attributes:
        title: What the record is called.
        problem: Why it cannot be replaced; "" when it can.
    """

    record_id: str
    field: Field
    title: str
    before: str
    after: str
    problem: str = ""

    @property
    def key(self) -> str:
        """Return the key that tells it from the others."""
        return f"{self.field}:{self.record_id}"


def find_matches(
    design: Design,
    library: Library,
    find: str,
    replacement: str,
    *,
    fields: Sequence[Field] = FIELDS,
    expression: bool = False,
    exact_case: bool = False,
    ids: Iterable[str] | None = None,
) -> tuple[Match, ...]:
    """Every text in which FIND stands, with what it becomes; at most MOST_MATCHES.

    Args:
        design: The design.
        library: Where the parts of new ids are found.
        find: What to look for; nothing finds nothing.
        replacement: What stands there then; in an expression a backslash and 1 is what the first bracket found.
        fields: Which texts to look through.
        expression: Whether FIND is a regular expression.
        exact_case: Whether upper and lower case count.
        ids: Nodes and links to look through; all when None.

    Raises:
        RefusedInput: the expression cannot be read, could take forever, or its replacement names a bracket that is
            not there.
    """
    if not find:
        return ()
    wanted = None if ids is None else set(ids)
    texts = [text for text in _texts(design, fields) if wanted is None or text[0] in wanted]
    change = _change(find, replacement, exact_case, [text for _, _, text in texts] if expression else None)
    found: list[Match] = []
    problems: dict[tuple[Field, str], str] = {}
    for record_id, field, text in texts:
        after = change(text)
        if after is None or after == text:
            continue
        title = design.nodes[record_id].title if record_id in design.nodes else named(design, [record_id])
        if (field, after) not in problems:
            problems[field, after] = _problem(design, library, field, after)
        found.append(
            Match(
                record_id=record_id,
                field=field,
                title=title,
                before=text,
                after=after,
                problem=problems[field, after],
            )
        )
        if len(found) == MOST_MATCHES:
            break
    return tuple(found)


def _texts(design: Design, fields: Sequence[Field]) -> Iterator[tuple[str, Field, str]]:
    """(record id, field, text) of all texts that are not empty, nodes in design order, then links."""
    for node in design.nodes_in_order():
        own: Mapping[Field, str] = {"name": node.name, "note": node.note, "part": node.part or ""}
        for field in FIELDS:
            if field in fields and own[field]:
                yield node.id, field, own[field]
    for link in design.links.values() if "name" in fields else ():
        if link.name:
            yield link.id, "name", link.name


def _problem(design: Design, library: Library, field: Field, after: str) -> str:
    if field == "part":
        if after in design.parts or after in library.parts:
            return ""
        near = near_ids(after, library.parts, 1)
        return f"There is no part {after!r}{f'; is it {near[0]}?' if near else '.'}"
    most = LONGEST_NAME if field == "name" else LONGEST_TEXT
    return f"It would have {len(after):,} characters; {most:,} is the most." if len(after) > most else ""


def _change(find: str, replacement: str, exact_case: bool, texts: Sequence[str] | None) -> Callable[[str], str | None]:
    """Return a function to the new text, None where nothing is found; TEXTS are those that an expression runs on."""
    flags = re.NOFLAG if exact_case else re.IGNORECASE
    if texts is None:
        plain = re.compile(re.escape(find), flags)
        return lambda text: plain.sub(lambda _: replacement, text) if plain.search(text) else None
    pattern = safe_expression(find, flags, texts)

    def change(text: str) -> str | None:
        try:
            return pattern.sub(replacement, text) if pattern.search(text) else None
        except (re.error, IndexError) as problem:
            raise RefusedInput(f"The replacement cannot be read: {problem}.") from None

    return change


_REPEAT: Final = re.compile(r"[*+?]|\{\d*,?\d*\}")


def safe_expression(find: str, flags: re.RegexFlag, texts: Sequence[str]) -> re.Pattern[str]:
    """FIND as an expression that comes to an end on TEXTS soon enough.

    Raises:
        RefusedInput: it is too long, cannot be read, or could take forever.
    """
    if len(find) > LONGEST_PATTERN:
        raise RefusedInput(f"The expression has {len(find)} characters; {LONGEST_PATTERN} is the most.")
    repeats, choices = _count_repeats(find)
    work = 2**choices * sum((len(text) + 1) ** (repeats + 1) for text in texts)
    if work > _MOST_WORK:
        raise RefusedInput("That expression could take too long on these texts; use fewer of * + ? and {}.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "[[" may mean something else one day
            return re.compile(find, flags)
    except (re.error, OverflowError, RecursionError) as problem:
        raise RefusedInput(f"The expression cannot be read: {problem}.") from None


def _count_repeats(find: str) -> tuple[int, int]:
    """Return how many repeats and choices FIND has, no repeat around another one or around a choice.

    Raises:
        RefusedInput: one is, or it refers back.
    """
    repeats, choices, groups, closed = 0, 0, list[bool](), False
    place, total = 0, len(find)
    while place < total:
        letter = find[place]
        if letter == "\\":
            if find[place + 1 : place + 2].isdigit() and find[place + 1] != "0":
                raise RefusedInput("An expression here cannot refer back to what it found (\\1).")
            place, closed = place + 2, False
            continue
        if letter == "[":
            place, closed = _after_class(find, place), False
            continue
        if letter == "(":
            if find[place + 1 : place + 2] == "?" and not find.startswith("(?:", place):
                raise RefusedInput("An expression here has plain brackets only: ( … ) or (?: … ).")
            groups.append(False)
            place += 3 if find.startswith("(?:", place) else 1
            closed = False
            continue
        if letter == ")":
            inner = groups.pop() if groups else False
            if groups:
                groups[-1] = groups[-1] or inner
            place, closed = place + 1, inner
            continue
        repeat = _REPEAT.match(find, place)
        if repeat is not None and place > 0:
            if closed:
                raise RefusedInput("An expression here cannot repeat what repeats or has a choice inside: (a+)+.")
            repeats += 1
            if repeats > _MOST_REPEATS:
                raise RefusedInput(f"An expression here has at most {_MOST_REPEATS} of * + ? and {{}}.")
            if groups:
                groups[-1] = True
            place = repeat.end()
            if find[place : place + 1] in {"?", "+"}:
                place += 1
            closed = False
            continue
        if letter == "|":
            choices += 1
            if groups:
                groups[-1] = True
        place, closed = place + 1, False
    return repeats, choices


def _after_class(find: str, start: int) -> int:
    """The place behind the class [...] that begins at START."""
    place = start + 1
    if find[place : place + 1] == "^":
        place += 1
    if find[place : place + 1] == "]":
        place += 1
    while place < len(find) and find[place] != "]":
        place += 2 if find[place] == "\\" else 1
    return place + 1


def replace_matches(design: Design, library: Library, matches: Sequence[Match]) -> ChangeSet:
    """Replace what MATCHES say, as one edit; a part id swaps the part, and its cables are plugged in anew.

    Raises:
        RefusedInput: nothing is left to replace, a text is not what it was, or a part cannot stand there.
    """
    able = [match for match in matches if not match.problem]
    if not able:
        raise RefusedInput("Check what is to be replaced first.")
    steps: list[ChangeSet] = []
    now = design
    # Parts are swapped first, group by group: a swap may change names that follow the part.
    for after in dict.fromkeys(match.after for match in able if match.field == "part"):
        ids = [match.record_id for match in able if match.field == "part" and match.after == after]
        for match in able:
            if match.record_id in ids and match.field == "part":
                # Refused where the design has changed since the search: the person agreed to other words.
                _require_same(design, match)
        steps.append(swap_parts(now, library, ids, after))
        now = steps[-1].applied(now)
    # Texts are replaced in the design with the new parts, all of one record at once.
    draft = Draft(now)
    texts: dict[str, dict[str, Any]] = {}
    for match in able:
        if match.field != "part":
            _require_same(design, match)
            texts.setdefault(match.record_id, {})[match.field] = match.after
    for record_id, fields in texts.items():
        if record_id in now.nodes:
            draft.put(changed(now.nodes[record_id], fields, NODE_FIELDS, "A node"))
        else:
            draft.put(changed(now.links[record_id], fields, LINK_FIELDS, "A link"))
    steps.append(draft.finished(""))
    places = f"{len(able):,} place{'s' if len(able) != 1 else ''}"
    return merged(steps, f"Replace in {places}")


def _require_same(design: Design, match: Match) -> None:
    record = design.nodes.get(match.record_id) or design.links.get(match.record_id)
    present = getattr(record, match.field, None) if isinstance(record, Node) or match.field == "name" else None
    if record is None or (present or "") != match.before:
        raise RefusedInput(f"{match.title} has changed since it was found; look again.")
