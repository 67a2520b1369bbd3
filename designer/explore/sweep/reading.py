"""A space out of the text of a SPACE.yaml, which may be hostile, or out of the words of a command."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from designer.analysis.availability.settings import Rate, RunSettings
from designer.catalog.files.yaml_text import plain_yaml
from designer.catalog.library import near_ids
from designer.edit.templates.templates import TEMPLATES
from designer.explore.sweep.figures import SHORT, USUAL, higher_is_better, with_errors
from designer.explore.sweep.space import (
    METHODS,
    MOST_VALUES,
    USUAL_SAMPLES,
    Counted,
    Option,
    Space,
    Variable,
    require_space,
    stepped,
)
from designer.explore.sweep.table import Value
from designer.limits import LIMITS
from designer.model.kinds import KINDS
from designer.model.records import RefusedInput

_KIND: Final = "own settings"
_MOST_NAMES: Final = 64
"""Variables, and figures that count."""
_LONGEST: Final = 120
_RESERVED: Final = frozenset({"number", "problem"})
_WORD: Final = re.compile(
    r"[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069=@+-][^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]*"
)
"""A word of a table: no control signs, and nothing that a spreadsheet takes for a formula."""
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_NO_NUMBER: Final = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
"""What programs print where a number is missing or without end: nobody means it as a word."""
_POWER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d+")
"""1e6 is a text in YAML, which wants 1.0e+6; whoever writes it means the number."""
_TOP: Final = ("name", "base", "set", "vary", "count", "method", "samples", "seed", "availability", "results")
"""What a space says; `results` is what a sweep writes beside its rows, see `results_head`."""
_Place = tuple[str | int, ...]


class _Slip(ValueError):
    """Something that a space cannot be, with where it stands."""

    def __init__(self, place: _Place, words: str) -> None:
        super().__init__(words)
        self.place = place


def read_space(text: str | bytes, name: str = "SPACE.yaml") -> Space:
    """Return the space that TEXT says, in the form that the guide's page on sweeps shows.

    Raises:
        RefusedInput: it is no such text; one line that names the line of the file.
    """
    data = text.encode() if isinstance(text, str) else text
    if len(data) > LIMITS[_KIND].bytes:
        raise RefusedInput(f"{name} is larger than {LIMITS[_KIND].size_words}; a space is a page of text.")
    document = plain_yaml(data, name)
    try:
        _require_keys_once(data)
        return require_space(_space(document))
    except _Slip as slip:
        raise RefusedInput(f"{name}{_line(data, slip.place)}: {slip}") from slip
    except RefusedInput as problem:
        raise RefusedInput(f"{name}: {problem}") from problem


def space_of_words(
    template: str, settings: Mapping[str, str], *, count: Sequence[str] = (), samples: int = 0, seed: int = 0
) -> Space:
    """Return the space of `sweep --template T --set key=v1,v2`: what has one value is set, what has more varies.

    Raises:
        RefusedInput: a value or key is not allowed.
    """
    fixed: dict[str, Value] = {}
    vary: list[Variable] = []
    try:
        for path, text in settings.items():
            _name((path,), path)
            values = tuple(_value((path,), _typed(word.strip())) for word in text.split(","))
            if len(values) == 1:
                fixed[path] = values[0]
            else:
                vary.append(_variable((path,), path, path, {"values": list(values)}))
        counted = counted_of(count or USUAL)
    except _Slip as slip:
        raise RefusedInput(f"--set {slip.place[0]}: {slip}") from slip
    return require_space(
        Space(
            template=template,
            settings=fixed,
            vary=tuple(vary),
            count=counted,
            method="latin" if samples else "grid",
            samples=samples,
            seed=seed,
        )
    )


def counted_of(keys: Sequence[str]) -> tuple[Counted, ...]:
    """Return the figures KEYS as what counts, without goals.

    Raises:
        RefusedInput: one cannot be a key.
    """
    try:
        return _with_errors(tuple(_counted((key,), key) for key in keys))
    except _Slip as slip:
        raise RefusedInput(f"--count {slip.place[0]}: {slip}") from slip


def _typed(word: str) -> Value:
    return float(word) if _NUMBER.fullmatch(word) else word


def _space(document: Any) -> Space:
    if not isinstance(document, Mapping):
        raise _Slip((), "a space has a base, what may vary and what counts: base, vary, count.")
    _only((), document, _TOP)
    template, design = _base(document.get("base"))
    settings = {
        _name(("set",), path): _value(("set", path), value)
        for path, value in _mapping(("set",), document.get("set") or {}).items()
    }
    method = document.get("method")
    if method is None:
        method = "latin" if document.get("samples") else "grid"
    if method not in METHODS:
        raise _Slip(("method",), f"the method is one of {', '.join(METHODS)}, not {str(method)[:40]!r}.")
    samples = _whole(("samples",), document.get("samples", 0))
    if not samples and "samples" in document and method != "grid":
        raise _Slip(("samples",), "at least 1 sample is drawn.")
    if method == "grid" and samples:
        raise _Slip(("samples",), "a grid goes through all variants; samples are drawn by latin or adaptive.")
    vary = _list_or_mapping(("vary",), document.get("vary"))
    counted = document.get("count")
    counted = list(USUAL) if counted is None else counted
    return Space(
        name=_name(("name",), document.get("name") or "Sweep"),
        template=template,
        design=design,
        settings=settings,
        vary=tuple(_variable(place, *_named(place, key, entry)) for place, key, entry in vary),
        count=_with_errors(
            tuple(
                _counted(place, entry if key is None else {"key": key, **_mapping(place, entry or {})})
                for place, key, entry in _list_or_mapping(("count",), counted)
            )
        ),
        method=method,
        samples=(samples or USUAL_SAMPLES) if method != "grid" else 0,
        seed=_whole(("seed",), document.get("seed", 0)),
        histories=_histories(document.get("availability")),
    )


def _with_errors(count: tuple[Counted, ...]) -> tuple[Counted, ...]:
    keys = [one.key for one in count]
    return (*count, *(Counted(key=key) for key in with_errors(keys)[len(keys) :]))


def _histories(said: Any) -> RunSettings:
    """Return how histories of failures and repairs are played, by what is SAID of availability."""
    place = ("availability",)
    told = {} if said is None else _mapping(place, said)
    _only(place, told, ("years", "draws", "crews", "rates"))
    rates = {
        kind: _rate((*place, "rates", kind), kind, text)
        for kind, text in _mapping((*place, "rates"), told.get("rates") or {}).items()
    }
    try:
        return RunSettings(
            years=_number((*place, "years"), told.get("years", 1.0)),
            draws=_whole((*place, "draws"), told["draws"]) if "draws" in told else None,
            crews=_whole((*place, "crews"), told["crews"]) if "crews" in told else None,
            rates=rates,
        ).checked()
    except RefusedInput as problem:
        raise _Slip(place, str(problem)) from problem


def _rate(place: _Place, kind: str, text: Any) -> Rate:
    if kind not in KINDS or not KINDS[kind].fails:
        raise _Slip(place, f"{kind[:40]!r} is no kind that can fail.")
    mtbf, _, repair = str(text).partition("/")
    if not (_NUMBER.fullmatch(mtbf.strip()) and _NUMBER.fullmatch(repair.strip())):
        raise _Slip(place, f"a rate is hours between failures / hours of a repair, as {kind}: 250000/8.")
    return Rate(float(mtbf), float(repair))


def _base(base: Any) -> tuple[str, str]:
    """Return the template and the file of the design that BASE names, one of them ""."""
    if isinstance(base, Mapping):
        _only(("base",), base, ("template",))
        base = base.get("template")
        if base not in TEMPLATES:
            raise _Slip(("base",), f"there is no template {str(base)[:80]!r}; there are {', '.join(TEMPLATES)}.")
    if not isinstance(base, str) or not base.strip() or len(base) > 1000 or "\x00" in base:
        raise _Slip(("base",), "the base is a template or a file: base: leaf-spine, base: pod.stackwright.")
    if base in TEMPLATES:
        return base, ""
    if "." not in base:
        near = near_ids(base, TEMPLATES)
        advice = f" Did you mean {', '.join(near)}?" if near else f" There are {', '.join(TEMPLATES)}."
        raise _Slip(("base",), f"there is no template {base[:80]!r}.{advice}")
    return "", base


def _named(place: _Place, key: str | None, entry: Any) -> tuple[str, str, Any]:
    """Return the name of a variable, what it sets, and what it says of its values.

    A mapping has what is set as keys; a list has entries with `set` and perhaps a `name`, or a `name` and `options`.
    """
    if key is not None:
        if isinstance(entry, Mapping) and "set" in entry:
            return key, _name((*place, "set"), entry["set"]), {k: v for k, v in entry.items() if k != "set"}
        return key, "" if isinstance(entry, Mapping) and "options" in entry else key, entry
    said = _mapping(place, entry)
    sets = "" if "options" in said else _name((*place, "set"), said.get("set"))
    return _name(place, said.get("name") or sets), sets, {k: v for k, v in said.items() if k not in ("set", "name")}


def _variable(place: _Place, name: str, sets: str, said: Any) -> Variable:
    if name.casefold() in _RESERVED:
        raise _Slip(place, f"a variable cannot be called {name!r}, which is another column; give it another name.")
    if not isinstance(said, Mapping):
        said = {"values": said}
    _only(place, said, ("values", "from", "to", "step", "options"))
    if ("options" in said) + ("values" in said) + bool({"from", "to", "step"}.intersection(said)) > 1:
        raise _Slip(place, f"{name} takes one of values, options, and from with to: not two of them.")
    if "options" in said:
        options = tuple(
            Option(
                name=_word((*place, "options", title), title),
                settings={
                    _name((*place, "options", title), path): _value((*place, "options", title, path), value)
                    for path, value in _mapping((*place, "options", title), settings).items()
                },
            )
            for title, settings in _mapping((*place, "options"), said["options"]).items()
        )
        _some(place, len(options), name)
        return Variable(name=name, options=options)
    if "values" in said:
        raw = said["values"]
        listed = raw if isinstance(raw, list) else [raw]
        _some(place, len(listed), name)
        values = tuple(_value((*place, number), value) for number, value in enumerate(listed))
        # A column holds numbers or words: where one is a word, all are.
        if any(isinstance(value, str) for value in values):
            values = tuple(value if isinstance(value, str) else _typed_word(value) for value in values)
        if len(set(values)) < len(values):
            raise _Slip(place, f"{name} has the value {next(v for v in values if values.count(v) > 1)} twice.")
        return Variable(name=name, sets=sets, values=values)
    if "from" not in said or "to" not in said:
        raise _Slip(place, f"{name} needs values, or from and to (and a step).")
    low, high = (_number((*place, end), said[end]) for end in ("from", "to"))
    if not low < high:
        raise _Slip(place, f"{name} goes from {low:g} to {high:g}; the second has to be greater.")
    if "step" not in said:
        return Variable(name=name, sets=sets, low=low, high=high)
    try:
        return Variable(name=name, sets=sets, values=stepped(low, high, _number((*place, "step"), said["step"])))
    except RefusedInput as problem:
        raise _Slip(place, f"{name}: {problem}") from problem


def _typed_word(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _counted(place: _Place, entry: Any) -> Counted:
    said = {"key": entry} if isinstance(entry, str) else _mapping(place, entry)
    _only(place, said, ("key", "better", "at_least", "at_most"))
    key = _name(place, said.get("key"))
    key = SHORT.get(key, key)
    better = said.get("better", "higher" if higher_is_better(key) else "lower")
    if better not in ("lower", "higher"):
        raise _Slip(place, f"better is lower or higher, not {str(better)[:40]!r}.")
    goals = {end: _number((*place, end), said[end]) for end in ("at_least", "at_most") if end in said}
    if len(goals) == 2 and goals["at_least"] > goals["at_most"]:
        raise _Slip(place, f"{key} cannot be at least {goals['at_least']:g} and at most {goals['at_most']:g}.")
    return Counted(key=key, better=better, **goals)


def _some(place: _Place, count: int, name: str) -> None:
    if not 0 < count <= MOST_VALUES:
        raise _Slip(place, f"{name} has {count:,} values; it takes 1 to {MOST_VALUES:,}.")


def _list_or_mapping(place: _Place, said: Any) -> list[tuple[_Place, str | None, Any]]:
    """Return (where, key or None, entry) of each entry of SAID, a list or a mapping."""
    if isinstance(said, Mapping):
        found: list[tuple[_Place, str | None, Any]] = [((*place, k), _name((*place, k), k), v) for k, v in said.items()]
    elif isinstance(said, list):
        found = [((*place, number), None, entry) for number, entry in enumerate(said)]
    else:
        raise _Slip(place, f"{place[-1]} is missing, or is neither a list nor a mapping.")
    if not 0 < len(found) <= _MOST_NAMES:
        raise _Slip(place, f"{place[-1]} has {len(found):,} entries; it takes 1 to {_MOST_NAMES}.")
    return found


def _mapping(place: _Place, said: Any) -> Mapping[str, Any]:
    if not isinstance(said, Mapping):
        raise _Slip(place, f"{place[-1] if place else 'it'} takes keys with values, not {str(said)[:40]!r}.")
    return {str(key): value for key, value in said.items()}


def _only(place: _Place, said: Mapping[Any, Any], known: Sequence[str]) -> None:
    for key in said:
        if key not in known:
            near = near_ids(str(key), known)
            words = f"Did you mean {', '.join(near)}?" if near else f"There are {', '.join(known)}."
            raise _Slip((*place, str(key)), f"there is no {str(key)[:80]!r}. {words}")


def _name(place: _Place, said: Any) -> str:
    if not isinstance(said, str) or not said.strip():
        raise _Slip(place, "a name is missing: a word, in quotes where it looks like a number.")
    return _word(place, said.strip())


def _word(place: _Place, text: str) -> str:
    if len(text) > _LONGEST or not _WORD.fullmatch(text):
        raise _Slip(
            place,
            f"{text[:40]!r} is no word for a table: at most {_LONGEST} signs, none of them unseen, no =, @, + or - "
            "first.",
        )
    return text


def _value(place: _Place, said: Any) -> Value:
    if isinstance(said, bool):
        raise _Slip(place, f"{str(said).lower()} is read as yes or no; write the word in quotes.")
    if isinstance(said, int | float) or (isinstance(said, str) and _POWER.fullmatch(said)):
        return _number(place, said)
    if isinstance(said, str) and _NO_NUMBER.fullmatch(said.strip()):
        raise _Slip(place, f"{said.strip()} is no number that a design can have.")
    if isinstance(said, str) and said.strip():
        return _word(place, said.strip())
    told = "nothing" if said is None or said == "" else f"{str(said)[:40]!r}"
    raise _Slip(place, f"a value is a number or a word, not {told}.")


def _number(place: _Place, said: Any) -> float:
    if isinstance(said, str) and _POWER.fullmatch(said):
        said = float(said)
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise _Slip(place, f"{str(said)[:40]!r} is not a number.")
    if isinstance(said, int) and abs(said) > 10**15:
        raise _Slip(place, "a number of so many digits is too large.")
    if not math.isfinite(said) or abs(said) > 1e18:
        raise _Slip(place, f"{said!r} is no number that a design can have.")
    return float(said)


def _whole(place: _Place, said: Any) -> int:
    number = _number(place, said)
    if number != int(number) or not 0 <= number < 2**32:
        raise _Slip(place, f"{place[-1]} is a whole number from 0 to 4,294,967,295, not {number:g}.")
    return int(number)


def _require_keys_once(data: bytes) -> None:
    """Refuse a key that a mapping has twice, of which YAML keeps the last without a word.

    Raises:
        _Slip: there is one.
    """
    waiting: list[tuple[_Place, Any]] = [((), yaml.compose(data, Loader=yaml.CSafeLoader))]
    while waiting:
        place, node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting += [((*place, number), one) for number, one in enumerate(node.value)]
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                name = str(key.value)
                if name in seen:
                    raise _Slip((*place, name), f"{name[:80]!r} stands there twice.")
                seen.add(name)
                waiting.append(((*place, name), value))


def _line(data: bytes, place: _Place) -> str:
    """Return ", line 7" for what stands at PLACE of the YAML text DATA, or for what is nearest above it."""
    try:
        node = yaml.compose(data, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return ""
    line: int | None = None
    for step in place:
        found: tuple[Any, Any] | None = None
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if str(key.value) == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = (node.value[step], node.value[step])
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return f", line {line}" if line is not None else ""
