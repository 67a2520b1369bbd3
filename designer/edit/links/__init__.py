"""Edits of links and flows.

Scripts name the main edits by this folder.
"""

from designer.edit.folder_names import names_of

__getattr__ = names_of("designer.edit.links.links")
