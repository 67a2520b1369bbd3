"""Names of graph files, apart from their readers, which take a moment to load."""

from typing import Final

GRAPH_SUFFIXES: Final = (".graphml", ".dot", ".gv")
