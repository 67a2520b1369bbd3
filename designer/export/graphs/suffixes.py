"""Names of graph files, apart from their readers, which take a moment to load."""

from typing import Final

DRAWIO_SUFFIX: Final = ".drawio"
GRAPH_SUFFIXES: Final = (".graphml", ".dot", ".gv", DRAWIO_SUFFIX)
