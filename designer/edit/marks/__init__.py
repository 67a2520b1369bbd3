"""Edits of notes, frames, arrows and pictures.

Scripts name the main edits by this folder.
"""

from designer.edit.folder_names import names_of

__getattr__ = names_of("designer.edit.marks.marks")
