"""Bundles that were taken: kept beside a person's own parts, the newest of a name counts, and each step goes back."""

import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from designer.catalog.bundles.reading import bundle_bytes, parse_bundle, with_bundle
from designer.catalog.bundles.records import Bundle, slug
from designer.catalog.files.entries import BUNDLES, bytes_of, own_parts_folder
from designer.catalog.library import Library
from designer.catalog.own.own_folder import writing_into
from designer.files.writing import write_whole
from designer.model.records import RefusedInput

_SUFFIX: Final = ".bundle"
_MOST_FORMER: Final = 30
_MOST_TAKEN: Final = 50


def bundles_folder(own_folder: Path | None = None) -> Path:
    """Return the folder of the bundles that were taken, in OWN_FOLDER, the folder of own parts; it need not exist."""
    return (own_parts_folder() if own_folder is None else own_folder) / BUNDLES


def taken_bundles(own_folder: Path | None = None) -> tuple[tuple[Bundle, ...], tuple[str, ...]]:
    """Return the bundles that count, the oldest first, and a line for each file that cannot be read."""
    found: list[Bundle] = []
    problems: list[str] = []
    for path in _files(bundles_folder(own_folder)):
        try:
            # What was taken stays taken on whatever day the clock of this machine stands.
            found.append(parse_bundle(bytes_of(path, "travelling parts"), path.name, date.max))
        except RefusedInput as refusal:
            problems.append(str(refusal))
    return tuple(sorted(found, key=lambda bundle: (bundle.date, bundle.name))), tuple(problems)


def with_taken(library: Library, own_folder: Path | None = None) -> Library:
    """Return LIBRARY with all bundles that count, the newer over the older."""
    if not bundles_folder(own_folder).is_dir():
        return library
    bundles, problems = taken_bundles(own_folder)
    for bundle in bundles:
        library = with_bundle(library, bundle)
    if problems:
        library = replace(library, problems=(*library.problems, *problems))
    return library


def library_with(bundle: Bundle, library: Library, own_folder: Path | None = None) -> Library:
    """Return the parts on hand as they would be with BUNDLE taken.

    Args:
        bundle: The one that is looked at.
        library: The parts on hand without bundles (`read_library(bundles=False)`).
        own_folder: The folder of own parts.
    """
    others = [one for one in taken_bundles(own_folder)[0] if slug(one.name) != slug(bundle.name)]
    for one in sorted((*others, bundle), key=lambda known: (known.date, known.name)):
        library = with_bundle(library, one)
    return library


def concerns(bundle: Bundle, library: Library, own_folder: Path | None = None) -> tuple[str, ...]:
    """Return what a person should know before BUNDLE is taken, one plain line each; () where nothing speaks against it.

    Args:
        bundle: The one that is looked at.
        library: The parts on hand, with the bundles that count.
        own_folder: The folder of own parts.
    """
    said: list[str] = []
    bundles, _ = taken_bundles(own_folder)
    former = next((one for one in bundles if slug(one.name) == slug(bundle.name)), None)
    if former is not None and former.date > bundle.date:
        said.append(f"It is older than what is there: {bundle.title} would take the place of {former.title}.")
    if former is not None and former.date == bundle.date and not same(former, bundle):
        said.append(f"Another bundle {bundle.title} is there already, and holds something else.")
    for other in bundles:
        if former is None or other is not former:
            both = sorted(_ids(other) & _ids(bundle))
            if both:
                newer, older = (
                    (bundle, other) if (bundle.date, bundle.name) > (other.date, other.name) else (other, bundle)
                )
                said.append(f"{_several(both)}: in {other.title} too; {newer.title} counts before {older.title}.")
    for part in bundle.parts:
        known = library.parts.get(part.id)
        if part.id in library.own:
            said.append(f"{part.id} is a part of your own, which stays as it is.")
        elif known is not None and known.kind != part.kind:
            said.append(f"{part.id} is known as another kind, {known.kind}; the bundle says {part.kind}.")
    return tuple(said)


def same(one: Bundle, other: Bundle) -> bool:
    """Return True when two bundles hold the same, however their files are written."""
    return bundle_bytes(one) == bundle_bytes(other)


def is_taken(bundle: Bundle, own_folder: Path | None = None) -> bool:
    """Return True when BUNDLE is taken already, so that taking it would change nothing."""
    return any(same(one, bundle) for one in taken_bundles(own_folder)[0])


def take_bundle(bundle: Bundle, own_folder: Path | None = None) -> bool:
    """Take BUNDLE, in place of an earlier one of its name; the state before can be brought back.

    Returns:
        Whether anything changed: the same bundle twice changes nothing.

    Raises:
        RefusedInput: there are too many, or it cannot be written; what was there is as it was.
    """
    folder = bundles_folder(own_folder)
    if is_taken(bundle, own_folder):
        return False
    body = bundle_bytes(bundle)
    path = folder / f"{slug(bundle.name)}{_SUFFIX}"
    with writing_into(folder):
        if len(_files(folder)) >= _MOST_TAKEN and not path.exists():
            raise RefusedInput(f"{_MOST_TAKEN} bundles are taken already; bring one back first.")
        _keep_former(folder)
        write_whole(path, body)
    return True


def bring_back(own_folder: Path | None = None) -> tuple[Bundle, ...]:
    """Bring back the bundles as they were before the last one was taken, and return those that count now.

    Raises:
        RefusedInput: none was taken, or they cannot be written.
    """
    folder = bundles_folder(own_folder)
    former = _former(folder)
    if not former:
        raise RefusedInput("No bundle was taken, so there is nothing to bring back.")
    with writing_into(folder):
        last = former[-1]
        kept = {path.name: path.read_bytes() for path in _files(last)}
        for name, body in kept.items():
            write_whole(folder / name, body)
        # What came with the last step goes when the others are safe.
        for path in _files(folder):
            if path.name not in kept:
                path.unlink(missing_ok=True)
        shutil.rmtree(last, ignore_errors=True)
    return taken_bundles(own_folder)[0]


def can_bring_back(own_folder: Path | None = None) -> bool:
    """Return True when a state before the last bundle is kept."""
    return bool(_former(bundles_folder(own_folder)))


def _keep_former(folder: Path) -> None:
    """Keep the bundles of FOLDER as they are now, to be brought back; the oldest states go."""
    former = _former(folder)
    number = int(former[-1].name) + 1 if former else 1
    home = folder / "former" / f"{number:06d}"
    try:
        home.mkdir(parents=True)
        for path in _files(folder):
            write_whole(home / path.name, path.read_bytes())
    except OSError as problem:
        raise RefusedInput(f"The former bundles cannot be kept: {problem.strerror or problem}.") from problem
    for old in former[: max(0, len(former) + 1 - _MOST_FORMER)]:
        shutil.rmtree(old, ignore_errors=True)


def _former(folder: Path) -> list[Path]:
    home = folder / "former"
    if not home.is_dir():
        return []
    return sorted(path for path in home.iterdir() if path.is_dir() and path.name.isdecimal())


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{_SUFFIX}")) if folder.is_dir() else []


def _ids(bundle: Bundle) -> set[str]:
    return {part.id for part in bundle.parts} | {entry.part for entry in bundle.prices}


def _several(ids: Iterable[str], most: int = 3) -> str:
    found = list(ids)
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return f"{', '.join(found[:most])}{more}"
