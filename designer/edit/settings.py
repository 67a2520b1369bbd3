"""Edits of what holds for the whole design: its name, description, assumptions and generator."""

import math
import typing
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from designer.edit.draft import Draft
from designer.edit.fields import changed
from designer.model.assumptions.places import Place, require_places
from designer.model.assumptions.site_choices import SITE_CHOICES, require_site_choice
from designer.model.assumptions.table import ASSUMPTIONS
from designer.model.changes import ChangeSet
from designer.model.design import Design, TitleBlock
from designer.model.records import RefusedInput
from designer.model.wording import counted, listed

_REPLACED: Final[Mapping[str, tuple[str, ...]]] = {"grid": ("grid_kg_per_kwh",), "climate": ("free_cooling_h",)}
"""Assumptions whose own value gives way to a choice."""
SETTINGS_FIELDS: Final = frozenset({"name", "description"})


def set_name(design: Design, name: str) -> ChangeSet:
    """Rename the design.

    Raises:
        RefusedInput: the name is empty or too long.
    """
    if not name.strip():
        raise RefusedInput("A design needs a name.")
    return _set(design, {"name": name.strip()}, f"Rename the design to {name.strip()}")


def set_description(design: Design, description: str) -> ChangeSet:
    """Say what the design is for.

    Raises:
        RefusedInput: the text is too long.
    """
    return _set(design, {"description": description}, "Change the description")


def _set(design: Design, fields: Mapping[str, object], label: str) -> ChangeSet:
    draft = Draft(design)
    draft.put(changed(design.settings, fields, SETTINGS_FIELDS, "The design"))
    return draft.finished(label)


def set_assumption(design: Design, name: str, value: float | None) -> ChangeSet:
    """Give an assumption the design's own value; None goes back to the default.

    Raises:
        RefusedInput: there is no such assumption, or the value is outside its range.
    """
    assumption = ASSUMPTIONS.get(name)
    if assumption is None:
        raise RefusedInput(f"There is no assumption {name!r}; there are {', '.join(sorted(ASSUMPTIONS))}.")
    own = {key: old for key, old in design.settings.assumptions.items() if key != name}
    if value is not None:
        if not math.isfinite(value) or not assumption.least <= value <= assumption.most:
            raise RefusedInput(
                f"{assumption.title} is {value}; it must be from {assumption.least:g} to {assumption.most:g}."
            )
        own[name] = float(value)
    draft = Draft(design)
    draft.put(msgspec.structs.replace(design.settings, assumptions=own))
    what = f"{value:g}" if value is not None else "its default"
    return draft.finished(f"Set {assumption.title.lower() if assumption.title != 'PUE' else 'PUE'} to {what}")


def set_site_choice(design: Design, name: str, value: str) -> ChangeSet:
    """Choose the climate, what cools without compressors, the grid or the routing; "" chooses nothing.

    A grid that is chosen takes the place of an own value of its carbon, a climate that of own hours.

    Raises:
        RefusedInput: there is no such choice, or it has no such option.
    """
    require_site_choice(name, value)
    kept = {key: old for key, old in design.settings.choices.items() if key != name}
    own = dict(design.settings.assumptions)
    if value:
        kept[name] = value
        for replaced in _REPLACED.get(name, ()):
            own.pop(replaced, None)
    draft = Draft(design)
    draft.put(msgspec.structs.replace(design.settings, choices=kept, assumptions=own))
    choice = SITE_CHOICES[name]
    return draft.finished(f"Set {choice.title.lower()} to {dict(choice.options)[value]}")


def stand_at(design: Design, place: Place, economizer: str = "") -> ChangeSet:
    """Let the design stand at PLACE: its climate, its grid, and the middle of its prices of electricity where known.

    Args:
        design: The design.
        place: Where.
        economizer: What cools without compressors there, an option of that choice; "" leaves it as it is.

    Raises:
        RefusedInput: there is no such economizer.
    """
    chosen = {"climate": place.climate, "grid": place.grid, **({"economizer": economizer} if economizer else {})}
    own = dict(design.settings.assumptions)
    for name, value in chosen.items():
        require_site_choice(name, value)
        for replaced in _REPLACED.get(name, ()):
            own.pop(replaced, None)
    if place.usd_per_kwh is not None:
        own["electricity_usd_per_kwh"] = round(sum(place.usd_per_kwh) / 2, 6)
    draft = Draft(design)
    choices = {**design.settings.choices, **chosen}
    draft.put(msgspec.structs.replace(design.settings, choices=choices, assumptions=own))
    return draft.finished(f"Stand in {place.title}")


def compare_at(design: Design, places: Sequence[str]) -> ChangeSet:
    """Let report and deck compare the design at PLACES, by their ids and in this order; none leaves it out of both.

    Raises:
        RefusedInput: there is no such place, or one is named twice.
    """
    require_places(places)
    draft = Draft(design)
    draft.put(msgspec.structs.replace(design.settings, sites=tuple(places)))
    number = len(places)
    return draft.finished(f"Compare {counted(number, 'place')} in report and deck" if number else "Compare no places")


def set_title_block(design: Design, **fields: str) -> ChangeSet:
    """Set what the title blocks of drawing sheets say: number, revision, drawn_by, checked_by, approved_by; and paper.

    Raises:
        RefusedInput: there is no such field, or no such paper.
    """
    known = TitleBlock.__struct_fields__
    for name in fields:
        if name not in known:
            raise RefusedInput(f"A title block has no field {name!r}; it has {', '.join(known)}.")
    papers = typing.get_args(typing.get_type_hints(TitleBlock)["paper"])
    if fields.get("paper", "").strip() not in papers:
        raise RefusedInput(f"Drawings go on {listed(papers[1:], None, 'or')}; {fields['paper']!r} is none of these.")
    block = msgspec.structs.replace(
        design.settings.title_block, **{name: " ".join(text.split()) for name, text in fields.items()}
    )
    draft = Draft(design)
    draft.put(msgspec.structs.replace(design.settings, title_block=block))
    return draft.finished("Set the title block")


def set_parameters(design: Design, made_by: str, parameters: Mapping[str, str]) -> ChangeSet:
    """Note which generator made the design, and from what."""
    draft = Draft(design)
    draft.put(msgspec.structs.replace(design.settings, made_by=made_by, parameters=dict(parameters)))
    return draft.finished("Note how the design was made")
