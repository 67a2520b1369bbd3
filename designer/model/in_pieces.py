"""Reading one very large message without holding up other threads.

A decoder works through its whole message in one go, and no other thread of Python gets a turn until it is done: for a
message of 100 MB that is half a second, in which the window cannot even be scrolled. Here what is large is taken apart
first, field by field and item by item, and only what is small is decoded whole. What comes out is the same.
"""

import types
import typing
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec

from designer.model.giving_way import give_way

LARGE_BYTES: Final = 8_000_000
"""A message of more is written in pieces, and read in a thread."""
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


def decode_in_pieces(message: bytes | memoryview | msgspec.Raw, kind: Any) -> Any:
    """Return the record of KIND that MESSAGE (msgpack) holds.

    Raises:
        msgspec.DecodeError: it holds none.
    """
    give_way()
    view = memoryview(message)
    if view[:1].tobytes() == IN_PIECES:
        return _joined(view[1:], kind)
    # Small messages are decoded at once: only large ones hold the interpreter for long.
    if view.nbytes <= PIECE_BYTES:
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


def _raws_by(key: Any, message: bytes | memoryview | msgspec.Raw) -> dict[Any, msgspec.Raw]:
    return _decoder(dict[key, msgspec.Raw]).decode(message)


def _struct(message: bytes | memoryview | msgspec.Raw, kind: type[msgspec.Struct]) -> Any:
    if not _in_fields(kind):
        return _decoder(kind).decode(message)
    return _made_of(_raws_by(str, message), kind)


def _made_of(fields: Mapping[str, memoryview | msgspec.Raw], kind: type[msgspec.Struct]) -> Any:
    known = _fields(kind)
    given: dict[str, Any] = {}
    for written, raw in fields.items():
        if written in known:
            name, hint = known[written]
            given[name] = decode_in_pieces(raw, hint)
    try:
        return kind(**given)
    except TypeError as problem:  # a field is missing
        raise msgspec.DecodeError(str(problem)) from problem


IN_PIECES: Final = b"\xc1"
"""What a message in pieces begins with: a byte that msgpack never uses. What follows is a map of the fields of a
record, or a list of runs of items, each of them a message of its own that need not be read to find the next."""
MOST_DEEP: Final = 4
_MAP: Final = b"\xdf"
_ARRAY: Final = b"\xdd"
_BINARY: Final = b"\xc6"
"""How a map, an array and a binary value begin in msgpack, each with its length in four bytes."""


def encode_in_pieces(value: Any, encoder: "msgspec.msgpack.Encoder", deepest: int = MOST_DEEP) -> bytes:
    """Return VALUE as a message that `decode_in_pieces` reads without going through all of it at once."""
    return b"".join(_pieces(value, encoder, deepest))


def _pieces(value: Any, encoder: "msgspec.msgpack.Encoder", deepest: int) -> list[bytes]:
    """Return the message of VALUE as parts to be joined once: it may have hundreds of megabytes."""
    if deepest and isinstance(value, msgspec.Struct) and _in_fields(type(value)):
        names = list(zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True))
        found = [IN_PIECES, _MAP + len(names).to_bytes(4, "big")]
        for name, written in names:
            found += [encoder.encode(written), *_held(_pieces(getattr(value, name), encoder, deepest - 1))]
        return found
    if isinstance(value, dict) and len(value) > MANY_ITEMS:
        runs = [encoder.encode(dict(run)) for run in _runs(list(value.items()))]
    elif isinstance(value, tuple | list) and len(value) > MANY_ITEMS:
        runs = [encoder.encode(run) for run in _runs(value)]
    else:
        return [encoder.encode(value)]
    found = [IN_PIECES, _ARRAY + len(runs).to_bytes(4, "big")]
    for run in runs:
        found += _held([run])
    return found


def _held(pieces: list[bytes]) -> list[bytes]:
    """Return PIECES as one value that is passed over without being read."""
    return [_BINARY + sum(map(len, pieces)).to_bytes(4, "big"), *pieces]


def _runs(items: Sequence[Any]) -> list[Sequence[Any]]:
    return [items[first : first + MANY_ITEMS] for first in range(0, len(items), MANY_ITEMS)]


def _in_fields(kind: type[msgspec.Struct]) -> bool:
    return not kind.__struct_config__.array_like and kind.__struct_config__.tag is None


def _joined(message: memoryview, kind: Any) -> Any:
    """Return the record or the collection of KIND whose pieces MESSAGE holds."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _joined(message, next(one for one in arguments if one is not type(None)))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _made_of(_decoder(dict[str, memoryview]).decode(message), kind)
    runs = _decoder(list[memoryview]).decode(message)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        some: Any = dict.__class_getitem__(arguments)
        return {key: value for run in runs for key, value in decode_in_pieces(run, some).items()}
    items = [item for run in runs for item in decode_in_pieces(run, list[arguments[0]])]
    return items if origin is list else tuple(items)


MANY_ITEMS: Final = 64
"""A record or collection of more is given back item by item."""
DEEPEST: Final = 8


def let_go_in_pieces(held: list[Any], rest: Callable[[], None] = give_way) -> None:
    """Empty HELD, whose items nobody else has, giving their memory back a piece at a time.

    To give back one record of a million others is one step, too, in which no other thread gets a turn. Nothing is
    changed in the records: whatever somebody else still has stays as it is. REST is called between pieces.
    """
    depth = 0
    while held and depth < DEEPEST:
        # Level by level: freeing a whole design at once would hold the interpreter as long as decoding it.
        inner: list[Any] = []
        while held:
            rest()
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
        rest()
        held.pop()
