"""Tell what a path of a SPACE.yaml sets, by the same edits as the window and the command line make.

* `scale_units`: a parameter of the generator that makes the design; `template` takes another generator.
* `dgx.copies`, `leaf.part`, `chat.precision`, `job.tensor_parallel`, `uplinks.cables`: a field of a node or a link, as
  `stackwright set` takes it; `ups.units` gives a unit of the power chain so many copies, with what leads to them.
* `kind:switch.part`, `part:nvidia/qm9700.part`: the field of all nodes of a kind or a part.
* `assumptions.pue`, `choices.grid`: an assumption or a choice of the whole design.
* `growth`: the users that ask are so many times as many. `redundancy`, `cooling`: the sketch is made real at N, N+1 or
  2N, as `stackwright make-real` does.
* `hosting`: `own`, or an instance of a cloud such as `aws/p5.48xlarge` in place of the machines with accelerators.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, cast

from designer.catalog.library import Library, near_ids
from designer.edit.make_real.records import REDUNDANCIES, Dense, Redundancy, Wishes
from designer.edit.nodes.nodes import set_fact
from designer.edit.power.power_units import more_units
from designer.edit.set_field import set_field
from designer.edit.settings import set_assumption, set_site_choice
from designer.edit.templates.regenerate import generator_of, regenerate
from designer.edit.templates.templates import TEMPLATES, Template, build_template
from designer.explore.sweep.hosting import HOSTING, OWN, hosted
from designer.explore.sweep.table import Value
from designer.model.assumptions.site_choices import SITE_CHOICES
from designer.model.assumptions.table import ASSUMPTIONS
from designer.model.design import Design
from designer.model.identity_cache import Remembered
from designer.model.records import RefusedInput

TEMPLATE: Final = "template"
ASSUMPTION: Final = "assumptions."
CHOICE: Final = "choices."
GROWTH: Final = "growth"
REDUNDANCY: Final = "redundancy"
COOLING: Final = "cooling"
_MADE_REAL: Final[Mapping[str, tuple[str, ...]]] = {REDUNDANCY: REDUNDANCIES, COOLING: ("air", "liquid")}
_KIND: Final = "kind:"
_PART: Final = "part:"
_UNITS: Final = "units"
_USERS: Final = "users"


def text_of(value: Value) -> str:
    """Return VALUE as a person would type it, with all its digits."""
    if isinstance(value, str):
        return value
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value!r}"


def is_parameter(path: str) -> bool:
    """Return True when PATH names a parameter of a generator."""
    return "." not in path and path not in (TEMPLATE, GROWTH, HOSTING, *_MADE_REAL)


def design_with(
    settings: Mapping[str, Value], library: Library, *, template: str = "", base: Design | None = None
) -> Design:
    """Return the design that SETTINGS give, path by path.

    Args:
        settings: What is set; generators come first, fields in their order, and what makes a sketch real last.
        library: Parts on hand.
        template: Of what it is made, unless SETTINGS say it.
        base: The design that is changed; None where it is made from a template.

    Raises:
        RefusedInput: a path leads nowhere, or a value is not allowed.
    """
    if base is not None and TEMPLATE in settings:
        raise RefusedInput("A design that was drawn cannot become another template; let the base be a template.")
    made_by = str(settings.get(TEMPLATE, template))
    parameters = tuple((path, text_of(value)) for path, value in settings.items() if is_parameter(path))
    fields = tuple((path, value) for path, value in settings.items() if _is_field(path))
    # Variants next to each other mostly differ in one thing: what they share is made once, and what analyses remember
    # of its very records holds for all of them.
    whence = (library,) if base is None else (library, base)
    design = _generated.of(whence, (made_by, parameters), lambda: _made(library, made_by, base, dict(parameters)))
    design = _drawn.of((library, design), fields, lambda: _with_fields(design, library, fields))
    for path, value in settings.items():
        if path.startswith(ASSUMPTION):
            name = path.removeprefix(ASSUMPTION)
            design = set_assumption(design, name, _number(path, value)).applied(design)
        elif path.startswith(CHOICE):
            design = set_site_choice(design, path.removeprefix(CHOICE), str(value)).applied(design)
    design = hosted(design, library, str(settings.get(HOSTING, OWN)))
    return _made_real(design, library, settings)


_generated: Final = Remembered[Design](8)
_drawn: Final = Remembered[Design](32)
"""Designs of the last variants, as generators made them, and with their fields."""


def _made(library: Library, template: str, base: Design | None, parameters: Mapping[str, str]) -> Design:
    if base is None:
        return build_template(template, library, parameters)
    return regenerate(base, library, parameters).applied(base) if parameters else base


def _is_field(path: str) -> bool:
    return path == GROWTH or ("." in path and not path.startswith((ASSUMPTION, CHOICE)))


def _with_fields(design: Design, library: Library, fields: Iterable[tuple[str, Value]]) -> Design:
    for path, value in fields:
        if path == GROWTH:
            design = _grown(design, _number(path, value))
        else:
            design = _with_field(design, library, path, text_of(value))
    return design


def _number(path: str, value: Value) -> float:
    if isinstance(value, str):
        raise RefusedInput(f"{path} takes a number, not {value[:80]!r}.")
    return value


def _grown(design: Design, times: float) -> Design:
    """Return DESIGN with so many times the users; `analyze --load` looks at as many."""
    if not 0 < times <= 1000:
        raise RefusedInput(f"growth is a number above 0 and up to 1,000, not {times:g}.")
    asking = [node for node in design.nodes.values() if _USERS in node.facts]
    if not asking:
        raise RefusedInput("growth takes a design with users; this one says of nobody how many they are.")
    for node in asking:
        design = set_fact(design, node.id, _USERS, node.facts[_USERS] * times).applied(design)
    return design


def _with_field(design: Design, library: Library, path: str, text: str) -> Design:
    target, _, field = path.rpartition(".")
    for record_id in _targets(design, target):
        if field == _UNITS and record_id in design.nodes:
            if not text.isdecimal():
                raise RefusedInput(f"{path} is a whole number, not {text[:80]!r}.")
            edit = more_units(design, library, node_id=record_id, copies=int(text))
        else:
            edit = set_field(design, library, record_id, field, text)
        design = edit.applied(design)
    return design


def _targets(design: Design, target: str) -> list[str]:
    """Return the ids of the nodes and links that TARGET means.

    Raises:
        RefusedInput: there is none.
    """
    if target.startswith(_KIND):
        found = [node.id for node in design.nodes.values() if node.kind == target.removeprefix(_KIND)]
    elif target.startswith(_PART):
        found = [node.id for node in design.nodes.values() if node.part == target.removeprefix(_PART)]
    else:
        found = [target] if target in design.nodes or target in design.links else []
    if not found:
        near = near_ids(target, (*design.nodes, *design.links))
        advice = f" Did you mean {', '.join(near)}?" if near else ""
        raise RefusedInput(f"There is no {target[:130]!r} in this design.{advice}")
    return found


def _made_real(design: Design, library: Library, settings: Mapping[str, Value]) -> Design:
    wished = {path: str(settings[path]) for path in _MADE_REAL if path in settings}
    if not wished:
        return design
    for path, word in wished.items():
        if word not in _MADE_REAL[path]:
            raise RefusedInput(f"{path} can be {', '.join(_MADE_REAL[path])}, not {word[:80]!r}.")
    from designer.review.make_real.proposal import steps_of  # with all that makes a sketch real, which few sweeps need

    wishes = Wishes(
        redundancy=cast("Redundancy", wished.get(REDUNDANCY, REDUNDANCIES[-1])),
        dense=cast("Dense", wished.get(COOLING, "air")),
    )
    return steps_of(design, library, wishes)[2]


def require_paths(paths: Iterable[str], templates: Iterable[str], base: Design | None) -> None:
    """Refuse a path that can lead nowhere in any variant, so that a slip is told before the first hour of work.

    Args:
        paths: Of all variables and settings.
        templates: All templates that variants are made from.
        base: The design that they are made from; None for templates.

    Raises:
        RefusedInput: a template, parameter, assumption or choice is not there.
    """
    if base is None:
        known = {item.name for name in templates for item in _template(name).parameters}
        who = " or ".join(templates)
    else:
        known, who = (), "This design"
        if any(is_parameter(path) for path in paths):
            template = generator_of(base)
            known, who = {item.name for item in template.parameters}, template.title
    for path in paths:
        if path.startswith(ASSUMPTION):
            _require(path.removeprefix(ASSUMPTION), ASSUMPTIONS, "assumption", str)
        elif path.startswith(CHOICE):
            _require(path.removeprefix(CHOICE), SITE_CHOICES, "choice of the site", str)
        elif is_parameter(path):
            _require(
                path,
                known,
                "parameter",
                lambda words: f"{words} {who} has {', '.join(sorted(known))}." if known else f"{who} has none.",
            )
        elif "." in path and not all(path.rpartition(".")[::2]):
            raise RefusedInput(f"{path[:130]!r} names no field; write the id, a dot and the field: leaf.copies.")


def _template(name: str) -> Template:
    found = TEMPLATES.get(name)
    if found is None:
        raise RefusedInput(f"There is no template {name[:80]!r}; there are {', '.join(TEMPLATES)}.")
    return found


def _require(name: str, known: Iterable[str], what: str, more: Callable[[str], str]) -> None:
    names = list(known)
    if name in names:
        return
    near = near_ids(name, names)
    words = f"There is no {what} {name[:80]!r}." + (f" Did you mean {', '.join(near)}?" if near else "")
    raise RefusedInput(more(words))
