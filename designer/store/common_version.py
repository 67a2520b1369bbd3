"""The newest version that two project files both hold: what two people began from."""

from collections.abc import Iterator

from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.store.migrations import written_rows
from designer.store.project import OpenedProject
from designer.store.rows import digest_of
from designer.store.variants import as_variant
from designer.store.versions import design_of_save


def common_version(mine: OpenedProject, theirs: OpenedProject, variant: str = "") -> Design:
    """Return the newest design that MINE holds, now or among its versions, and THEIRS does too.

    Of both the main design with its versions is meant, or the VARIANT of that id.

    Raises:
        RefusedInput: the two have no version in common.
    """
    mine, theirs = as_variant(mine, variant), as_variant(theirs, variant)
    there = {digest for digest, _ in _versions(theirs)}
    for digest, save in _versions(mine):
        if digest in there:
            return mine.design if save is None else design_of_save(mine.saves[save])
    raise RefusedInput(
        "The two files have no version in common, so that nothing tells who changed what; "
        "give the file that both began from."
    )


def _versions(project: OpenedProject) -> Iterator[tuple[str, int | None]]:
    """Yield the digest of each design in PROJECT, newest first, with its place among the saves; None is the present."""
    yield digest_of(written_rows(project.design)), None
    for place, save in enumerate(project.saves):
        yield save.digest, place
