"""The version of the text form, and the migrations that bring documents of older versions up to it.

The text form has a version of its own: people write it by hand and scripts build it, so it changes more seldom than
the project file, and its documents (lists of records, with what the catalog knows left out) are no rows. It keeps a
chain beside that of the project file, see `store/migrations`, and both run on the same steps of `migration_chain`.

To change the form: write `_from_N(document)`, which takes a document of version N and returns a new one as version
N + 1 has it, and put it in `TEXT_MIGRATIONS` under N. That raises `text_version()`. A field that is only added, with a
default, needs neither.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from designer.model.migration_chain import FIRST_VERSION, FailedMigration, brought_up, newest_version
from designer.model.records import RefusedInput

TextMigration = Callable[[dict[str, Any]], dict[str, Any]]

TEXT_MIGRATIONS: Final[Mapping[int, TextMigration]] = {}
"""From version → the function that takes a document to the next version."""


def text_version() -> int:
    """Return the version that is written, which is the newest that can be read.

    Raises:
        ValueError: the migrations have a gap.
    """
    return newest_version(TEXT_MIGRATIONS)


def readable_versions() -> str:
    """Return the versions that can be read, in words: "version 1", "versions 1 to 3"."""
    newest = text_version()
    return f"version {newest}" if newest == FIRST_VERSION else f"versions {FIRST_VERSION} to {newest}"


def brought_up_document(document: dict[str, Any]) -> dict[str, Any]:
    """Return DOCUMENT, of a version that can be read, as the newest version has it; it is not changed itself.

    Raises:
        RefusedInput: it cannot be brought up to date.
    """
    version = document["version"]
    if version == text_version():
        return document
    try:
        return {**brought_up(document, version, TEXT_MIGRATIONS), "version": text_version()}
    except FailedMigration as problem:
        raise RefusedInput(f"It {problem}; write it in version {text_version()} instead.") from problem


text_version()  # a gap in the numbers is a fault of the program, found as soon as it starts
