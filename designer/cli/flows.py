"""Flows from A to B as they are typed, A,B or A,B,GBPS."""

from collections.abc import Sequence

import click

from designer.model.network.flow_asks import FlowAsk


def flow_asks(texts: Sequence[str]) -> tuple[FlowAsk, ...]:
    """The flows that TEXTS ask for.

    Raises:
        click.UsageError: one is not A,B or A,B,GBPS.
    """
    if not texts:
        return ()
    found: list[FlowAsk] = []
    for text in texts:
        pieces = [piece.strip() for piece in text.split(",")]
        if len(pieces) not in {2, 3} or not all(pieces):
            raise click.UsageError(f"--flow takes A,B or A,B,GBPS; {text!r} is neither.")
        try:
            gbps = float(pieces[2]) if len(pieces) == 3 else None
        except ValueError:
            raise click.UsageError(f"--flow takes a number of Gb/s after its ends; {pieces[2]!r} is none.") from None
        found.append(FlowAsk(source=(pieces[0],), target=(pieces[1],), gbps=gbps))
    return tuple(found)
