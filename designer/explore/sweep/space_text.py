"""A space as the text of a SPACE.yaml, which `stackwright sweep` takes."""

from collections.abc import Mapping
from typing import Any

import yaml

from designer.analysis.availability.settings import RunSettings
from designer.explore.sweep.space import Counted, Space, Variable


def space_text(space: Space, more: Mapping[str, Any] | None = None) -> str:
    """Return SPACE as YAML, with MORE sections before it; reading it gives the same space."""
    document: dict[str, Any] = {**(more or {}), "name": space.name, "base": space.template or space.design}
    if space.settings:
        document["set"] = dict(space.settings)
    document["vary"] = [_variable(one) for one in space.vary]
    document["count"] = [_counted(one) for one in space.count]
    document["method"] = space.method
    if space.method != "grid":
        document["samples"] = space.samples
    # Histories of failures are drawn by the seed too, in a grid as well.
    if space.method != "grid" or space.seed:
        document["seed"] = space.seed
    if space.histories != RunSettings():
        document["availability"] = _histories(space.histories)
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)


def _histories(histories: RunSettings) -> Mapping[str, Any]:
    said: dict[str, Any] = {"years": histories.years, "draws": histories.draws, "crews": histories.crews}
    rates = {kind: f"{rate.mtbf_h!r}/{rate.repair_h!r}" for kind, rate in histories.rates.items()}
    return {name: value for name, value in (said | {"rates": rates}).items() if value}


def _variable(variable: Variable) -> Mapping[str, Any]:
    said: dict[str, Any] = {"name": variable.name}
    if variable.options:
        return said | {"options": {option.name: dict(option.settings) for option in variable.options}}
    said["set"] = variable.sets
    if variable.is_continuous:
        return said | {"from": variable.low, "to": variable.high}
    return said | {"values": [_plain(value) for value in variable.values]}


def _counted(counted: Counted) -> Mapping[str, Any]:
    goals = {"at_least": counted.at_least, "at_most": counted.at_most}
    found: dict[str, Any] = {"key": counted.key, "better": counted.better}
    return found | {end: value for end, value in goals.items() if value is not None}


def _plain(value: float | str) -> float | int | str:
    """Return VALUE without a useless decimal point."""
    return int(value) if not isinstance(value, str) and value == int(value) else value
