"""Looking at a bundle beside the window: what it changes in the catalog and in the open design."""

from datetime import date
from pathlib import Path

import msgspec

from designer.catalog.bundles.reading import bundle_bytes, read_bundle, unknown_parts
from designer.catalog.bundles.taking import concerns, library_with
from designer.catalog.reading import read_library
from designer.model.design import Design
from designer.model.figures.figure_text import number_text, percent_text
from designer.model.records import Record
from designer.model.wording import counted, listed
from designer.review.effects.bundle_effect import catalog_change, design_change
from designer.review.effects.records import row_text
from designer.ui.catalog.imports.import_tasks import packed
from designer.ui.jobs.background_process import Teller


class LookRow(Record, frozen=True, kw_only=True):
    """One line of what a bundle changes, in words."""

    what: str
    name: str
    before: str
    after: str
    change: str


class BundleLook(Record, frozen=True, kw_only=True):
    """All that is told of a bundle before it is taken.

    Attributes:
        body: The bundle as the text of its file, which is taken as it was looked at.
        concerns: What speaks against it.
        rows: Figures of the open design, parts and prices.
        words: What it does to the open design, in a sentence.
        updated: Parts of the open design that would be taken over.
    """

    title: str
    body: bytes
    digest: str
    concerns: tuple[str, ...]
    rows: tuple[LookRow, ...]
    words: str = ""
    updated: tuple[str, ...] = ()


def look_at(progress: Teller, path: Path, folder: Path | None, design: bytes, today: date) -> bytes:
    """Return the BundleLook of the bundle in PATH, packed; DESIGN is the open one, packed, or empty.

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
    changes = catalog_change(before, after)
    rows: list[LookRow] = []
    words, updated = "", tuple[str, ...]()
    if design:
        progress(0, 0, "Working out the open design with it")
        change = design_change(msgspec.msgpack.decode(design, type=Design), before, after, today)
        updated = change.updated
        words = f"{change.name}: {change.effect.words}" if updated else f"{change.name}: none of its parts changes."
        for row in change.effect.moved if updated else ():
            shown = row_text(row.before), row_text(row.after)
            rows.append(LookRow(what="figure", name=row.title, before=shown[0], after=shown[1], change=row.change))
        gone = [(line, "comes") for line in change.effect.raised] + [(line, "goes") for line in change.effect.mended]
        rows += [LookRow(what="finding", name=line, before="", after="", change=sign) for line, sign in gone]
    for price in changes.prices:
        old, new = (
            f"{number_text(one.typical)} {one.currency}" if one is not None else "none"
            for one in (price.before, price.after)
        )
        share = price.share
        sign = "" if share is None else f"{'+' if share >= 0 else '−'}{percent_text(abs(share))}"
        rows.append(LookRow(what="price", name=f"{price.name} ({price.part})", before=old, after=new, change=sign))
    rows += [
        LookRow(what="part", name=f"{one.name} ({one.part})", before="", after=", ".join(one.fields), change=one.what)
        for one in changes.parts
    ]
    look = BundleLook(
        title=f"{bundle.title}, by {bundle.author}",
        body=bundle_bytes(bundle),
        digest=bundle.digest,
        concerns=tuple(said),
        rows=tuple(rows),
        words=words,
        updated=updated,
    )
    return packed(look)
