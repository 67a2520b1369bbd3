"""The networks that are compared: topograph's models as designs, and a SuperPOD."""

from pathlib import Path

import pytest

from designer.catalog.library import Library
from designer.edit.templates.templates import build_template
from designer.export.cables.drawn_network import network_of
from designer.export.graphs.discovered_graph import design_of_discovered
from designer.model.design import Design
from designer.reality.built.reading import read_discovered
from designer.reality.built.records import DrawnNetwork

MODELS = Path(__file__).parents[1] / "data" / "topograph"


@pytest.fixture(scope="session")
def models(library: Library) -> dict[str, Design]:
    """Topograph's models as designs, by the names of their files."""
    return {
        path.stem: design_of_discovered(read_discovered([path]), library, path.stem).design
        for path in sorted(MODELS.glob("*.yaml"))
    }


class Networks(dict[str, DrawnNetwork]):
    """Networks by name, which an example that fails is not printed with."""

    def __repr__(self) -> str:
        return f"networks {sorted(self)}"


@pytest.fixture(scope="session")
def networks(models: dict[str, Design], superpod: Design, library: Library) -> Networks:
    """The networks of those designs."""
    return Networks(
        {name: network_of(design, library.parts) for name, design in {**models, "superpod": superpod}.items()}
    )


@pytest.fixture(scope="session")
def superpod(library: Library) -> Design:
    """A SuperPOD of one scalable unit."""
    return build_template("dgx-superpod-h100", library, {})
