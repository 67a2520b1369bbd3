"""Records of making a sketch real: what is wished, what is known of the design, and the lines that a step proposes."""

from collections.abc import Mapping
from typing import Final, Literal

from designer.model.changes import ChangeSet
from designer.model.records import Record

Redundancy = Literal["N", "N+1", "2N"]
Dense = Literal["air", "liquid"]
Step = Literal["fixes", "racks", "room", "cooling", "power", "cables", "canvas"]

REDUNDANCIES: Final[tuple[Redundancy, ...]] = ("N", "N+1", "2N")
STEPS: Final[tuple[Step, ...]] = ("fixes", "racks", "room", "power", "cooling", "cables", "canvas")
"""In the order in which people read them."""
STEP_TITLES: Final[Mapping[Step, str]] = {
    "fixes": "Errors of the sketch",
    "racks": "Racks",
    "room": "Room",
    "power": "Power",
    "cooling": "Cooling",
    "cables": "Cables and optics, by length along their routes",
    "canvas": "Canvas",
}


class Wishes(Record, frozen=True, kw_only=True):
    """Choices of the person who makes a sketch real.

    Attributes:
        redundancy: Of power and cooling: N, as much as is needed; N+1, one more of each; 2N, two sides of power that
            each carry everything, and one more of each cooler.
        dense: How far racks are filled: "air", as far as the air of a room cools them; "liquid", as far as they can be
            fed, with rear door coolers where the air of the room no longer does.
        rack_w: Most that one rack may draw; None where the cooling and the power strips alone are the limit.
        rack_units: Height of a cabinet in rack units; None is the assumed one.
        steps: Which steps are made.
        left_out: Keys of lines that are not wanted.
        swaps: Another part for a line, by its key.
    """

    redundancy: Redundancy = "2N"
    dense: Dense = "air"
    rack_w: float | None = None
    rack_units: int | None = None
    steps: tuple[Step, ...] = STEPS
    left_out: tuple[str, ...] = ()
    swaps: Mapping[str, str] = {}

    def part_for(self, key: str, usual: str) -> str:
        """Return the part that line KEY is made of: the person's choice, else USUAL."""
        return self.swaps.get(key, usual)


class Line(Record, frozen=True, kw_only=True):
    """One line of a proposal.

    Attributes:
        key: Names the line from one look to the next, whatever part it is swapped for.
        title: What is added, in a few words.
        part: Part id; "" for what has none, such as a room.
        why: Why this part and this many.
        count: How many in the whole design.
        others: Ids of other parts that fit as well, the likeliest first.
        taken: Whether it is in the edit; False where the person left it out.
        problem: Whether it says that something is missing that no part of the catalog does.
        follows: Whether it follows from the others and has no edit of its own, as cables from the places of their ends.
    """

    key: str
    step: Step
    title: str
    part: str = ""
    why: str = ""
    count: int = 0
    others: tuple[str, ...] = ()
    taken: bool = True
    problem: bool = False
    follows: bool = False


class Made(Record, frozen=True, kw_only=True):
    """The result of one step.

    Attributes:
        edit: The difference.
        lines: What it adds, line by line.
    """

    edit: ChangeSet
    lines: tuple[Line, ...] = ()


NOTHING: Final = Made(edit=ChangeSet())


class Draws(Record, frozen=True, kw_only=True):
    """Maximum draw of devices, as the analysis knows it.

    Attributes:
        max_w: Of one copy with the cards and chips in it, W, by node; what is not known has no entry.
        hall: Whether so much stands here that plant of its own is needed, by the rule `hall-without-plant`.
    """

    max_w: Mapping[str, float] = {}
    hall: bool = False


class Heat(Record, frozen=True, kw_only=True):
    """Heat that nothing takes away yet, as the analysis knows it; rooms by id, "" for what stands in none.

    Attributes:
        air_w: Into the air of a room at maximum load, what coolers in its racks take left out.
        draw_w: Heat of all devices in a room, into the air or a liquid: the losses of UPSs are a share of it.
        airflow_cfm: Air that the same devices take; 0 where it is not known.
        removed_w: By the air coolers that the room has already.
        rack_air_w: Into the air of one copy of a rack that has no cooler of its own, by rack.
        liquid_w: Into the liquid of one copy of a device that no coolant unit reaches, by node.
        unit_w: Liquid heat that coolant units which are there already could still take, by node.
        heat_w: All heat of the design.
        plant_w: Heat that the chillers, dry coolers and towers which are there give to the air outdoors.
    """

    air_w: Mapping[str, float] = {}
    draw_w: Mapping[str, float] = {}
    airflow_cfm: Mapping[str, float] = {}
    removed_w: Mapping[str, float] = {}
    rack_air_w: Mapping[str, float] = {}
    liquid_w: Mapping[str, float] = {}
    unit_w: Mapping[str, float] = {}
    heat_w: float = 0.0
    plant_w: float = 0.0
