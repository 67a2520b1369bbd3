"""Columns of a log: the names that are in use for the time, the tokens in and the tokens out."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple

from designer.model.records import RefusedInput

Role = Literal["time", "tokens in", "tokens out"]
ROLES: Final[tuple[Role, ...]] = ("time", "tokens in", "tokens out")

NAMES: Final[Mapping[Role, tuple[str, ...]]] = {
    "time": (
        "timestamp",
        "arrivaltime",
        "arrivaltimestamp",
        "arrivedat",
        "arrival",
        "requesttime",
        "requesttimestamp",
        "starttime",
        "starttimes",
        "startedat",
        "receivedat",
        "sentat",
        "start",
        "createdat",
        "created",
        "datetime",
        "time",
        "date",
        "ts",
        "t",
    ),
    "tokens in": (
        "contexttokens",
        "requesttokens",
        "prompttokens",
        "inputtokens",
        "tokensin",
        "inputlength",
        "inputlen",
        "inputlens",
        "promptlength",
        "promptlen",
        "promptlens",
        "promptsize",
        "prefilltokens",
        "numprompttokens",
        "numinputtokens",
        "numprefilltokens",
        "prompttokencount",
        "inputtokencount",
        "isl",
    ),
    "tokens out": (
        "generatedtokens",
        "responsetokens",
        "completiontokens",
        "outputtokens",
        "tokensout",
        "outputlength",
        "outputlen",
        "outputlens",
        "generatedlength",
        "tokensize",
        "decodetokens",
        "generationtokens",
        "numgenerationtokens",
        "numcompletiontokens",
        "numoutputtokens",
        "numdecodetokens",
        "candidatestokencount",
        "completiontokencount",
        "outputtokencount",
        "osl",
    ),
}
"""Names without spaces, signs and capitals, the likeliest first.

Azure's traces of inference have TIMESTAMP, ContextTokens and GeneratedTokens, BurstGPT has Timestamp, Request tokens
and Response tokens, Mooncake timestamp, input_length and output_length, Splitwise arrival_timestamp, prompt_size and
token_size, Vidur arrived_at, num_prefill_tokens and num_decode_tokens, the detailed result of vLLM's benchmark
start_times, input_lens and output_lens; answers of the OpenAI form have prompt_tokens and completion_tokens in usage.
"""
UNITS: Final[Mapping[str, float]] = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
"""Seconds in a unit of time."""
_UNIT_AT_THE_END: Final = re.compile(r"[\s_(\[]+(s|sec|seconds|ms|us|µs|ns)[)\]]?$")
_SPELLED: Final = {"sec": "s", "seconds": "s", "µs": "us"}
_DEEPEST: Final = 4
_MOST_SHOWN: Final = 12

Path = tuple[str, ...]
"""Where a value lies in an object: the keys from the outside in."""


class Column(NamedTuple):
    """Column in which a role is found.

    Attributes:
        path: Keys in an object; of a table the heading alone.
        unit: Unit of time that its name says, else "".
    """

    path: Path
    unit: str = ""

    @property
    def name(self) -> str:
        """Return its name in the file."""
        return ".".join(self.path)


def columns_of(paths: Iterable[Path], file: str) -> Mapping[Role, Column]:
    """Return which of PATHS holds the time, the tokens in and the tokens out of FILE.

    Raises:
        RefusedInput: One of them is not there; the message says which names are read.
    """
    known: dict[str, Column] = {}
    shown: list[str] = []
    for path in paths:
        plain = path[-1].strip().casefold()
        found = _UNIT_AT_THE_END.search(plain)
        unit = _SPELLED.get(found[1], found[1]) if found else ""
        # A name counts with and without its unit: "latency_ms" may be called just so in the tables of names.
        for name in (plain[: found.start()], plain) if found else (plain,):
            known.setdefault(re.sub(r"[^a-z0-9]", "", name), Column(path, unit))
        shown.append(".".join(path))
    chosen: dict[Role, Column | None] = {
        role: next((known[name] for name in NAMES[role] if name in known), None) for role in ROLES
    }
    missing = [role for role in ROLES if chosen[role] is None]
    if missing:
        has = ", ".join(name[:40] for name in shown[:_MOST_SHOWN]) or "nothing"
        more = f" and {len(shown) - _MOST_SHOWN} more" if len(shown) > _MOST_SHOWN else ""
        raise RefusedInput(
            f"{file} has no column for {' or '.join(missing)}; it has {has}{more}. Name them timestamp, "
            "input_tokens and output_tokens."
        )
    return {role: column for role, column in chosen.items() if column is not None}


def paths_of(value: Mapping[str, object], above: Path = ()) -> Iterable[Path]:
    """Return the paths to all plain values in an object, those further out first."""
    inner: list[tuple[Path, Mapping[str, object]]] = []
    for key, one in value.items():
        if isinstance(one, dict):
            inner.append(((*above, key), one))  # pyright: ignore[reportUnknownArgumentType]
        else:
            yield (*above, key)
    if len(above) < _DEEPEST:
        for path, one in inner:
            yield from paths_of(one, path)
