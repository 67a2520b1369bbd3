"""XML of others followed by the parser alone: no entities, no external references; what is no XML is refused."""

from collections.abc import Callable
from typing import Protocol
from xml.parsers import expat

from designer.model.records import RefusedInput


class XmlFollower(Protocol):
    """Follows a document element by element."""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """Begin an element."""
        ...

    def end(self, name: str, /) -> None:
        """End an element."""
        ...

    def text(self, text: str, /) -> None:
        """Take words that stand in an element, or a piece of them."""
        ...


def follow_xml(body: bytes, follower: XmlFollower, *, namespace_separator: str | None = None) -> None:
    """Lead FOLLOWER through the document in BODY.

    Args:
        body: The bytes of the file.
        follower: What is told.
        namespace_separator: What stands between a namespace and a name; None leaves names as they are written.

    Raises:
        RefusedInput: it is no XML, declares entities, or refers to another file.
    """
    parser = expat.ParserCreate(namespace_separator=namespace_separator)
    parser.buffer_text = True
    parser.StartElementHandler = follower.start
    parser.EndElementHandler = follower.end
    parser.CharacterDataHandler = follower.text
    parser.EntityDeclHandler = _refuse("declares XML entities, which are refused; write the text out")
    parser.ExternalEntityRefHandler = _refuse("refers to another file, which is refused; write the text out")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(body, True)
    except expat.ExpatError as problem:
        what = expat.ErrorString(problem.code) if problem.code else "it cannot be read"
        raise RefusedInput(f"It is not valid XML: {what}, in line {problem.lineno}.") from problem
    except (LookupError, ValueError) as problem:
        if isinstance(problem, RefusedInput):
            raise
        raise RefusedInput("It is not valid XML: it names an encoding that is not known.") from problem


def _refuse(what: str) -> Callable[..., int]:
    def refuse(*_: object) -> int:
        raise RefusedInput(f"It {what}.")

    return refuse
