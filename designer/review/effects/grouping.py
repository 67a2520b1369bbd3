"""Findings that say the same of several things, told once: "Each of 4 PDUs (…) has no power cable."."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from msgspec import structs

from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.naming import ends_name, link_name
from designer.model.records import Record
from designer.model.wording import listed
from designer.review.findings import Finding, Fix, Severity

_NAME: Final = "\0"
_NUMBER: Final = "\1"
NUMBERS: Final = re.compile(r"\d[\d,.]*")
"""Numbers in a message, by which findings that are alike may differ."""
_EACH: Final = "Each "
_BETWEEN: Final = ends_name("", "")


class FindingGroup(Record, frozen=True, kw_only=True):
    """One finding, or several that differ by what they are about alone.

    Attributes:
        message: What is the matter, of all of them.
        detail: Why, and what to do.
        members: All of them, in the order of the review.
    """

    message: str
    detail: str
    members: tuple[Finding, ...]

    @property
    def rule(self) -> str:
        """The rule that found them."""
        return self.members[0].rule

    @property
    def severity(self) -> Severity:
        """Return how bad they are."""
        return self.members[0].severity

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids that all of them are about, each once."""
        return tuple(dict.fromkeys(one for member in self.members for one in member.ids))

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """The fix of each member, each once; empty where one of them has none."""
        return _each_once([member.fix for member in self.members])

    @property
    def fix_label(self) -> str:
        """Words for a button that makes all fixes."""
        return _label_of_all(self.fixes)

    @property
    def other_way(self) -> "FindingGroup | None":
        """The same findings with their other fix in place of the first; None where one of them has no other."""
        if not _each_once([member.other_fix for member in self.members]):
            return None
        turned = [structs.replace(member, fix=member.other_fix, other_fix=None) for member in self.members]
        return structs.replace(self, members=tuple(turned))


def _each_once(fixes: Sequence[Fix | None]) -> tuple[Fix, ...]:
    """Return FIXES, each once; none where one is missing."""
    found = [fix for fix in fixes if fix is not None]
    distinct = [fix for place, fix in enumerate(found) if fix not in found[:place]]
    return tuple(distinct) if len(found) == len(fixes) else ()


def _label_of_all(fixes: Sequence[Fix]) -> str:
    """Return the words for a button that makes all FIXES."""
    if not fixes:
        return ""
    return fixes[0].label if len(fixes) == 1 else f"{fixes[0].label}, and {len(fixes) - 1} alike"


class _Shape(NamedTuple):
    """A finding without the names of what it is about, and without numbers: what alike findings share."""

    rule: str
    severity: str
    message: str
    edit: str
    other_edit: str


def grouped(design: Design, findings: Sequence[Finding]) -> tuple[FindingGroup, ...]:
    """Return FINDINGS with those alike as one, each group where its first member stood."""
    members: dict[_Shape, list[Finding]] = {}
    for finding in findings:
        members.setdefault(_shape(design, finding), []).append(finding)
    return tuple(_group(design, alike) for alike in members.values())


def _shape(design: Design, finding: Finding) -> _Shape:
    return _Shape(
        finding.rule,
        finding.severity,
        NUMBERS.sub(_NUMBER, _unnamed(design, finding)),
        finding.fix.edit if finding.fix is not None else "",
        finding.other_fix.edit if finding.other_fix is not None else "",
    )


def _unnamed(design: Design, finding: Finding) -> str:
    """Return what FINDING says, with one sign for each name in it."""
    message = finding.message
    # Long names first, since a short one may be part of them.
    for name in sorted(_names(design, finding), key=len, reverse=True):
        message = _whole(name).sub(_NAME, message)
    return message


def _names(design: Design, finding: Finding) -> list[str]:
    """Return the names in what FINDING says of the things that it is about, each once.

    It may be about thousands, of which a sentence names few.
    """
    nodes, links, message = design.nodes, design.links, finding.message
    between = _BETWEEN in message
    found: dict[str, None] = {}
    for one in finding.ids:
        node = nodes.get(one)
        if node is not None:
            found[node.title] = None
        # A link without a name has its two ends in its name.
        elif one in links and (between or links[one].name):
            found[link_name(design, links[one])] = None
    return [name for name in found if name and name in message]


def _group(design: Design, alike: list[Finding]) -> FindingGroup:
    first = alike[0]
    if len(alike) == 1:
        return FindingGroup(message=first.message, detail=first.detail, members=(first,))
    subjects = [_subject(design, finding) for finding in alike]
    # Alike findings differ in their subject alone: then one sentence names all; else the first with the others.
    named = [name for _, name in subjects if name]
    nouns = {_noun(design, one) for one, _ in subjects}
    rests = {_rest(finding, name) for finding, (_, name) in zip(alike, subjects, strict=True)}
    if len(named) == len(alike) and len(nouns) == len(rests) == 1:
        message = f"Each of {len(alike)} {nouns.pop()} ({listed(named)}){rests.pop()}"
    else:
        others = listed([name for _, name in subjects[1:] if name])
        # No number begins the sentence: behind a name that ends in one, "... Switch 2. 3 more" would read as 2.3.
        more = "One more is alike" if len(alike) == 2 else f"Another {len(alike) - 1:,} are alike"
        # The first has the numbers of itself alone.
        if len({_unnamed(design, finding) for finding in alike}) > 1:
            more += f", with {'figures of its own' if len(alike) == 2 else 'figures of their own'}"
        message = f"{first.message} {more}{f': {others}' if others else ''}."
    return FindingGroup(message=message, detail=first.detail, members=tuple(alike))


def _subject(design: Design, finding: Finding) -> tuple[str, str]:
    """(id, name) of what FINDING begins with; its first name where it begins with none."""
    said = finding.message.removeprefix(_EACH)
    known = ((one, name) for one in finding.ids for name in _names_of(design, one))
    first = next(known, ("", ""))
    starting = [(one, name) for one, name in chain((first,), known) if _begins(said, name)] if first[0] else []
    return max(starting, key=lambda pair: len(pair[1]), default=first)


def _begins(said: str, name: str) -> bool:
    """Return whether SAID begins with NAME as a whole: "Rack 12 is full" does not with "Rack 1"."""
    return said.startswith(name) and _whole(name).match(said) is not None


@lru_cache(maxsize=4096)
def _whole(name: str) -> re.Pattern[str]:
    """Return a pattern for NAME that is no part of a longer name, as Rack 1 is of Rack 12 and of Rack 1.5."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w|[.,]\d)")


def _names_of(design: Design, record_id: str) -> list[str]:
    if record_id in design.nodes:
        return [design.nodes[record_id].title]
    return [link_name(design, design.links[record_id])] if record_id in design.links else []


def _rest(finding: Finding, name: str) -> str:
    """Return what FINDING says after NAME; the whole of it where it begins otherwise, so that it is like no other."""
    said = finding.message.removeprefix(_EACH)
    return said[len(name) :] if name and _begins(said, name) else finding.message


def _noun(design: Design, record_id: str) -> str:
    """Return the name of several such things: "PDUs", "switches"."""
    if record_id in design.links:
        return "links"
    kind = KINDS.get(design.nodes[record_id].kind) if record_id in design.nodes else None
    if kind is None:
        return "things"
    # An abbreviation keeps its capitals.
    return kind.plural if kind.plural[:2].isupper() else kind.plural.lower()
