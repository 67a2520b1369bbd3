"""The shipped parts, read once for all tests of a process: a library never changes, and 23 of them crowd the memory."""

from pathlib import Path

from designer.catalog.library import Library
from designer.catalog.reading import read_library

LIBRARY: Library = read_library(own_folder=Path("there-are-none"))
