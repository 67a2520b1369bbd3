"""Pictures, painted in a process of their own: the server answers meanwhile, and one that takes too long is ended."""

import multiprocessing
import os
import pickle
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from designer.api.document import Document
from designer.drawing.part_around import part_around
from designer.machine import end_with_parent, without_main
from designer.model.records import RefusedInput
from designer.review.findings import Finding

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from designer.analysis.results import Results
    from designer.drawing.theme_tokens import ThemeName

MOST_FIGURED: Final = 5_000
"""Nodes of a design whose picture shows the figures of the analysis; sending those takes longer than painting."""
MOST_IN_SVG: Final = 2_000
"""Nodes of a design that is drawn as SVG; each takes kilobytes there, and in a PNG next to nothing."""
MOST_BYTES: Final = 8_000_000
MOST_SIDE: Final = 2_400
"""Pixels of the longer side of a PNG: assistants look at fewer, and `around` shows a part in full."""
_LOOK_S: Final = 0.1
"""A call that is to stop ends at a step of Python; waiting for the process is cut into steps of so many seconds."""


class Ask(NamedTuple):
    """One picture to be painted.

    Attributes:
        design: Packed by `pickle`, with results and findings.
        view: A view or a saved view.
        form: svg or png.
        theme: light, dark or print.
    """

    design: bytes
    view: str
    form: str
    theme: "ThemeName"


class Painter:
    """Paints one picture after the other in one process, which begins with the first of them."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None

    def paint(
        self, document: Document, view: str, form: str, theme: "ThemeName" = "light", around: Sequence[str] = ()
    ) -> bytes:
        """Return a view of DOCUMENT as a file, or the part of it AROUND some ids.

        Raises:
            RefusedInput: there is no such view or id, nothing of it is drawn, or the file is too large to be sent.
        """
        many = len(document.nodes)
        unknown = next((one for one in around if one not in document.nodes and one not in document.links), None)
        if unknown is not None:
            raise RefusedInput(f"There is no node or link {unknown!r} in this design; show_records lists them.")
        if form == "svg" and many > MOST_IN_SVG and not around:
            raise RefusedInput(
                f"An SVG is sent of at most {MOST_IN_SVG:,} nodes, and this design has {many:,}: ask for a PNG, for "
                "the part around some ids, or export it by the command `stackwright export`."
            )
        design = part_around(document.design, around) if around else document.design
        results: Results | None = None
        findings: tuple[Finding, ...] = ()
        # Else the drawing alone is sent: it shows the same tiles and wires, without figures and marks on them.
        if many <= MOST_FIGURED and not around:
            _, results, findings = document.analyze().state
        data = self._asked(Ask(pickle.dumps((design, results, findings)), view, form, theme))
        if len(data) > MOST_BYTES:
            raise RefusedInput(
                f"The picture has {len(data) / 1e6:.0f} MB, more than is sent; ask for another view, or a PNG."
            )
        return data

    def close(self) -> None:
        """End the process; the next picture begins another."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
        self._process = self._connection = None

    def _asked(self, ask: Ask) -> bytes:
        connection = self._started()
        answered = False
        try:
            connection.send(tuple(ask))
            while not connection.poll(_LOOK_S):
                pass
            words, data = connection.recv()
            answered = True
        except (EOFError, OSError) as problem:
            raise RefusedInput("The process that paints ended; ask again, or for another view.") from problem
        finally:
            # Also when the call is stopped: what is left of this picture must not be taken for the next.
            if not answered:
                self.close()
        if words:
            raise RefusedInput(words)
        return data

    def _started(self) -> Connection:
        if self._connection is not None and self._process is not None and self._process.is_alive():
            return self._connection
        self.close()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        with theirs, without_main():
            self._process = context.Process(target=serve, args=(theirs,), name="stackwright-pictures", daemon=True)
            self._process.start()
        self._connection = ours
        return ours


def serve(connection: Connection) -> None:
    """Paint what CONNECTION asks for until it is closed; runs in the process."""
    end_with_parent()
    # The process never shows anything: a display that is there, or not, makes no difference.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    while True:
        try:
            ask = Ask(*connection.recv())
        except (EOFError, OSError):
            return
        connection.send(_painted(ask))


def _painted(ask: Ask) -> tuple[str, bytes]:
    """Return why nothing was painted, or "" and the file."""
    from designer.export.picture import write_picture
    from designer.paint.pictures import shrunk_png  # loads Qt, here alone

    design, results, findings = pickle.loads(ask.design)  # of the process that started this one
    more: dict[str, Any] = {"results": results, "findings": findings}
    try:
        with TemporaryDirectory(prefix="stackwright-") as folder:
            path = Path(folder) / f"picture.{ask.form}"
            write_picture(path, design, view=ask.view, theme=ask.theme, **more)
            data = path.read_bytes()
            return "", shrunk_png(data, MOST_SIDE) if ask.form == "png" else data
    except RefusedInput as refusal:
        return str(refusal), b""
    except Exception as problem:  # a slip of this program: told in one line, and the next picture is painted
        return f"Something went wrong while painting: {type(problem).__name__}: {problem}", b""
