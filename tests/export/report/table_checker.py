"""A checker of the tables and bars of a report that knows nothing of how they are made: it reads documents alone.

They are what `analyze --json` prints, and under "bom", "compare" and "design" what `bom --json` and `compare --json`
print and `export -o X.json` writes. Each column of numbers of a table has a figure that it is looked up in; a table of
no known title is an error, so that none goes by unjudged.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from designer.drawing.report_page import Bars, Block, Firm, ReportPaper, ReportTable
from designer.model.assumptions.table import ASSUMPTIONS
from designer.model.kinds import KINDS
from designer.model.parts.part import NETWORK_WORDS
from tests.export.deck.claim_checker import Document, number
from tests.export.deck.site_checker import site_rows_wrong
from tests.export.report.phase_judges import order_rows_wrong, phase_rows_wrong, quarter_rows_wrong
from tests.export.report.reports import blocks_of
from tests.export.report.sentence_checker import ends, figures_in
from tests.shipped import LIBRARY

Figure = Mapping[str, Any]
Row = Sequence[str]
Wrong = Iterator[str]
_NONE: Final = ("unknown", "–", "", "none")
_STEPS: Final = {"": 1.0, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15}
_IN: Final[Mapping[str, float]] = {"Gb/s": 1e-9, "ms": 1e-3, "%": 1e-2, "t": 1e3, "min": 60.0, "h": 3600.0}
"""A unit of a cell in that of its figure: rates are Gb/s there, times s, masses kg."""
_CELL: Final = re.compile(r"(?:at least |at most |about |≥ |≤ |≈ )?([\d.,\s\u202f–]*\d)(?:\s?(.*))?")
UNTOLD: Final = frozenset({"How they are fed", "There is only one of these", "Errors", "Warnings", "Notes"})
"""Tables of words, without a column of numbers; findings are judged as sentences."""


def plain(value: float | None) -> dict[str, Any]:
    """Return VALUE as a figure without a range."""
    return {"value": value, "low": value, "high": value}


def total(figures: Sequence[Figure]) -> dict[str, Any]:
    """Return the sum of what is known of FIGURES, end by end; None where nothing is."""
    known = [one for one in figures if one["value"] is not None]
    return {end: sum(one[end] for one in known) if known else None for end in ("value", "low", "high")}


def scale_of(unit: str) -> float:
    """Return what one of UNIT is in the unit of the documents: "M$" is 1e6, "Tb/s" 1e3, "%" 0.01."""
    unit = unit.partition(" / ")[0].strip()
    if unit in _IN:
        return _IN[unit] if unit != "Gb/s" else 1.0
    if unit.endswith("b/s"):
        return _STEPS[unit[:-3]] / 1e9
    for ending in ("$", "W", "Wh"):
        if unit.endswith(ending) and unit[: -len(ending)] in _STEPS:
            return _STEPS[unit[: -len(ending)]]
    return 1.0


def agrees(cell: str, figure: Figure) -> bool:
    """Return whether CELL says FIGURE: its middle, or both of its ends (P10 and P90 where all ranges were drawn)."""
    text = cell.strip()
    if text in _NONE:
        return figure["value"] is None
    match = _CELL.fullmatch(text)
    if match is None or figure["value"] is None:
        return False
    # A thousand is set apart by a space, and the middle may stand before its range: "27.7 ms (21.0–37.6)".
    unit, inside, rest = (match[2] or "").partition("(")
    if inside and not agrees(f"{rest.rstrip(')')} {unit}", figure):
        return False
    scale = 1.0 if unit.strip() == figure.get("unit") else scale_of(unit)
    found = [(said * scale, spare * scale) for said, spare in ends(match[1].replace(",", ""))]

    def near(pair: tuple[float, float], true: float | None) -> bool:
        return true is not None and abs(pair[0] - true) <= max(pair[1], 0.0051 * abs(true), 1e-9)

    if len(found) == 1:
        return near(found[0], figure["value"])
    told = (("low", "high"), ("p10", "p90"))
    return any(near(found[0], figure.get(low)) and near(found[1], figure.get(high)) for low, high in told)


class TableChecker:
    """Judges the tables and bars of one report against the documents of its design."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._nodes: dict[str, Mapping[str, Any]] = {one["id"]: one for one in document["design"].get("nodes", ())}
        self._links: dict[str, Mapping[str, Any]] = {one["id"]: one for one in document["design"].get("links", ())}

    def wrong(self, paper: ReportPaper) -> list[str]:
        """Return every row and bar that is not true, with its table.

        Raises:
            KeyError: a table has no known title.
        """
        return [row for block in blocks_of(paper) for row in self.wrong_of(block)]

    def wrong_of(self, block: Block) -> list[str]:
        """Return the same of one block; other blocks have neither cells nor bars.

        Raises:
            KeyError: a table has no known title.
        """
        if isinstance(block, ReportTable) and block.title not in UNTOLD:
            return [f"{block.title}: {row}" for row in self._JUDGES[block.title](self, block)]
        if isinstance(block, Bars):
            return [f"{block.title}: {bar}" for bar in self._bars(block)]
        return list(self._firm(block)) if isinstance(block, Firm) else []

    # What things are called, and how many there are.

    def _title(self, record_id: str) -> str:
        node = self._nodes.get(record_id)
        if node is not None and self._copies(record_id) == 1:
            return self._names(record_id)
        return (node.get("name") or record_id) if node is not None else record_id

    def _names(self, node_id: str) -> str:
        """Return the names of all copies of a node: numbered through all that have its title, in design order."""
        title = self._nodes[node_id].get("name") or node_id
        alike = [one for one, node in self._nodes.items() if (node.get("name") or one).casefold() == title.casefold()]
        alike.sort(key=lambda one: (self._nodes[one].get("order", 0), one))
        first = 1 + sum(self._copies(one) for one in alike[: alike.index(node_id)])
        last = first + self._copies(node_id) - 1
        if sum(map(self._copies, alike)) == 1:
            return title
        return f"{title} {first}–{last}" if last > first else f"{title} {first}"

    def _copies(self, node_id: str) -> int:
        number, here = 1, self._nodes.get(node_id)
        while here is not None:
            number *= here.get("copies", 1)
            here = self._nodes.get(here.get("parent", ""))
        return number

    def _each(self, table: ReportTable, known: Sequence[tuple[str, Sequence[Figure]]], first: int = 1) -> Wrong:
        """Judge rows by their names: the figures of a row are its cells from FIRST on; a name may come twice."""
        left = list(known)
        for row in table.rows:
            fitting = [one for one in left if one[0] == row[0] and all(map(agrees, row[first:], one[1]))]
            if not fitting:
                yield f"{row}"
                continue
            left.remove(fitting[0])

    # Money.

    @staticmethod
    def _ends(figure: Figure) -> tuple[Figure, Figure, Figure]:
        low, typical, high = (plain(figure[end]) for end in ("low", "value", "high"))
        return low, typical, high

    def _by_kind(self) -> dict[str, tuple[int, dict[str, Any]]]:
        """Return how many of each kind are bought, and for how much, added up from the lines."""
        kinds: dict[str, list[Mapping[str, Any]]] = {}
        for line in self._document["cost"]["lines"]:
            kinds.setdefault(line["kind"], []).append(line)
        return {
            kind: (sum(line["quantity"] for line in lines), total([line["total_usd"] for line in lines]))
            for kind, lines in kinds.items()
        }

    @staticmethod
    def _kind_word(kind: str) -> str:
        return KINDS[kind].plural if kind in KINDS else kind.capitalize()

    def _to_buy(self, table: ReportTable) -> Wrong:
        known: list[tuple[str, Sequence[Figure]]] = [
            (self._kind_word(kind), (plain(pieces), *self._ends(usd)))
            for kind, (pieces, usd) in self._by_kind().items()
        ]
        known.append(("Together", (plain(None), *self._ends(self._document["cost"]["capex_usd"]))))
        return self._each(table, known)

    def _dearest(self, table: ReportTable) -> Wrong:
        lines = self._document["bom"]["lines"]
        return self._each(
            table,
            [
                (
                    f"{line['vendor']} {line['name']}".strip(),
                    (plain(line["quantity"]), *self._ends(line["total_usd"])),
                )
                for line in lines
            ],
        )

    def _on_top(self, table: ReportTable) -> Wrong:
        steps = self._document["bom"]["steps"]
        return self._each(table, [(step["title"], self._ends(step["amount_usd"])) for step in steps])

    def _year(self, table: ReportTable) -> Wrong:
        paid = {one["caption"]: self._ends(one["usd_per_year"]) for one in self._document["cost"]["year"]}
        for row in table.rows:
            if not all(map(agrees, row[1:], paid[row[0].partition(":")[0]])):
                yield f"{row}"

    def _bars(self, bars: Bars) -> Wrong:
        if bars.title == "Where the money of a year goes":
            known = {one["caption"]: one["usd_per_year"] for one in self._document["cost"]["year"]}
        else:
            known = {f"{self._kind_word(kind)}, {pieces}": usd for kind, (pieces, usd) in self._by_kind().items()}
        told = {re.sub(r"(?<=\d)[\s\u202f](?=\d)", "", bar.label) for bar in bars.bars}
        rest = [usd for label, usd in known.items() if label not in told and usd["value"]]
        for bar in bars.bars:
            label = re.sub(r"(?<=\d)[\s\u202f](?=\d)", "", bar.label)
            true = total(rest) if label.startswith("All else, ") else known[label]
            lengths = (bar.low, bar.value, bar.high)
            same = all(
                abs(length - true[end]) <= 1e-6 * max(abs(true[end]), 1.0)
                for length, end in zip(lengths, ("low", "value", "high"), strict=True)
            )
            if not same or not agrees(bar.number, true):
                yield f"{bar}"

    def _firm(self, firm: Firm) -> Wrong:
        known = {"firm": "firm", "published": "published", "estimate": "estimated"}
        by_word = {one["share"] for one in self._document["bom"]["how_firm"].values()}
        if abs(sum(one.share for one in firm.shares) - 1) > 1e-6 or len(firm.shares) > len(known):
            yield f"{firm.shares}"
        for one in firm.shares:
            if not any(abs(one.share - share) < 1e-9 for share in by_word):
                yield f"{one}"
        shares = [one.share for one in firm.shares]
        for text, share in zip(re.findall(r"([\d.]+)%", firm.words), shares, strict=True):
            if not agrees(f"{text}%", plain(share)):
                yield firm.words

    # Place, network, power.

    def _racks(self, table: ReportTable) -> Wrong:
        known: list[tuple[str, list[tuple[Figure, Figure]]]] = [
            (
                self._names(rack_id),
                [
                    (plain(self._copies(rack_id)), plain(None)),
                    (rack["used_u"], rack["height_u"]),
                    (rack["max_w"], rack["power_limit_w"]),
                    (rack["weight_kg"], rack["load_limit_kg"]),
                ],
            )
            for rack_id, rack in self._document["cooling"]["racks"].items()
        ]
        for row in table.rows:
            if not any(name == row[0] and all(map(self._against, row[1:], pairs)) for name, pairs in known):
                yield f"{row}"

    @staticmethod
    def _against(cell: str, pair: tuple[Figure, Figure]) -> bool:
        said, _, limit = cell.partition(" / ")
        return agrees(said, pair[0]) and agrees(limit, pair[1])

    def _drawn(self, table: ReportTable) -> Wrong:
        kinds = self._document["counts"]["nodes"]["by_kind"]
        known = [
            (KINDS[kind].title if count == 1 else KINDS[kind].plural, (plain(count),))
            for kind, count in kinds.items()
            if kind in KINDS
        ]
        return self._each(table, known)

    def _tiers(self, table: ReportTable) -> Wrong:
        known = [
            (
                tier["name"].capitalize(),
                (
                    plain(sum(map(self._copies, tier["nodes"]))),
                    tier["down_gbps"],
                    tier["up_gbps"] if tier["up_gbps"]["value"] else plain(None),
                    tier["oversubscription"],
                ),
            )
            for tier in self._document["network"]["tiers"]
        ]
        rows = [(*row[:4], row[4].removesuffix(" : 1")) for row in table.rows]
        for row, written in zip(rows, table.rows, strict=True):
            said = (*row[:4], self._ratio(written[4]))
            if not any(name == row[0] and all(map(agrees, said[1:], figures)) for name, figures in known):
                yield f"{written}"

    @staticmethod
    def _ratio(text: str) -> str:
        """Return "1 : 1" as the quotient of its two numbers."""
        over, colon, under = text.partition(" : ")
        return f"{number(over) / number(under):.6g}" if colon else text

    def _full(self, table: ReportTable) -> Wrong:
        bottlenecks = self._document["network"]["bottlenecks"]
        for row in table.rows:
            if not any(row[2] == one["reason"] and agrees(row[1], one["utilisation"]) for one in bottlenecks):
                yield f"{row}"

    def _cables(self, table: ReportTable) -> Wrong:
        media: Mapping[str, int] = self._document["counts"]["cables"]["by_medium"]
        words: Mapping[str, str] = {str(name): word for name, word in NETWORK_WORDS.items()}
        return self._each(
            table, [(words.get(name, name).capitalize(), (plain(count),)) for name, count in media.items()]
        )

    def _draws(self, table: ReportTable) -> Wrong:
        kinds = self._document["power"]["by_kind"]
        return self._each(table, [(KINDS[k].plural if k in KINDS else k, (figure,)) for k, figure in kinds.items()])

    def _cooling(self, table: ReportTable) -> Wrong:
        cooling = self._document["cooling"]
        names = {
            "Heat at full load": "heat_w",
            "Carried away by air": "air_share",
            "Carried away by liquid": "liquid_share",
            "Air through the racks": "airflow_cfm",
            "Cooling that is drawn": "capacity_w",
        }
        return self._each(table, [(title, (cooling[key],)) for title, key in names.items()])

    # Work.

    def _asked(self, table: ReportTable) -> Wrong:
        keys = ("offered_per_s", "served_per_s", "utilisation", "answer_s")
        rows = self._document["workloads"]["services"]
        return self._each(table, [(self._title(one["id"]), [one[key] for key in keys]) for one in rows])

    def _engines(self, table: ReportTable) -> Wrong:
        keys = ("accelerators", "replicas", "output_tokens_per_s")
        rows = self._document["workloads"]["serving"]
        return self._each(table, [(self._title(one["id"]), [one[key] for key in keys]) for one in rows])

    def _trained(self, table: ReportTable) -> Wrong:
        keys = ("accelerators", "days", "mfu", "goodput")
        rows = self._document["workloads"]["training"]
        return self._each(table, [(self._title(one["id"]), [one[key] for key in keys]) for one in rows])

    def _sure(self, table: ReportTable) -> Wrong:
        tested = list(_how_sure(self._document["workloads"]))
        for row in table.rows:
            middle = any(agrees(row[1], one) for one in self._named_figures(row[0]))
            said = re.search(r"[Mm]edian error (\d+)%, 9 in 10 within (\d+)%, on ([\d,]+)", row[2])
            known = said is None or any(
                abs(number(said[1]) - 100 * one["median"]) <= 0.51
                and abs(number(said[2]) - 100 * one["nine_in_ten"]) <= 0.51
                and number(said[3]) == one["rows"]
                for one in tested
            )
            if not middle or not known:
                yield f"{row}"

    def _named_figures(self, label: str) -> Iterator[Figure]:
        """Yield the headlines of that title, and the figures of the engine or job that it names."""
        yield from (one for one in self._document["headlines"].values() if one and one["title"] == label)
        keys = {"Time per token": "token_s", "Tokens a second": "output_tokens_per_s", "First token": "first_token_s"}
        what, _, name = label.partition(", ")
        work = self._document["workloads"]
        for one in (*work["serving"], *work["training"]):
            key = keys.get(what, "days" if what == "Training project" else "")
            if self._title(one["id"]) == name and key in one:
                yield one[key]

    # Failures and what is supposed.

    def _failures(self, table: ReportTable) -> Wrong:
        whole = self._document["counts"]["accelerators"]["total"] or 0.0
        hour = self._document["cost"]["usd_per_gpu_hour"]["value"]
        known = [*self._of_the_network(whole), *self._of_the_power(whole)]
        for row in table.rows:
            if ": supposed" in row[0]:
                continue
            if not any(
                name == row[0]
                and agrees(row[1], plain(many))
                and agrees(row[3], plain(kept))
                and (len(row) < 5 or agrees(row[4], plain(share * whole * hour if hour and whole else None)))
                for name, many, kept, share in known
            ):
                yield f"{row}"

    def _of_the_network(self, whole: float) -> Iterator[tuple[str, float, float, float]]:
        """Yield name, number, share that is kept and share that is paid for, those of one name together."""
        cables = self._document["counts"]["cables"]["by_link"]
        alike: dict[str, list[Mapping[str, Any]]] = {}
        for one in self._document["resilience"]["worst_failures"]:
            link = self._links.get(one["id"])
            name = f"Cable of {self._link_name(link)}" if link is not None else self._title(one["id"])
            alike.setdefault(name[:1].upper() + name[1:], []).append(one)
        for name, those in alike.items():
            many = sum(cables[one["id"]] if one["id"] in self._links else self._copies(one["id"]) for one in those)
            kept = min(one["remaining_share"]["value"] or 0.0 for one in those)
            lost = max(one["lost_accelerators"] for one in those)
            yield name, many, kept, max(1 - kept, lost / whole if whole else 0.0)

    def _of_the_power(self, whole: float) -> Iterator[tuple[str, float, float, float]]:
        for one in (self._document.get("plant") or {}).get("failures", ()):
            kind = self._nodes.get(one["ids"][0].partition("[")[0], {}).get("kind") or self._kind(one["ids"][0])
            kept = 1 - one["accelerators"] / whole if whole else 1.0
            if kind in KINDS:
                many = sum(self._copies(node) for node in self._nodes if self._kind(node) == kind)
                yield KINDS[kind].title, many, kept, 1 - kept

    def _kind(self, record_id: str) -> str:
        node = self._nodes.get(record_id.partition("[")[0], {})
        return node.get("kind") or (LIBRARY.part(node["part"]).kind if node.get("part") else "")

    def _link_name(self, link: Mapping[str, Any]) -> str:
        return link.get("name") or f"{self._title(link['a'])} to {self._title(link['b'])}"

    def _among(self, *keys: str) -> Callable[[str], bool]:
        """Return whether a cell is a figure anywhere below KEYS."""
        figures = [one for key in keys for one in figures_in(self._document.get(key))]
        return lambda cell: any(agrees(cell, one) for one in figures)

    def _other_ways(self, table: ReportTable) -> Wrong:
        known = self._among("compare", "cost", "headlines")
        for row in table.rows:
            if not all(known(cell) for place, cell in enumerate(row) if place in table.numbers and cell not in _NONE):
                yield f"{row}"

    def _site(self, table: ReportTable) -> Wrong:
        known = self._among("power", "cooling", "plant", "energy", "headlines")
        for row in table.rows:
            if row[1] not in _NONE and not known(row[1]):
                yield f"{row}"

    def _supposed(self, table: ReportTable) -> Wrong:
        own = self._document["design"].get("assumptions", {})
        for row in table.rows:
            named = [one for one in ASSUMPTIONS.values() if one.title == row[0]]
            figures = [
                plain(own[one.name]) if one.name in own else {"value": one.default, "low": one.low, "high": one.high}
                for one in named
            ]
            if not any(agrees(row[1], figure) for figure in figures):
                yield f"{row}"

    def _words(self, table: ReportTable) -> Wrong:
        """Judge days and names of what the prices rest on: each row is a line of the bill."""
        lines = {
            (line["name"], line["basis"] or "–", line["price_date"] or "–", line["price_status"])
            for line in self._document["bom"]["lines"]
        }
        return (f"{row}" for row in table.rows if tuple(row[:4]) not in lines)

    def _phases(self, table: ReportTable) -> Wrong:
        return phase_rows_wrong(self._document, table.rows, lambda cell, value: agrees(cell, plain(value)))

    def _orders(self, table: ReportTable) -> Wrong:
        return order_rows_wrong(self._document, table.rows)

    def _places(self, table: ReportTable) -> Wrong:
        return site_rows_wrong(self._document, table.rows, agrees)

    def _quarters(self, table: ReportTable) -> Wrong:
        return quarter_rows_wrong(self._document, table.rows, lambda cell, value: agrees(cell, plain(value)))

    _JUDGES: Final[Mapping[str, Callable[["TableChecker", ReportTable], Wrong]]] = {
        "To buy": _to_buy,
        "The dearest lines of the bill": _dearest,
        "On top of the goods": _on_top,
        "Each year": _year,
        "Racks": _racks,
        "What is drawn": _drawn,
        "Tiers of switches": _tiers,
        "What is full first as all send to all": _full,
        "Cables": _cables,
        "Who draws it, in use": _draws,
        "Cooling": _cooling,
        "What is asked in the busiest hour": _asked,
        "Engines": _engines,
        "What is trained": _trained,
        "How sure these figures are": _sure,
        "One failure": _failures,
        "The other ways": _other_ways,
        "Phases": _phases,
        "What is ordered, the latest first": _orders,
        "Money and peak power by quarter": _quarters,
        "A year of the same design in other places": _places,
        "What the site has to give": _site,
        "What is supposed": _supposed,
        "What the prices rest on, the dearest line first": _words,
    }


def _how_sure(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        if "nine_in_ten" in value and "median" in value:
            yield value
        for inner in value.values():
            yield from _how_sure(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _how_sure(inner)
