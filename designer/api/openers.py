"""Ways to a document: open a file, begin with a template, read a text, take in a graph."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.api import opening
from designer.api.document import Document
from designer.api.part_catalog import catalog
from designer.api.reviewing import library_with
from designer.catalog.library import Library

if TYPE_CHECKING:
    import networkx as nx


def open(
    path: str | Path, variant: str = "", *, library: Library | None = None, rules: str | Path | None = None
) -> Document:
    """Open a .stackwright project, or a design as .json or .yaml.

    Args:
        path: The file.
        variant: Which design of a project, by name or number; "" is the main one.
        library: The parts; None reads the catalog, which is kept for further calls.
        rules: A folder of plug-ins, rules and parts and forms of files, that are switched on for the document.

    Raises:
        RefusedInput: it does not exist, is damaged or is no design, or has no such variant.
    """
    (parts, folder), file = _parts(library, rules), Path(path)
    design = opening.open_design(file, parts, variant)
    found = opening.variant_id(file, variant) if variant else ""
    return Document(
        design,
        library=parts,
        path=file,
        variant=design.name if found else "",
        variant_id=found,
        digest=opening.digest_of_design(design),
        rules=folder,
    )


def _parts(library: Library | None, rules: str | Path | None) -> tuple[Library, Path | None]:
    """Return the parts that a document begins with, and the folder of plug-ins that RULES names."""
    folder = Path(rules) if rules is not None else None
    return library or library_with(catalog(), folder), folder


def variants(path: str | Path) -> list[str]:
    """Return the names of the designs in a project: the main one first, then its variants.

    Raises:
        RefusedInput: it cannot be read.
    """
    from designer.store.project import read_project
    from designer.store.variants import variants_of

    return [one.name for one in variants_of(read_project(Path(path)))]


def new(
    template: str = "empty",
    *,
    library: Library | None = None,
    rules: str | Path | None = None,
    **parameters: str | float,
) -> Document:
    """Make a design from a template, by the parameters that `templates` lists; "empty" is an empty sheet.

    Raises:
        RefusedInput: there is no such template or parameter, or a value is not allowed.
    """
    from designer.edit.templates.templates import build_template

    parts, folder = _parts(library, rules)
    values = {name: str(value) for name, value in parameters.items()}
    return Document(build_template(template, parts, values), library=parts, rules=folder)


def read(text: str | Mapping[str, Any], *, library: Library | None = None, rules: str | Path | None = None) -> Document:
    """Read a design that is written as text: YAML, JSON, or the document that either of them means.

    Raises:
        RefusedInput: it is no design; one plain line.
    """
    from designer.export.text.plain_yaml import parsed_yaml
    from designer.export.text.text_form import design_of_document

    parts, folder = _parts(library, rules)
    document = parsed_yaml(text) if isinstance(text, str) else dict(text)
    return Document(design_of_document(document, parts), library=parts, rules=folder)


def import_graph(
    path: str | Path,
    devices: str | Path | None = None,
    *,
    library: Library | None = None,
    rules: str | Path | None = None,
) -> Document:
    """Take in a graph of others (.graphml, .dot, .drawio, .json) or NetBox's cables (.csv, .json), as `import` does.

    What was guessed or left out stands in the document's `notes`.

    Raises:
        RefusedInput: it does not exist, or is none of these.
    """
    parts, folder = _parts(library, rules)
    taken = opening.open_import(Path(path), parts, Path(devices) if devices is not None else None)
    return Document(taken.design, library=parts, notes=taken.notes, rules=folder)


def from_networkx(
    graph: "nx.Graph[Any]", *, library: Library | None = None, rules: str | Path | None = None, name: str = ""
) -> Document:
    """Make a design of a networkx graph: one that `to_networkx` made, with the edits that it had since, or any other.

    Args:
        graph: Of others a node's `kind` (host, switch, storage) or `part` and an edge's `capacity_gbps`, `cables` and
            `medium` are read; what has no kind is a switch where it has several neighbours, else a host.
        library: The parts; None is the catalog.
        rules: A folder of plug-ins that are switched on for the document.
        name: Of a graph that has none.

    Raises:
        RefusedInput: no design can be made of it.
    """
    from designer.api.networkx_graph import design_of_networkx

    parts, folder = _parts(library, rules)
    taken = design_of_networkx(graph, parts, name)
    return Document(taken.design, library=parts, notes=taken.notes, rules=folder)
