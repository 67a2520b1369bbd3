"""Opening and saving of what scripts, commands and assistants work on: a project file or a design as text."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from designer import clock
from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.export.graphs.suffixes import GRAPH_SUFFIXES
from designer.export.text.suffixes import SUFFIXES
from designer.model.design import Design
from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from designer.export.graphs.raw_graph import GraphImport

SUFFIX: Final = ".stackwright"


def open_design(path: Path, library: Library | None = None, variant: str = "") -> Design:
    """The design in PATH: a .stackwright project, or a .json or .yaml design.

    Args:
        path: The file.
        library: Where the parts are.
        variant: Which design of a project, by its name or number; "" is the main one.

    Raises:
        RefusedInput: it does not exist, is damaged or is no design, or has no such variant.
    """
    _require_file(path)
    suffix = path.suffix.lower()
    if suffix == SUFFIX:
        from designer.store.project import read_project
        from designer.store.variants import as_variant, find_variant

        project = read_project(path)
        return as_variant(project, find_variant(project, variant).id).design if variant else project.design
    if variant and suffix in SUFFIXES:
        raise RefusedInput(f"{path.name}: a design as text has no variants; projects ({SUFFIX}) have.")
    if suffix in SUFFIXES:
        from designer.export.text.text_form import read_text_design  # with the reader of YAML, for text alone

        return read_text_design(path, library or read_library())
    hint = f" Take a graph in first: stackwright import FILE -o OUT{SUFFIX}." if suffix in GRAPH_SUFFIXES else ""
    raise RefusedInput(f"{path.name}: a project ends in {SUFFIX}, a design as text in .json or .yaml.{hint}")


def variant_id(path: Path, words: str) -> str:
    """Return the id of the variant that WORDS name in the project in PATH, "" for its main design.

    Raises:
        RefusedInput: the project cannot be read, or has no such variant.
    """
    from designer.store.project import read_project
    from designer.store.variants import find_variant

    return find_variant(read_project(path), words).id


def open_import(path: Path, library: Library, devices: Path | None = None) -> "GraphImport":
    """Return what PATH holds, a design, a graph of others or NetBox cables, with what was guessed or left out.

    Args:
        path: The file.
        library: Where the parts are.
        devices: A file with the NetBox devices that the cables join.

    Raises:
        RefusedInput: it does not exist, or is none of these.
    """
    if devices is None:
        from designer.export.graphs.discovered_graph import discovered_import

        if (found := discovered_import(path, library, clock.today())) is not None:
            return found
    _require_file(path)
    if devices is not None:
        _require_file(devices)
    # The readers of all forms take a moment to load, and imports alone need them.
    from designer.export.graphs.raw_graph import GraphImport

    if devices is not None or path.suffix.lower() in (*GRAPH_SUFFIXES, ".json", ".csv"):
        from designer.export.graphs.reading import read_graph

        return read_graph(path, library, devices)
    if path.suffix.lower() == SUFFIX:
        from designer.store.project import read_project

        project = read_project(path)
        return GraphImport(design=project.design, notes=tuple(f"Left out: {word}." for word in project.unknown))
    return GraphImport(design=open_design(path, library))


def _require_file(path: Path) -> None:
    try:
        if not path.exists():
            raise RefusedInput(f"{path} does not exist.")
        if path.is_dir():
            raise RefusedInput(f"{path} is a folder, not a design.")
    except (OSError, ValueError) as problem:
        if isinstance(problem, RefusedInput):
            raise
        raise RefusedInput(f"{path} cannot be read: {getattr(problem, 'strerror', None) or problem}.") from problem


def save_design(
    path: Path, design: Design, library: Library, variant: str = "", *, by_id: bool = False, expected: str = ""
) -> str:
    """Write DESIGN to PATH, as a project or as text by its suffix; a project that a window holds is left to it.

    Args:
        path: The file.
        design: What is saved.
        library: Where the parts are, of a design as text.
        variant: Which design of the project in PATH it is, by name or number; "" is the main one.
        by_id: Whether that is its id, which a renaming leaves as it is.
        expected: Digest of what the project should hold now, so that a change by others is noticed; "" overwrites it.

    Returns:
        The digest of what was saved in a project; "" of text.

    Raises:
        RefusedInput: the suffix is unknown, the file cannot be written or was changed meanwhile, or it is none that
            may be replaced.
    """
    suffix = path.suffix.lower()
    if suffix == SUFFIX:
        from designer.store.lock import ProjectLock
        from designer.store.project import write_project

        _require_replaceable(path)
        which = variant_id(path, variant) if variant and not by_id else variant
        lock = ProjectLock(path)
        # The lock keeps a window from writing at the same time; where it holds the project, nothing is written.
        try:
            if path.parent.is_dir():  # else writing tells
                lock.take()
        except RefusedInput as problem:
            raise RefusedInput(f"{path.name} was not written: {problem}") from problem
        try:
            return write_project(path, design, variant=which, expected_digest=expected or None)
        finally:
            lock.free()
    if suffix not in SUFFIXES:
        raise RefusedInput(f"{path.name}: write a project as {SUFFIX}, a design as text as .json or .yaml.")
    from designer.export.text.text_form import write_text_design

    write_text_design(path, design, library)
    return ""


def add_variant_to(path: Path, design: Design, name: str) -> None:
    """Add DESIGN as a variant called NAME to the project in PATH, which no window may hold meanwhile.

    Raises:
        RefusedInput: a window holds it, the name is taken, or the file cannot be written.
    """
    from designer.store.lock import ProjectLock
    from designer.store.variants import add_variant

    lock = ProjectLock(path)
    try:
        lock.take()
    except RefusedInput as problem:
        raise RefusedInput(f"{path.name} was not written: {problem}") from problem
    try:
        add_variant(path, design, name)
    finally:
        lock.free()


def require_new(path: Path | None, *, force: bool, changed: Path | None = None) -> None:
    """Refuse PATH when something stands there that would be replaced unasked.

    Args:
        path: Where a design is to be written; None for nowhere.
        force: Whether it was asked for.
        changed: The project that the command changes: naming it again asks for it to be saved over.

    Raises:
        RefusedInput: something stands there.
    """
    if path is None or force:
        return
    try:
        stands = path.is_file() and path.stat().st_size > 0
        stands = stands and not (changed is not None and changed.exists() and path.samefile(changed))
    except (OSError, ValueError):
        return  # writing tells why
    if stands:
        raise RefusedInput(f"{path.name} was not overwritten: it exists. Choose another name, or say --force.")


def _require_replaceable(path: Path) -> None:
    """Refuses PATH when it holds something else than a project: that may be all there is of it."""
    from designer.store.project import read_project

    try:
        if path.is_dir() or not path.exists() or not path.stat().st_size:
            return
        read_project(path)
    except RefusedInput as problem:
        raise RefusedInput(f"{path.name} was not overwritten: {problem} Choose another name.") from problem
    except OSError:
        return  # writing tells why


def digest_of_design(design: Design) -> str:
    """Return the SHA-256 digest of the records of DESIGN, as a project file holds it."""
    from designer.store.migrations import written_rows
    from designer.store.rows import digest_of

    return digest_of(written_rows(design))
