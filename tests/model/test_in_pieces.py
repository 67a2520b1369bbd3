"""A message read in pieces is the record that it is when read whole, and what is let go changes nothing elsewhere."""

from collections.abc import Mapping

import msgspec
import pytest

from designer.model import in_pieces
from designer.model.figures.figure import Figure
from designer.model.in_pieces import IN_PIECES, decode_in_pieces, encode_in_pieces, let_go_in_pieces
from designer.model.records import Record


class Inner(Record, frozen=True, kw_only=True):
    """A part of a message."""

    name: str
    figure: Figure | None = None
    notes: tuple[str, ...] = ()


class Message(Record, frozen=True, kw_only=True):
    """A message of every form that is taken apart."""

    number: int
    inner: tuple[Inner, ...] = ()
    by_name: Mapping[str, Inner] = {}
    listed: list[int] = msgspec.field(default_factory=list)
    pair: tuple[int, str] = (0, "")
    either: int | str | None = None
    least: float = 2.5


def _message():
    terms = tuple(Figure(value=float(n), unit="W") for n in range(30))
    inner = tuple(
        Inner(name=f"n{n}", figure=Figure(value=1.5, unit="W", terms=terms), notes=("a", "b")) for n in range(20)
    )
    return Message(
        number=7, inner=inner, by_name={one.name: one for one in inner}, listed=[1, 2, 3], pair=(1, "x"), either="text"
    )


@pytest.mark.parametrize("piece", [1, 100, 2_000, 10_000_000])
def test_whatever_the_size_of_a_piece_the_record_is_the_same(piece, monkeypatch):
    monkeypatch.setattr(in_pieces, "PIECE_BYTES", piece)
    message = _message()
    packed = msgspec.msgpack.encode(message)
    again = decode_in_pieces(packed, Message)
    assert again == message
    assert msgspec.msgpack.encode(again) == packed


@pytest.mark.parametrize("deepest", [0, 1, 4])
@pytest.mark.parametrize("many", [2, 7, 64])
def test_what_is_written_in_pieces_is_the_record_again(deepest, many, monkeypatch):
    monkeypatch.setattr(in_pieces, "MANY_ITEMS", many)
    message = _message()
    packed = encode_in_pieces(message, msgspec.msgpack.Encoder(), deepest)
    assert packed.startswith(IN_PIECES) == bool(deepest)
    assert decode_in_pieces(packed, Message) == message


def test_a_message_in_pieces_that_is_cut_or_wrong_is_refused():
    packed = encode_in_pieces(_message(), msgspec.msgpack.Encoder())
    for wrong in (packed[:-1], packed[: len(packed) // 2], IN_PIECES, IN_PIECES + b"\x01", packed[:5] + b"\xc1" * 40):
        with pytest.raises(msgspec.DecodeError):
            decode_in_pieces(wrong, Message)


def test_a_field_that_is_missing_or_wrong_is_refused(monkeypatch):
    monkeypatch.setattr(in_pieces, "PIECE_BYTES", 1)
    for wrong in ({"listed": [1]}, {"number": 1, "inner": [{"name": 7}]}, [1, 2], {"number": 1, "by_name": [1]}):
        with pytest.raises(msgspec.DecodeError):
            decode_in_pieces(msgspec.msgpack.encode(wrong), Message)
    packed = msgspec.msgpack.encode(_message())
    with pytest.raises(msgspec.DecodeError):
        decode_in_pieces(packed[: len(packed) // 2], Message)


def test_what_is_let_go_stays_whole_for_whoever_has_it():
    message = _message()
    kept, packed = message.inner[3], msgspec.msgpack.encode(message)
    held = [message]
    let_go_in_pieces(held)
    assert held == []
    assert msgspec.msgpack.encode(message) == packed
    assert kept is message.by_name["n3"]
