"""Merging another's file in a background process, with what it comes to; no Qt here."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from designer.catalog.library import Library
from designer.edit.merging.records import Merge, Side
from designer.export.text.suffixes import SUFFIXES as TEXT_SUFFIXES
from designer.model.changes import Table, between
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.naming import title_of
from designer.model.records import RefusedInput
from designer.model.wording import counted, listed
from designer.plugins.consent import active_plugins
from designer.review.effects.records import Effect
from designer.ui.explore.effect_work import find_effect
from designer.ui.jobs.background_process import Progress
from designer.worker import encode_request

if TYPE_CHECKING:
    from designer.store.project import OpenedProject

_NO_VERSIONS: Final = (
    "{name} holds no versions, so that nothing tells who changed what; give the file that both began from."
)

_DRAWN: Final[frozenset[Table]] = frozenset({"nodes", "links", "marks", "views", "settings"})


class Asked(NamedTuple):
    """Files and choices of a merge.

    Attributes:
        mine: The project file of the open design; None where it was never saved.
        theirs: The other's file, a project or a design as text.
        base: What both began from; None to look for it among the versions of both.
        decided: Which side is taken, by the key of a conflict.
        all_of: Whose side all other conflicts take; None proposes.
        variant: Which design of its project is open; that of the same id in theirs is merged, else their main one.
    """

    mine: Path | None
    theirs: Path
    base: Path | None = None
    decided: Mapping[str, Side] = {}
    all_of: Side | None = None
    variant: str = ""


class MergeFound(NamedTuple):
    """Result of a merge that is not made yet.

    Attributes:
        merge: The merged design with its conflicts; None where no base is known.
        effect: What the merged design leads to from mine; None without a merge.
        added: Devices and software that stand in the design anew, "4 × DGX H100".
        changes: Things that become others than in mine: "From theirs: 3 things added, 8 changed and 1 removed"; ""
            where all stays as it is.
        no_base: Why nothing tells what both began from; "" where it is known.
        variants: Designs of theirs that this merge leaves alone, and how they come, in a sentence; "" without any.
    """

    merge: Merge | None
    effect: Effect | None = None
    added: tuple[str, ...] = ()
    changes: str = ""
    no_base: str = ""
    variants: str = ""


def find_merge(progress: Progress, design: Design, asked: Asked, library: Library, today: date) -> MergeFound:
    """Return what DESIGN becomes with the work of another, and what that does to its headline figures.

    Args:
        progress: Is told how far it is.
        design: The open design, with what is not saved of it.
        asked: The files and what a person chose.
        library: The parts on hand.
        today: Day of the analysis.

    Raises:
        RefusedInput: a file cannot be read, or the two together are no design.
    """
    from designer.edit.merging.designs import merge_designs

    progress(0, 4, "reading both files")
    if asked.mine is not None and asked.mine.resolve() == asked.theirs.resolve():
        raise RefusedInput(f"{asked.theirs.name} is the file of this design; choose the other's.")
    theirs, others = _their_design(asked, library)
    try:
        base = _design_in(asked.base, library) if asked.base is not None else _common(asked)
    except _NoBase as why:
        return MergeFound(None, no_base=str(why))
    progress(1, 4, "merging")
    merge = merge_designs(base, design, theirs, asked.decided, asked.all_of)
    plugins = active_plugins()
    before, after = (
        (one, encode_request(0, one, today, library=library, plugins=plugins)) for one in (design, merge.design)
    )

    def told(done: int, total: int, name: str) -> bool:
        return progress(2 + done, 4, f"figures {name}".replace("with the edit", "with theirs"))

    effect = find_effect(told, before, after)
    return MergeFound(merge, effect, _added(design, merge.design), _changes(design, merge.design), variants=others)


class _NoBase(RefusedInput):
    """Nothing tells what both began from."""


def _common(asked: Asked) -> Design:
    from designer.store.common_version import common_version

    if asked.mine is None:
        raise _NoBase(_NO_VERSIONS.format(name="This design, which was never saved,"))
    if asked.theirs.suffix.lower() in TEXT_SUFFIXES:
        raise _NoBase(_NO_VERSIONS.format(name=asked.theirs.name))
    mine, theirs = _project(asked.mine), _project(asked.theirs)
    try:
        from designer.store.variants import variants_of

        both = all(any(one.id == asked.variant for one in variants_of(project)) for project in (mine, theirs))
        return common_version(mine, theirs, asked.variant if both else "")
    except RefusedInput as why:
        raise _NoBase(str(why)) from why


def _project(path: Path) -> "OpenedProject":
    from designer.store.project import read_project

    return read_project(path)


def _their_design(asked: Asked, library: Library) -> tuple[Design, str]:
    """Return the design of theirs that is merged, and in a sentence which others they have that mine lacks or differ.

    Raises:
        RefusedInput: the file cannot be read.
    """
    if asked.theirs.suffix.lower() in TEXT_SUFFIXES:
        return _design_in(asked.theirs, library), ""
    from designer.store.variants import as_variant, variants_of

    project = _project(asked.theirs)
    theirs = variants_of(project)
    own = {one.id: one.digest for one in variants_of(_project(asked.mine))} if asked.mine is not None else {}
    there = next((one for one in theirs if one.id == asked.variant), theirs[0])
    others = [one.name for one in theirs if one.id != there.id and own.get(one.id) != one.digest]
    words = (
        f"Their file also has {listed(others, 4)}, which this merge leaves alone: open that variant and merge again, "
        "or use stackwright merge, which brings all of them."
        if others
        else ""
    )
    return as_variant(project, there.id).design, words


def _design_in(path: Path, library: Library) -> Design:
    if path.suffix.lower() in TEXT_SUFFIXES:
        from designer.export.text.text_form import read_text_design  # with the reader of YAML

        return read_text_design(path, library)
    return _project(path).design


def _added(before: Design, after: Design) -> tuple[str, ...]:
    """Return the devices and software that AFTER has and BEFORE lacks; containers are told by what stands in them."""
    titles: Counter[str] = Counter()
    for node_id, node in after.nodes.items():
        kind = KINDS.get(node.kind)
        if node_id not in before.nodes and (kind is None or not kind.container):
            titles[title_of(after, node_id)] += after.total_copies(node_id)
    return tuple(title if count == 1 else f"{count:,} × {title}" for title, count in titles.items())


def _changes(before: Design, after: Design) -> str:
    changed = between(before, after).changes
    # Parts and sources come with what uses them; nobody counts them as changes.
    drawn = [pair for (table, _), pair in changed.items() if table in _DRAWN] or [*changed.values()]
    added = sum(was is None for was, _ in drawn)
    removed = sum(now is None for _, now in drawn)
    counts = ((added, "added"), (len(drawn) - added - removed, "changed"), (removed, "removed"))
    told = [(count, how) for count, how in counts if count]
    # The noun stands once: "3 things added, 8 changed and 1 removed".
    words = [
        f"{counted(count, 'thing') if not place else f'{count:,}'} {how}" for place, (count, how) in enumerate(told)
    ]
    return f"From theirs: {listed(words)}" if words else ""
