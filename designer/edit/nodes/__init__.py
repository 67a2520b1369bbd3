"""Edits of nodes: place, change, group, fold, copy, swap and replace.

Scripts name the main edits by this folder.
"""

from designer.edit.folder_names import names_of

__getattr__ = names_of("designer.edit.nodes.nodes")
