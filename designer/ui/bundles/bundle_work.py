"""Looking at a bundle beside the window: what it changes in the catalog, in the open designs and in their variants."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from designer.catalog.bundles.reading import bundle_bytes, read_bundle, unknown_parts
from designer.catalog.bundles.taking import concerns, is_taken, library_with
from designer.catalog.reading import read_library
from designer.model.design import Design
from designer.model.figures.figure_text import number_text, percent_text
from designer.model.records import Record, RefusedInput
from designer.model.wording import counted, listed
from designer.plugins.consent import active_plugins
from designer.review.effects.bundle_effect import CatalogChange, DesignChange, catalog_change, design_change
from designer.review.effects.records import row_text
from designer.review.own_rules import OwnRules
from designer.store.project import read_project
from designer.store.variants import as_variant, variants_of
from designer.ui.bundles.open_designs import OpenDesign
from designer.ui.catalog.imports.import_tasks import packed
from designer.ui.jobs.background_process import Teller


class LookRow(Record, frozen=True, kw_only=True):
    """One line of what a bundle changes, in words.

    Attributes:
        design: Which design it is about; "" where it is about the catalog.
    """

    what: str
    name: str
    design: str = ""
    before: str = ""
    after: str = ""
    change: str = ""


class BundleLook(Record, frozen=True, kw_only=True):
    """All that is told of a bundle before it is taken.

    Attributes:
        body: The bundle as the text of its file, which is taken as it was looked at.
        taken: Whether it is taken already, so that nothing would change.
        concerns: What speaks against it.
        rows: Designs with their figures and findings, prices and parts.
        words: What it does to the designs, in a sentence.
        updated: Parts of the design in front that would be taken over.
    """

    title: str
    body: bytes
    digest: str
    taken: bool
    concerns: tuple[str, ...]
    rows: tuple[LookRow, ...]
    words: str = ""
    updated: tuple[str, ...] = ()


def look_at(progress: Teller, path: Path, folder: Path | None, designs: Sequence[OpenDesign], today: date) -> bytes:
    """Return the BundleLook of the bundle in PATH, packed; what it does to the catalog is handed out on the way.

    Args:
        progress: Is told which design is worked out.
        path: The file of the bundle.
        folder: That of own parts; None is the data folder's.
        designs: The open ones, that in front first; variants of their projects that are not open are read as saved.
        today: Against which dates are old.

    Raises:
        RefusedInput: it is no bundle that can be taken.
    """
    progress(0, 0, "Reading it")
    bundle = read_bundle(path, today)
    before = read_library(own_folder=folder)
    after = library_with(bundle, read_library(own_folder=folder, bundles=False), folder)
    said = list(concerns(bundle, before, folder))
    if lost := unknown_parts(bundle, before):
        said.append(f"{counted(len(lost), 'priced part is', 'priced parts are')} not known: {listed(lost, 4)}.")
    in_catalog = _catalog_rows(catalog_change(before, after))
    rows: list[LookRow] = []
    look = BundleLook(
        title=f"{bundle.title}, by {bundle.author}",
        body=bundle_bytes(bundle),
        digest=bundle.digest,
        taken=is_taken(bundle, folder),
        concerns=tuple(said),
        rows=in_catalog,
    )
    progress.partial(lambda: packed(look))
    found = list(_designs(designs))
    own = OwnRules(active_plugins())
    moved, updated = 0, tuple[str, ...]()
    for number, (name, design) in enumerate(found):
        if not progress(number, len(found), f"Working out {name}"):
            break
        try:
            change = design_change(design, before, after, today, own)
        except RefusedInput as refusal:
            rows.append(LookRow(what="design", design=name, name=f"It cannot be worked out: {refusal}"))
            continue
        if not number and designs:
            updated = change.updated
        moved += bool(change.updated)
        rows += _design_rows(name, change)
    words = f"Of {counted(len(found), 'design')}, {moved} would change." if found else ""
    return packed(msgspec.structs.replace(look, rows=(*rows, *in_catalog), words=words, updated=updated))


def _designs(designs: Sequence[OpenDesign]) -> Iterator[tuple[str, Design]]:
    """Yield the open DESIGNS with their names, then the variants of their projects that are not open."""
    for one in designs:
        yield one.name, msgspec.msgpack.decode(one.packed, type=Design)
    opened = {(one.path, one.variant) for one in designs}
    for path in dict.fromkeys(one.path for one in designs if one.path is not None):
        try:
            project = read_project(path)
            for other in variants_of(project):
                if (path, other.id) not in opened:
                    yield f"{other.name} (as saved)", as_variant(project, other.id).design
        except RefusedInput:
            continue  # a file that went or was damaged meanwhile; its open design is told of all the same


def _design_rows(name: str, change: DesignChange) -> Iterator[LookRow]:
    words = change.effect.words if change.updated else "None of its parts changes."
    yield LookRow(what="design", design=name, name=words)
    for row in change.effect.moved if change.updated else ():
        shown = row_text(row.before), row_text(row.after)
        yield LookRow(what="figure", design=name, name=row.title, before=shown[0], after=shown[1], change=row.change)
    for lines, sign in ((change.effect.raised, "comes"), (change.effect.mended, "goes")):
        for line in lines:
            yield LookRow(what="finding", design=name, name=line, change=sign)


def _catalog_rows(changes: CatalogChange) -> tuple[LookRow, ...]:
    rows: list[LookRow] = []
    for price in changes.prices:
        old, new = (
            f"{number_text(one.typical)} {one.currency}" if one is not None else "none"
            for one in (price.before, price.after)
        )
        share = price.share
        sign = "" if share is None else f"{'+' if share >= 0 else '−'}{percent_text(abs(share))}"
        rows.append(LookRow(what="price", name=f"{price.name} ({price.part})", before=old, after=new, change=sign))
    rows += [
        LookRow(what="part", name=f"{one.name} ({one.part})", after=", ".join(one.fields), change=one.what)
        for one in changes.parts
    ]
    return tuple(rows)
