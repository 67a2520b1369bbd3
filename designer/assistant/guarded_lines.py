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
MOST_IN_BATCH: Final = 50
_CHUNK: Final = 65_536
_ID: Final = re.compile(rb'"id"\s*:\s*("(?:[^"\\]|\\.){0,100}"|-?\d{1,15}(?![\d.eE]))')

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
            problem, messages = _read(line, whole)
            if problem:
                if line.strip():
                    await self._refuse(line, problem)
                continue
            for message in messages:
                wrong = _envelope_problem(message)
                if wrong:
                    await self._refuse(msgspec.json.encode(message), wrong)
                else:
                    yield line.decode() if len(messages) == 1 else msgspec.json.encode(message).decode()

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


def _read(line: bytes, whole: bool) -> tuple[str, list[Any]]:
    """Return why LINE is not parsed, or "" and the messages in it: one, or several of a batch."""
    if not whole:
        return f"A message takes at most {MOST_BYTES:,} bytes.", []
    depth = deepest = 0
    # Brackets within texts mean nothing.
    for bracket in _BRACKET.finditer(_QUOTED.sub(b"", line)):
        depth += 1 if bracket[0] in b"[{" else -1
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        return f"A message is nested at most {DEEPEST} levels deep.", []
    try:
        document = msgspec.json.decode(line.decode())
    except (UnicodeDecodeError, msgspec.MsgspecError, ValueError, RecursionError):
        return "A message is one line of JSON in UTF-8.", []
    # Batches are of version 2025-03-26; each message in one is answered by itself.
    messages: list[Any] = document if isinstance(document, list) else [document]
    if not 0 < len(messages) <= MOST_IN_BATCH:
        return f"A batch has 1 to {MOST_IN_BATCH} messages.", []
    return "", messages


def _envelope_problem(message: Any) -> str:
    """Return why MESSAGE is none of JSON-RPC; "" where it is one, whatever it asks for.

    What is none would be passed over in silence, and a client would wait for its answer for ever.
    """
    if not isinstance(message, dict):
        return "A message is a JSON object."
    fields: dict[str, Any] = message
    if fields.get("jsonrpc") != "2.0":
        return 'A message has "jsonrpc": "2.0".'
    number = fields.get("id", 0)
    if isinstance(number, bool) or not isinstance(number, str | int):
        return "The id of a message is a text or a whole number."
    if "method" in fields and not isinstance(fields["method"], str):
        return "The method of a message is a text."
    if "method" not in fields and not {"result", "error"} & fields.keys():
        return "A message has a method, a result or an error."
    return ""
