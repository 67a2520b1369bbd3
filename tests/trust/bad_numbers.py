"""Every way in which a number comes into the program, with a number that is none put into each of its fields."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import yaml

from designer.catalog.files.part_yaml import part_yaml
from designer.catalog.library import Library
from designer.catalog.netbox.importing import import_netbox
from designer.catalog.prices.price_table import guess_columns, read_price_table, table_prices
from designer.catalog.reading import parse_parts, parse_prices
from designer.cli.calculators.row_calculators import ROW_CALCULATORS, RowCalculator
from designer.edit.nodes.clipboard import copy_out, paste_in
from designer.edit.nodes.pasted_table import place_rows, read_rows
from designer.edit.set_field import set_field
from designer.edit.settings import set_assumption
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.export.graphs.reading import read_graph
from designer.export.graphs.writing import dot_of, graphml_of
from designer.export.request_logs.reading import read_request_log
from designer.export.text.text_form import document_of_design, read_text_design
from designer.formulas.calculators import CALCULATORS
from designer.formulas.calculators.record import Calculator, CalculatorError
from designer.model.assumptions.table import ASSUMPTIONS
from designer.model.design import Design
from designer.model.kinds import FACTS
from designer.model.records import MAX_QUANTITY, RefusedInput
from designer.model.validity import require_valid
from designer.store.rows import Row, design_of, design_rows
from tests.shipped import LIBRARY

JSON: Final = ("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1e308", "-1", "-1e300")
YAML: Final = (".nan", ".inf", "-.inf", "1.0e+999", "-1.0e+999", "1.0e+308", "-1", "-1.0e+300")
TYPED: Final = ("nan", "inf", "-inf", "1e999", "-1e999", "1e308", "-1", "-1e300")
DAY: Final = date(2026, 11, 28)
Place = tuple[Any, ...]


class Try(NamedTuple):
    """One bad number in one field.

    Attributes:
        way: How it comes in.
        field: Where it stands.
        word: The number as it is written.
        take: Takes it in; returns what would be stored or shown, or raises a refusal.
    """

    way: str
    field: str
    word: str
    take: Callable[[], object]


def places(value: Any, path: Place = ()) -> list[Place]:
    """Return where in a document numbers stand."""
    if isinstance(value, bool):
        return []
    if isinstance(value, int | float):
        return [path]
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, one in inside for place in places(one, (*path, key))]


def fields(document: Any) -> list[Place]:
    """Return the places of numbers, each field once, wherever it stands in lists."""
    kinds = {tuple("*" if isinstance(key, int) else key for key in place): place for place in places(document)}
    return [place for place in kinds.values() if place != ("version",)]


def with_word(document: Any, path: Place, word: str) -> str:
    """Return DOCUMENT as JSON with WORD, which need not be JSON, at PATH."""
    copied = json.loads(json.dumps(document))
    inside = copied
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = "@bad@"
    return json.dumps(copied).replace('"@bad@"', word)


def _plain(value: object) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))


def _written(path: Path, text: str, read: Callable[[Path], object]) -> Callable[[], object]:
    def take() -> object:
        path.write_text(text, "utf-8")
        return read(path)

    return take


def _documents(way: str, document: Any, words: Iterable[str], read: Callable[[str], object]) -> Iterator[Try]:
    for place in fields(document):
        field = ".".join(str(key) for key in place if not isinstance(key, int))
        for word in words:
            yield Try(way, field, word, partial(_read_with, document, place, word, read))


def _read_with(document: Any, place: Place, word: str, read: Callable[[str], object]) -> object:
    return read(with_word(document, place, word))


def tries(folder: Path) -> Iterator[Try]:
    """Give every way in with every field and every bad number."""
    stack = build_template("ai-stack", LIBRARY, {})
    document = _plain(document_of_design(stack, Library()))
    small = build_template("fat-tree", LIBRARY, {"k": "4"})
    yield from _documents("JSON", document, JSON, lambda text: _text(folder / "d.json", text))
    light = {key: value for key, value in document.items() if key not in ("parts", "sources", "pictures")}
    yield from _documents("YAML", _cut(light), YAML, lambda text: _text(folder / "d.yaml", text))
    yield from _records(stack)
    yield from _documents("clipboard", json.loads(copy_out(small, list(small.nodes))), JSON, _pasted)
    yield from _typed(small, stack)
    yield from _templates()
    yield from _calculators()
    yield from _lists()
    yield from _graphs(folder, small)
    yield from _catalog()
    yield from _tables(folder)


def _cut(document: Any) -> Any:
    """Return DOCUMENT with the first rows of each list that have a field which none before has; YAML is slow."""
    found = dict(document)
    for name in ("nodes", "links", "views", "marks"):
        known: set[str] = set()
        kept: list[Any] = []
        for row in found.get(name, ()):
            keys = {str(place) for place in fields(row)} | ({"parent"} if name == "nodes" else set())
            if not keys <= known or name == "nodes":
                known |= keys
                kept.append(row)
        if name in found:
            found[name] = kept
    ids = {row["id"] for row in found["nodes"]}
    found["links"] = [row for row in found.get("links", ()) if {row["a"], row["b"]} <= ids]
    return found


def _text(path: Path, text: str) -> Design:
    path.write_text(text, "utf-8")
    return read_text_design(path, LIBRARY)


def _records(design: Design) -> Iterator[Try]:
    """The records of a project file, as they stand in it."""
    rows = design_rows(design)
    seen: set[tuple[str, Place]] = set()
    for at, (table, _, body) in enumerate(rows):
        document = json.loads(body)
        for place in fields(document):
            kind = (table, tuple("*" if isinstance(key, int) else key for key in place))
            if kind in seen:
                continue
            seen.add(kind)
            for word in JSON:
                take = partial(_read_with, document, place, word, partial(_opened, rows, at))
                yield Try("project file", f"{table}.{place[-1]}", word, take)


def _opened(rows: list[Row], at: int, text: str) -> Design:
    table, name, _ = rows[at]
    return require_valid(design_of([*rows[:at], (table, name, text.encode()), *rows[at + 1 :]]))


def _pasted(text: str) -> Design:
    return require_valid(paste_in(Design(), text, 0.0, 0.0).applied(Design()))


def _typed(small: Design, stack: Design) -> Iterator[Try]:
    """What is typed: fields by `set` and in the inspector, which read alike, and assumptions."""
    link = next(iter(small.links))
    node = next(name for name, one in small.nodes.items() if one.part)
    names = [(small, link, name) for name in ("cables", "capacity_gbps", "capacity_back_gbps", "length_m")]
    names += [(small, node, name) for name in ("copies", "price_usd", *FACTS)]
    for design, record, name in names:
        for word in (*TYPED, "*1e400", "1e200*1e200", "-1e9 TB", "0/0", "1/0"):
            yield Try("set", name, word, partial(_set, design, record, name, word))
    for name in ASSUMPTIONS:
        for word in TYPED:
            yield Try("assumption", name, word, partial(_assumed, stack, name, word))


def _set(design: Design, record: str, name: str, word: str) -> Design:
    return set_field(design, LIBRARY, record, name, word).applied(design)


def _assumed(design: Design, name: str, word: str) -> Design:
    return set_assumption(design, name, float(word)).applied(design)


def _templates() -> Iterator[Try]:
    for template in TEMPLATES.values():
        for parameter in template.parameters:
            if not parameter.choices:
                for word in TYPED:
                    make = partial(build_template, template.name, LIBRARY, {parameter.name: word})
                    yield Try("new --set", f"{template.name}.{parameter.name}", word, make)


def _settings(calculator: Calculator) -> dict[str, str]:
    """Return settings that CALCULATOR answers, so that it is the bad number that is refused; else the last tried."""
    base: dict[str, str] = {}
    for number, whole in (("2", "2"), ("0.5", "3"), ("0.5", "2"), ("1", "1"), ("2", "64")):
        plain = {"number": number, "integer": whole, "list": "1,2", "text": "x"}
        base = {
            one.name: one.choices[0] if one.choices else plain[one.kind] for one in calculator.inputs if one.required
        }
        with suppress(CalculatorError):
            _answered(calculator, base)
            break
    return base


def _answered(calculator: Calculator, settings: Mapping[str, str]) -> object:
    return calculator.answer(calculator.read(settings))


def _calculators() -> Iterator[Try]:
    for calculator in CALCULATORS.values():
        base = _settings(calculator)
        for one in calculator.inputs:
            if one.kind != "text":
                for word in TYPED:
                    settings = {**base, one.name: f"1,{word}" if one.kind == "list" else word}
                    answer = partial(_answered, calculator, settings)
                    yield Try("calc", f"{calculator.name}.{one.name}", word, answer)
    for rows in ROW_CALCULATORS.values():
        if rows.takes_shapes:
            continue
        for asked in rows.inputs:
            if asked.kind != "text":
                for word in TYPED:
                    yield Try("calc --rows", asked.name, word, partial(_row, rows, asked.name, word))


def _row(rows: RowCalculator, name: str, word: str) -> object:
    known = {"model": "meta/llama-3.1-8b", "op": "all-reduce", "system": "h100_sxm", "domains": "1"}
    known |= {"accelerator": "nvidia/h100-sxm5-80gb"}
    row = {one.name: known.get(one.name, one.default if one.default is not None else "2") for one in rows.inputs}
    (answer,) = rows.answer([{**row, name: word}], None)
    if isinstance(answer, str):
        raise RefusedInput(answer)
    return list(answer.values())


def _lists() -> Iterator[Try]:
    """A list of parts and counts that is pasted from a spreadsheet."""
    for form in ("Part\tQty\nDGX H100\t{}\n", "Part;Qty\nDGX H100;{}\n", "DGX H100,{}\n", "{} x DGX H100\n"):
        for word in TYPED:
            yield Try("pasted list", form[:8], word, partial(_listed, form.format(word)))


def _listed(text: str) -> Design:
    rows = read_rows(LIBRARY, text)
    if any(row.copies is None for row in rows):
        raise RefusedInput("The count cannot be read.")
    chosen = [(row.candidates[0], row.copies or 0) for row in rows if row.sure]
    if not chosen:
        raise RefusedInput("No part is named exactly; the person is asked.")
    return require_valid(place_rows(Design(), LIBRARY, chosen, 0, 0).applied(Design()))


def _graphs(folder: Path, design: Design) -> Iterator[Try]:
    linked = next(iter(design.links.values()))
    design = msgspec.structs.replace(
        design,
        links={
            **design.links,
            linked.id: msgspec.structs.replace(linked, capacity_gbps=100.0, capacity_back_gbps=50.0, length_m=3.0),
        },
    )
    forms = (
        (".graphml", graphml_of(design), r'(<data key="{}">)[^<]*', ("node_{}", "edge_{}")),
        (".dot", dot_of(design), r'(\b{}=")[^"]*', ("{}",)),
    )
    names = ("copies", "x", "y", "cables", "capacity_gbps", "capacity_back_gbps", "length_m")
    for suffix, text, pattern, forms_of_names in forms:
        for name in names:
            for form in forms_of_names:
                for word in TYPED:
                    changed, found = re.subn(pattern.format(form.format(name)), rf"\g<1>{word}", text, count=1)
                    if found:
                        path = folder / f"g{suffix}"
                        yield Try(suffix, name, word, _written(path, changed, _imported))
    graph = {
        "directed": False,
        "nodes": [{"id": "a", "copies": 2, "x": 1.0, "y": 1.0}, {"id": "b", "copies": 2}],
        "links": [{"source": "a", "target": "b", "cables": 2, "capacity_gbps": 1.0, "length_m": 3.0}],
    }
    yield from _documents("JSON graph", graph, JSON, lambda text: _graph(folder / "j.json", text))
    heads = "side_a_device,side_a_type,side_a_name,side_b_device,side_b_type,side_b_name,length,length_unit\n"
    for unit in ("m", "ft"):
        for word in TYPED:
            text = f"{heads}a,dcim.interface,1,b,dcim.interface,1,{word},{unit}\n"
            yield Try("NetBox cables", f"length {unit}", word, _written(folder / "c.csv", text, _imported))


def _graph(path: Path, text: str) -> Design:
    path.write_text(text, "utf-8")
    return _imported(path)


def _imported(path: Path) -> Design:
    """Return the design in PATH; a number that was left out with a line about it counts as refused."""
    found = read_graph(path, LIBRARY)
    if absurd(found.design):
        return found.design
    for note in found.notes:
        if re.search(r"is no (whole number|usable rate|length)|are no place", note):
            raise RefusedInput(note)
    return found.design


def _catalog() -> Iterator[Try]:
    """Files of parts and of prices."""
    for part_id in ("nvidia/dgx-h100", "nvidia/qm9700", "apc/ap8868"):
        (entry,) = yaml.safe_load(part_yaml(LIBRARY.part(part_id)))
        yield from _documents("part file", [_plain(entry)], YAML, lambda text: parse_parts(text.encode(), "p.yaml"))
    prices = [{"part": "nvidia/dgx-h100", "prices": [{"low": 1, "typical": 2, "high": 3, "basis": "list"}]}]
    yield from _documents("price file", prices, YAML, lambda text: parse_prices(text.encode(), "p.yaml"))


def _tables(folder: Path) -> Iterator[Try]:
    """Tables of prices, NetBox's types, and logs of requests."""
    for heads, row in (
        ("Part,Price,Currency", "nvidia/dgx-h100,{},USD"),
        ("Part,Low,Typical,High", "nvidia/dgx-h100,1,{},9"),
    ):
        for word in (*TYPED, "$-1", "1e308 USD"):
            text = f"{heads}\n{row.format(word)}\n"
            yield Try("price table", heads, word, _written(folder / "t.csv", text, _priced))
    kind = {
        "manufacturer": "Example",
        "model": "Leaf",
        "slug": "leaf",
        "u_height": 1,
        "weight": 11,
        "weight_unit": "kg",
        "interfaces": [{"name": "e", "type": "100gbase-x-qsfp28"}],
        "power-ports": [{"name": "p", "type": "iec-60320-c14", "maximum_draw": 650, "allocated_draw": 300}],
    }
    yield from _documents("NetBox type", kind, YAML, lambda text: _type(folder / "type.yaml", text))
    for place in range(3):
        for word in TYPED:
            cells = ["2026-03-01 00:00:00", "100", "9"]
            cells[place] = word
            good = "".join(f"2026-03-01 0{hour}:00:00,100,9\n" for hour in range(1, 4))
            text = f"TIMESTAMP,ContextTokens,GeneratedTokens\n{','.join(cells)}\n{good}"
            yield Try("log of requests", f"column {place + 1}", word, _written(folder / "log.csv", text, _logged))


def _priced(path: Path) -> object:
    table = read_price_table(path)
    report = table_prices(table, guess_columns(table), LIBRARY, DAY)
    if not report.offers:
        raise RefusedInput("Every row was left out, with the reason.")
    return [offer.price for offer in report.offers]


def _type(path: Path, text: str) -> object:
    path.write_text(text, "utf-8")
    report = import_netbox(path)
    parts = list(report.parts.values())
    refused = [note.message for file in report.files for note in file.notes if note.kind == "refused"]
    if refused and not absurd(parts):
        raise RefusedInput(refused[0])
    return parts


def _logged(path: Path) -> object:
    log = read_request_log(path)
    if log.bad:
        raise RefusedInput(log.bad[0].reason)
    return [log.arrival_s.tolist(), log.input_tokens.tolist(), log.output_tokens.tolist()]


def absurd(value: Any) -> list[float]:
    """Return the numbers in VALUE that nothing may hold: infinite, none, or beyond any quantity."""
    if isinstance(value, bool | str | bytes) or value is None:
        return []
    if isinstance(value, int | float):
        return [] if abs(value) <= MAX_QUANTITY else [float(value)]  # NaN compares as false
    if isinstance(value, Mapping):
        return [bad for one in value.values() for bad in absurd(one)]
    if isinstance(value, list | tuple):
        return [bad for one in value for bad in absurd(one)]
    return absurd(msgspec.to_builtins(value))


REFUSALS: Final = (RefusedInput, CalculatorError)
