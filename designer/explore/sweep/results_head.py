"""Say beside the rows of a sweep what they are of, so that a file of results opens years later with everything.

A Parquet file holds it in its metadata, under the keys `stackwright.space` and `stackwright.base`. A CSV stays a table
that every program reads: beside ROWS.csv stand ROWS.csv.space.yaml, which `stackwright sweep` takes as it is, and,
where the variants are of a drawn design, ROWS.csv.base.json with that design as it was.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from designer import __version__, clock
from designer.catalog.files.yaml_text import plain_yaml
from designer.explore.sweep.space import Space
from designer.explore.sweep.space_text import space_text
from designer.files.reading import bytes_of, shown_name
from designer.files.writing import write_whole
from designer.installation.revision import revision
from designer.limits import LIMITS
from designer.model.design import Design
from designer.model.records import Record, RefusedInput

SPACE_KEY: Final = "stackwright.space"
BASE_KEY: Final = "stackwright.base"
SPACE_END: Final = ".space.yaml"
BASE_END: Final = ".base.json"
RESULTS: Final = "results"
"""Section of a SPACE.yaml that stands beside results, which a sweep leaves alone."""
_LONGEST: Final = 120


class ResultsHead(Record, frozen=True, kw_only=True):
    """All that rows of a sweep do not say themselves.

    Attributes:
        space: What was gone through.
        base: The drawn design that the variants are of, as its text form in JSON; "" for a template.
        made: ISO date of the sweep.
        program: Version and revision of the program that worked the rows out.
        revision: Of the drawn design, as its title block says; "" for none.
    """

    space: Space
    base: str = ""
    made: str = ""
    program: str = ""
    revision: str = ""


def head_of(space: Space, base: Design | None, base_text: str = "") -> ResultsHead:
    """Return the head of rows of SPACE that are worked out now from BASE, whose text form is BASE_TEXT."""
    return ResultsHead(
        space=space,
        base=base_text,
        made=clock.today().isoformat(),
        program=f"{__version__} ({revision()})",
        revision=base.settings.title_block.revision if base is not None else "",
    )


def head_texts(head: ResultsHead, name: str) -> dict[str, str]:
    """Return what a file of results called NAME holds of HEAD: its space as YAML, and its design, by their keys."""
    space = head.space
    if head.base:
        # The design lies beside under this name, or is taken out of the Parquet file under it.
        space = replace(space, design=f"{name}{BASE_END}", template="")
    facts = {"made": head.made, "program": head.program, "revision": head.revision}
    texts = {SPACE_KEY: space_text(space, {RESULTS: {key: value for key, value in facts.items() if value}})}
    return texts | ({BASE_KEY: head.base} if head.base else {})


def write_beside(out: Path, head: ResultsHead) -> None:
    """Write HEAD beside OUT, a CSV.

    Raises:
        RefusedInput: it cannot be written.
    """
    for key, text in head_texts(head, out.name).items():
        end = SPACE_END if key == SPACE_KEY else BASE_END
        write_whole(out.with_name(out.name + end), text.encode())


def texts_beside(path: Path) -> dict[str, str]:
    """Return what stands beside PATH, a CSV, by the keys of a Parquet file; nothing where nothing does.

    Raises:
        RefusedInput: it cannot be read.
    """
    found: dict[str, str] = {}
    for key, end, kind in ((SPACE_KEY, SPACE_END, "own settings"), (BASE_KEY, BASE_END, "design text")):
        beside = path.with_name(path.name + end)
        if beside.exists():
            try:
                found[key] = bytes_of(beside, kind).decode()
            except UnicodeDecodeError as problem:
                raise RefusedInput(f"{shown_name(beside)} is not text in UTF-8.") from problem
    return found


def head_in(texts: Mapping[str, str], name: str) -> ResultsHead | None:
    """Return the head that TEXTS of the file NAME say; None where they say none.

    Raises:
        RefusedInput: they are no space, or too large.
    """
    from designer.explore.sweep.reading import read_space  # with the reader of YAML

    text, base = texts.get(SPACE_KEY), texts.get(BASE_KEY, "")
    if text is None:
        return None
    if len(base.encode()) > LIMITS["design text"].bytes:
        raise RefusedInput(f"The design in {name} is larger than {LIMITS['design text'].size_words}.")
    space = read_space(text, f"The space of {name}")
    document = plain_yaml(text.encode(), name)
    facts = document.get(RESULTS) if isinstance(document, Mapping) else None
    said = {str(key): str(value)[:_LONGEST] for key, value in facts.items()} if isinstance(facts, Mapping) else {}
    return ResultsHead(
        space=space,
        base=base,
        made=said.get("made", ""),
        program=said.get("program", ""),
        revision=said.get("revision", ""),
    )


def read_head(path: Path) -> ResultsHead | None:
    """Return the head of the results in PATH, a .csv or .parquet file; None where it has none.

    Raises:
        RefusedInput: it is damaged, or Arrow is not installed.
    """
    if path.suffix.lower() == ".parquet":
        from designer.explore.sweep.parquet_file import parquet_texts

        return head_in(parquet_texts(path), shown_name(path))
    return head_in(texts_beside(path), shown_name(path))
