"""Designs to begin with, their parameters, and making one again with others.

Scripts name the main edits by this folder.
"""

from designer.edit.folder_names import names_of

__getattr__ = names_of("designer.edit.templates.templates")
