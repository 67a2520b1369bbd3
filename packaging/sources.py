"""A Python file of the checkout with its syntax, for measures and lints. Only the standard library."""

import ast
import io
import tokenize
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """One Python file: its path below the root, with slashes, its text and its syntax."""

    path: str
    text: str
    syntax: ast.Module

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Return every node of its syntax."""
        return tuple(ast.walk(self.syntax))

    @cached_property
    def comments(self) -> tuple[tuple[int, str, bool], ...]:
        """Return the line, the text, and whether it stands alone there, of each comment."""
        if "#" not in self.text:
            return ()
        return tuple(
            (token.start[0], token.string, not token.line[: token.start[1]].strip())
            for token in tokenize.generate_tokens(io.StringIO(self.text).readline)
            if token.type == tokenize.COMMENT
        )

    @cached_property
    def lines(self) -> int:
        """Return how many lines it has."""
        return len(self.text.splitlines())

    @property
    def module(self) -> str:
        """Return its dotted name; that of the folder for an `__init__.py`."""
        parts = self.path.removesuffix(".py").split("/")
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def place(self, line: int) -> str:
        """Return where LINE of it is, for people and editors."""
        return f"{self.path}:{line}"


def last_name(expression: ast.expr) -> str:
    """Return `c` of `a.b.c` and of `c[…]`; "" for what has no name."""
    if isinstance(expression, ast.Subscript):
        return last_name(expression.value)
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""


def read_sources(root: Path, folder: str) -> tuple[Source, ...]:
    """Read and parse the Python files of FOLDER below ROOT; SyntaxError or OSError where one cannot be read."""
    sources: list[Source] = []
    for path in sorted((root / folder).rglob("*.py")):
        text = path.read_text("utf-8")
        sources.append(Source(path.relative_to(root).as_posix(), text, ast.parse(text, str(path))))
    return tuple(sources)
