"""Reading one very large message without holding up other threads.

A decoder works through its whole message in one go, and no other thread of Python gets a turn until it is done: for a
message of 100 MB that is half a second, in which the window cannot even be scrolled. Here what is large is taken apart
first, field by field and item by item, and only what is small is decoded whole. What comes out is the same.
"""

import types
import typing
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec

PIECE_BYTES: Final = 1_000_000
"""What is not larger is decoded whole, which takes about 5 ms."""


@lru_cache(256)
def _decoder(kind: Any) -> "msgspec.msgpack.Decoder[Any]":
    return msgspec.msgpack.Decoder(kind)


@lru_cache(256)
def _fields(kind: type[msgspec.Struct]) -> Mapping[str, tuple[str, Any]]:
    """Return the name and the type of each field of KIND, by the name that stands in messages."""
    hints = typing.get_type_hints(kind)
    return {
        written: (name, hints[name])
        for name, written in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)
    }


def decode_in_pieces(message: bytes | msgspec.Raw, kind: Any) -> Any:
    """Return the record of KIND that MESSAGE (msgpack) holds.

    Raises:
        msgspec.DecodeError: it holds none.
    """
    # Small messages are decoded at once: only large ones hold the interpreter for long.
    if memoryview(message).nbytes <= PIECE_BYTES:
        return _decoder(kind).decode(message)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        choices = [one for one in arguments if one is not type(None)]
        return decode_in_pieces(message, choices[0]) if len(choices) == 1 else _decoder(kind).decode(message)
    # Each kind of container is decoded to raw items, and these one by one; other threads run in between.
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _struct(message, kind)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: decode_in_pieces(raw, arguments[1]) for key, raw in _raws_by(arguments[0], message).items()}
    if origin in (tuple, list, Sequence) and (len(arguments) == 1 or arguments[-1] is Ellipsis):
        items = [decode_in_pieces(raw, arguments[0]) for raw in _decoder(list[msgspec.Raw]).decode(message)]
        return items if origin is list else tuple(items)
    return _decoder(kind).decode(message)


def _raws_by(key: Any, message: bytes | msgspec.Raw) -> dict[Any, msgspec.Raw]:
    return _decoder(dict[key, msgspec.Raw]).decode(message)


def _struct(message: bytes | msgspec.Raw, kind: type[msgspec.Struct]) -> Any:
    if kind.__struct_config__.array_like or kind.__struct_config__.tag is not None:
        return _decoder(kind).decode(message)
    known = _fields(kind)
    given: dict[str, Any] = {}
    for written, raw in _raws_by(str, message).items():
        if written in known:
            name, hint = known[written]
            given[name] = decode_in_pieces(raw, hint)
    try:
        return kind(**given)
    except TypeError as problem:  # a field is missing
        raise msgspec.DecodeError(str(problem)) from problem


MANY_ITEMS: Final = 64
"""A record or collection of more is given back item by item."""
DEEPEST: Final = 8


def let_go_in_pieces(held: list[Any]) -> None:
    """Empty HELD, whose items nobody else has, giving their memory back a piece at a time.

    To give back one record of a million others is one step, too, in which no other thread gets a turn. Nothing is
    changed in the records: whatever somebody else still has stays as it is.
    """
    depth = 0
    while held and depth < DEEPEST:
        # Level by level: freeing a whole design at once would hold the interpreter as long as decoding it.
        inner: list[Any] = []
        while held:
            item = held.pop()
            if isinstance(item, msgspec.Struct):
                inner.extend(
                    value
                    for value in (getattr(item, name) for name in item.__struct_fields__)
                    if isinstance(value, msgspec.Struct | tuple | dict)
                )
            # Small tuples and dictionaries go with their holder.
            elif isinstance(item, dict | tuple) and len(item) > MANY_ITEMS:
                inner.extend(item.values() if isinstance(item, dict) else item)
            del item
        held.extend(inner)
        del inner
        depth += 1
    while held:
        held.pop()
