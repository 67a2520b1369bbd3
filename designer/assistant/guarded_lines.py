"""Standard input as lines of bounded size that hold JSON of bounded depth; what is neither is answered by an error."""

import re
import sys
from collections.abc import AsyncIterator
from functools import partial
from typing import Any, BinaryIO, Final, cast

import anyio
import msgspec
from mcp import types
from mcp.shared.message import SessionMessage

MOST_BYTES: Final = 2_000_000
"""Of a message; the arguments of tools are far smaller."""
DEEPEST: Final = 32
_CHUNK: Final = 65_536
_ID: Final = re.compile(rb'"id"\s*:\s*("(?:[^"\\]|\\.){0,100}"|-?\d{1,15})')

_QUOTED: Final = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET: Final = re.compile(rb"[\[\]{}]")


class GuardedLines:
    """Lines of standard input for the server, each a message that may be parsed.

    Attributes:
        answers: Where errors are sent; set when the server runs.
    """

    def __init__(self, source: BinaryIO | None = None) -> None:
        """Read SOURCE; None is standard input."""
        self._source = source or sys.stdin.buffer
        self.answers: Any = None

    @property
    def as_file(self) -> "anyio.AsyncFile[str]":
        """Return it as what the transport reads: it goes through the lines, and asks nothing else."""
        return cast("anyio.AsyncFile[str]", self)

    async def __aiter__(self) -> AsyncIterator[str]:
        """Yield each line that may be parsed; the others are answered."""
        while True:
            line, whole = await anyio.to_thread.run_sync(partial(_next_line, self._source), abandon_on_cancel=True)
            if not line:
                return
            problem = _problem(line, whole)
            if problem is None:
                yield line.decode()
            elif line.strip():
                await self._refuse(line, problem)

    async def _refuse(self, line: bytes, problem: str) -> None:
        # The message was not parsed; its number is looked for where programs write it, so that the error finds home.
        found = _ID.search(line[:2000])
        number = msgspec.json.decode(found[1]) if found is not None else None
        error = types.ErrorData(code=types.INVALID_REQUEST, message=problem)
        if self.answers is not None:
            await self.answers.send(SessionMessage(types.JSONRPCError(jsonrpc="2.0", id=number, error=error)))


def _next_line(source: BinaryIO) -> tuple[bytes, bool]:
    """Return the next line of SOURCE, and whether that is all of it; of one that is too long the rest is read away."""
    # Never more than the limit is held, however long the line goes on.
    line = source.readline(MOST_BYTES)
    if len(line) < MOST_BYTES or line.endswith(b"\n"):
        return line, True
    while True:
        more = source.readline(_CHUNK)
        if not more or more.endswith(b"\n"):
            return line[:4000], False


def _problem(line: bytes, whole: bool) -> str | None:
    """Return why LINE is not parsed; None where it may be."""
    if not whole:
        return f"A message takes at most {MOST_BYTES:,} bytes."
    depth = deepest = 0
    # Brackets within texts mean nothing.
    for bracket in _BRACKET.finditer(_QUOTED.sub(b"", line)):
        depth += 1 if bracket[0] in b"[{" else -1
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        return f"A message is nested at most {DEEPEST} levels deep."
    try:
        text = line.decode()
        document = msgspec.json.decode(text)
    except (UnicodeDecodeError, msgspec.MsgspecError, ValueError, RecursionError):
        return "A message is one line of JSON in UTF-8."
    return None if isinstance(document, dict) else "A message is a JSON object."
