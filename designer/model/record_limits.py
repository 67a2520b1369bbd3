"""Limits of texts and places, declared once as types of the fields that hold them; record_problems judges by them."""

from typing import Annotated, Final

import msgspec

LONGEST_NAME: Final = 200
LONGEST_TEXT: Final = 20_000
FARTHEST: Final = 10_000_000.0
"""Canvas pixels from the origin beyond which nothing may lie: painting stays exact up to there."""
LONGEST_KEY: Final = "longest"
FARTHEST_KEY: Final = "farthest"

# What is only declared (`extra`) is judged by record_problems, so that each limit is refused in words of our own; the
# schema of the text form shows the same.
Name = Annotated[str, msgspec.Meta(extra={LONGEST_KEY: LONGEST_NAME}, extra_json_schema={"maxLength": LONGEST_NAME})]
"""What something is called, in one line."""
Text = Annotated[str, msgspec.Meta(extra={LONGEST_KEY: LONGEST_TEXT}, extra_json_schema={"maxLength": LONGEST_TEXT})]
"""What a person writes, of any number of lines."""
Coordinate = Annotated[
    float,
    msgspec.Meta(extra={FARTHEST_KEY: FARTHEST}, extra_json_schema={"minimum": -FARTHEST, "maximum": FARTHEST}),
]
"""A place on the canvas, in canvas pixels at 100%."""
