"""Parts and sources as YAML in the catalog's own form; reading it back gives equal records."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import msgspec
import yaml

from designer.catalog.files.entries import END_LINE, END_TOLD, checked_part
from designer.catalog.files.schema import CaseEntry, Citation, FactEntry, PartEntry, PartPrices
from designer.model.parts.part import Case, Part, Quantity, Source
from designer.model.records import Record, RefusedInput, require_id

_EXACT_WHOLE: Final = 2.0**53
_WIDTH: Final = 1_000_000  # a folded line is harder to compare than a long one


class _Dumper(yaml.CSafeDumper):
    """Writes what stands there twice twice: the catalogs hold no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        """Yes, for all DATA."""
        return True


def part_yaml(part: Part) -> str:
    """PART as one entry of a catalog file.

    Raises:
        RefusedInput: the catalog would not read it.
    """
    what = f"The part {part.id[:130]!r}"
    entry = part_entry(part)
    try:
        again = msgspec.convert(msgspec.to_builtins(entry), PartEntry)
    except msgspec.ValidationError as error:
        raise RefusedInput(f"{what} is not allowed: {error}.") from error
    checked_part(again, what)
    return _text(entry, what)


def source_yaml(source: Source) -> str:
    """SOURCE as one entry of a file of sources.

    Raises:
        RefusedInput: its id is not allowed.
    """
    require_id(source.id, "The source")
    return _text(source, f"The source {source.id!r}")


def prices_yaml(entry: PartPrices) -> str:
    """The added prices ENTRY as one entry of a file of prices.

    Raises:
        RefusedInput: its part's id is not allowed.
    """
    require_id(entry.part, "The priced part's")
    return _text(entry, f"The prices of {entry.part!r}")


def part_entry(part: Part) -> PartEntry:
    """PART as a catalog file spells it; what most of its figures share is said once in `cited`."""
    cited = _shared_citation(part.facts.values(), Citation(sources=part.sources))
    implied = cited.sources if part.texts else ()
    same = {
        name: getattr(part, name)
        for name in Part.__struct_fields__
        if name in PartEntry.__struct_fields__ and name not in {"facts", "cases", "sources"}
    }
    return PartEntry(
        cited=cited,
        facts={name: _fact_entry(fact, cited) for name, fact in part.facts.items()},
        cases=tuple(_case_entry(case, cited) for case in part.cases),
        sources=None if part.sources == implied else part.sources,
        **same,
    )


def _case_entry(case: Case, cited: Citation) -> CaseEntry:
    """CASE as a catalog file spells it; its own citation is said where most of its figures have another than CITED."""
    own = _shared_citation(case.facts.values(), cited)
    return CaseEntry(
        of=case.of,
        name=case.name,
        facts={name: _fact_entry(fact, own) for name, fact in case.facts.items()},
        cited=None if own == cited else own,
    )


def _shared_citation(facts: Iterable[Quantity], otherwise: Citation) -> Citation:
    """The citation that most of FACTS have; OTHERWISE where there are none."""
    citations = Counter(Citation(sources=fact.sources, date=fact.date, status=fact.status) for fact in facts)
    return citations.most_common(1)[0][0] if citations else otherwise


def _fact_entry(fact: Quantity, cited: Citation) -> float | FactEntry:
    entry = FactEntry(
        value=fact.value,
        low=fact.low,
        high=fact.high,
        conditions=fact.conditions,
        others=fact.others,
        status=None if fact.status == cited.status else fact.status,
        sources=None if fact.sources == cited.sources else fact.sources,
        date=None if fact.date == cited.date else fact.date,
    )
    return fact.value if fact.value is not None and entry == FactEntry(value=fact.value) else entry


def _text(entry: Record, what: str) -> str:
    """ENTRY as a list of one, its innermost lists and mappings in one line each."""
    try:
        return yaml.dump(
            [_plain(msgspec.to_builtins(entry))],
            Dumper=_Dumper,
            sort_keys=False,
            allow_unicode=True,
            width=_WIDTH,
            default_flow_style=None,
        )
    except (UnicodeError, yaml.YAMLError) as error:
        raise RefusedInput(f"{what} holds a character that no text file can hold; remove it.") from error


def _plain(value: Any) -> Any:
    """VALUE with whole numbers written without a decimal point."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_WHOLE:
        return int(value)
    return value


def whole_text(heading: str, entries: Iterable[str]) -> bytes:
    """Return a catalog file of ENTRIES below the comment HEADING.

    It says that it has an end, and has it, unless a person wrote a heading of their own: theirs stays as it is.
    """
    told = heading.replace(END_LINE, "")
    if END_TOLD not in told and (not told or "Stackwright" in told):
        told += END_TOLD
    return (told + "".join(entries) + (END_LINE if END_TOLD in told else "")).encode()
