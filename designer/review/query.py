"""A small language to select by: "switch where used > 90%", "link where utilisation >= 80%", "part ~ h100".

What a query finds is told by `designer.review.query_answers`; this module only reads it.

    query      = [what] ["where"] [condition]
    condition  = all {"or" all};  all = one {("and" | ",") one}
    one        = "not" one | "(" condition ")" | field sign value | "in" value
    sign       = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" (contains) | "!~"
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final, Literal

from designer.model.figures.typed_quantity import typed_quantity
from designer.model.kinds import KINDS
from designer.model.records import Record, RefusedInput

Sign = Literal["=", "!=", "<", "<=", ">", ">=", "~", "!~"]
LONGEST: Final = 300
UNKNOWN: Final = "unknown"
EVERYTHING: Final = "everything"
NODES, LINKS = "nodes", "links"
_DEEPEST: Final = 20


class QueryField(Record, frozen=True, kw_only=True):
    """Something that a query can ask for.

    Attributes:
        sort: "text" is compared by = and ~, "number" by size as well.
        unit: Of a number, "" for a count or a share.
        share: Whether it is a share of 1, so that 90% is 0.9.
        of: What has it: nodes, links or both.
    """

    name: str
    help: str
    sort: Literal["text", "number"] = "text"
    unit: str = ""
    share: bool = False
    of: Literal["nodes", "links", "both"] = "nodes"
    aliases: tuple[str, ...] = ()


FIELDS: Final[Mapping[str, QueryField]] = {
    field.name: field
    for field in (
        QueryField(name="name", help="What it is called.", of="both"),
        QueryField(name="id", help="Its id in the design.", of="both"),
        QueryField(name="kind", help="What it is: server, switch, rack …", of="both"),
        QueryField(name="part", help="Its part: id or name; of a link that of its cable.", of="both"),
        QueryField(name="vendor", help="Who makes its part."),
        QueryField(name="layer", help="Its layer: facility, silicon, servers fabric, cloud, data storage …"),
        QueryField(name="rack", help="The rack that it stands in: name or id."),
        QueryField(name="in", help="Anything that it stands in: rack, row, pod, room, host.", of="both"),
        QueryField(name="note", help="Its note."),
        QueryField(name="status", help="The worst finding about it: error, warning, note or ok.", of="both"),
        QueryField(name="findings", help="How many findings are about it.", sort="number", of="both"),
        QueryField(name="copies", help="How many copies there are.", sort="number"),
        QueryField(name="power", help="Typical power of one; of a rack its greatest.", sort="number", unit="W"),
        QueryField(name="price", help="Price of one, in US dollars.", sort="number", aliases=("cost",)),
        QueryField(
            name="weight", help="Weight of one; of a rack with all that stands in it.", sort="number", unit="kg"
        ),
        QueryField(name="height", help="Rack units of one; of a rack those in use.", sort="number", unit="U"),
        QueryField(name="ports", help="Network ports of one.", sort="number"),
        QueryField(
            name="used",
            help="Share of its network ports that are in use, on the fullest copy.",
            sort="number",
            share=True,
        ),
        QueryField(
            name="utilisation",
            help="How full it is; of a part that of its fullest link.",
            sort="number",
            share=True,
            of="both",
            aliases=("utilization", "load"),
        ),
        QueryField(name="medium", help="What runs through it: fabric, storage, management, power …", of="links"),
        QueryField(name="cables", help="Its cables, in the whole design.", sort="number", of="links"),
        QueryField(name="length", help="Length of one of its cables.", sort="number", unit="m", of="links"),
        QueryField(name="capacity", help="What all its cables carry, one way.", sort="number", unit="Gb/s", of="links"),
        QueryField(name="to", help="A name, id or kind at either of its ends.", of="links", aliases=("end",)),
    )
}
EXAMPLES: Final[tuple[tuple[str, str], ...]] = (
    ("switch where used > 90%", "Switches that are nearly full"),
    ("server where power > 8 kW and rack = r1", "Heavy servers of one rack"),
    ("link where utilisation >= 80%", "Links that carry much"),
    ("part ~ h100", "Everything whose part has h100 in its id or name"),
    ("status = error or status = warning", "What findings are about"),
    ("server where price = unknown", "Servers without a price"),
    ("link where to = storage and cables > 8", "Thick links to storage"),
    ("not in pod and copies >= 16", "Many copies outside of any pod"),
)
_NAMES: Final[Mapping[str, str]] = {
    alias: field.name for field in FIELDS.values() for alias in (field.name, *field.aliases)
}


class Comparison(Record, frozen=True, kw_only=True):
    """FIELD SIGN VALUE; a number is set where the field is one, and None stands for an unknown value there."""

    field: str
    sign: Sign
    text: str
    number: float | None = None


class Not(Record, frozen=True, kw_only=True):
    """The contrary."""

    of: "Condition"


class Both(Record, frozen=True, kw_only=True):
    """All of them."""

    of: tuple["Condition", ...]


class Either(Record, frozen=True, kw_only=True):
    """At least one of them."""

    of: tuple["Condition", ...]


Condition = Comparison | Not | Both | Either


class Query(Record, frozen=True, kw_only=True):
    """Query: what is selected, and under which condition.

    Attributes:
        what: A kind, NODES, LINKS or EVERYTHING.
        where: The condition; None takes all.
    """

    what: str
    where: Condition | None = None


def _words_of_kinds() -> dict[str, str]:
    found = {
        "all": EVERYTHING,
        "everything": EVERYTHING,
        "anything": EVERYTHING,
        "node": NODES,
        "nodes": NODES,
        "link": LINKS,
        "links": LINKS,
        "cable links": LINKS,
    }
    for kind in KINDS.values():
        for words in (kind.id, kind.id.replace("-", " "), kind.title, kind.plural):
            found.setdefault(words.casefold(), kind.id)
    return found


WHATS: Final[Mapping[str, str]] = _words_of_kinds()
"""Words before "where", and what they mean."""

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<quoted>"[^"]*"|'[^']*')|(?P<sign><=|>=|!=|!~|≤|≥|≠|==|=|<|>|~|:)|(?P<mark>[(),])"""
    r"""|(?P<word>[^\s"'<>=!~:(),≤≥≠][^\s"<>=!~(),≤≥≠]*)|(?P<other>\S))"""
)
_SIGNS: Final[Mapping[str, Sign]] = {
    "=": "=",
    "==": "=",
    ":": "~",
    "!=": "!=",
    "≠": "!=",
    "<": "<",
    "<=": "<=",
    "≤": "<=",
    ">": ">",
    ">=": ">=",
    "≥": ">=",
    "~": "~",
    "!~": "!~",
}
_JOINS: Final = frozenset({"and", "or"})


class _Token(Record, frozen=True, kw_only=True):
    sort: str
    text: str


def parse_query(text: str) -> Query:
    """Return the query that TEXT asks.

    Raises:
        RefusedInput: it cannot be read; one plain line, with the nearest field where one was misspelt.
    """
    if len(text) > LONGEST:
        raise RefusedInput(f"That is longer than {LONGEST} characters; ask for less at once.")
    tokens = [
        _Token(sort=match.lastgroup or "", text=match[match.lastgroup or 0])
        for match in _TOKEN.finditer(text)
        if match.lastgroup
    ]
    if not tokens:
        raise RefusedInput("Say what to select, such as: switch where used > 90%.")
    stray = next((token for token in tokens if token.sort == "other"), None)
    if stray is not None:
        raise RefusedInput(f"{stray.text} is not understood here.")
    return _Reader(tokens).query()


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0

    def query(self) -> Query:
        """The whole query.

        Raises:
            RefusedInput: it cannot be read.
        """
        what = self._what()
        if self._place == len(self._tokens):
            return Query(what=what)
        where = self._either(0)
        if self._place < len(self._tokens):
            raise RefusedInput(f"{self._tokens[self._place].text!r} comes where “and” or “or” was expected.")
        _require_meant(what, fields_of(where))
        return Query(what=what, where=where)

    def _what(self) -> str:
        """The words before "where"; everything when a condition begins at once."""
        words: list[str] = []
        for token in self._tokens:
            if token.sort != "word" or token.text.casefold() == "where":
                break
            words.append(token.text.casefold())
        follows = self._tokens[len(words)] if len(words) < len(self._tokens) else None
        ends = follows is None or follows.text.casefold() == "where"
        if ends and not (words and words[0] in {"in", "not"} and follows is None):
            self._place = len(words) + (follows is not None)
            if follows is not None and self._place == len(self._tokens):
                raise RefusedInput("After “where” comes a condition, such as: power > 8 kW.")
            return self._kind(" ".join(words)) if words else EVERYTHING
        # "switch used > 90%": without "where" the longest words that name a kind are one.
        for length in range(min(len(words), 4), 0, -1):
            first = " ".join(words[:length])
            if first in WHATS and (length < len(words)):
                self._place = length
                return WHATS[first]
        return EVERYTHING

    def _kind(self, words: str) -> str:
        if words in WHATS:
            return WHATS[words]
        near = get_close_matches(words, WHATS, 1, 0.6)
        raise RefusedInput(f"Nothing here is called {words!r}{f'; is it {near[0]}' if near else ''}.")

    def _peek(self, offset: int = 0) -> _Token | None:
        place = self._place + offset
        return self._tokens[place] if place < len(self._tokens) else None

    def _next_is(self, *texts: str) -> bool:
        token = self._peek()
        return token is not None and token.sort in {"word", "mark"} and token.text.casefold() in texts

    def _either(self, depth: int) -> Condition:
        found = [self._both(depth)]
        while self._next_is("or"):
            self._place += 1
            found.append(self._both(depth))
        return found[0] if len(found) == 1 else Either(of=tuple(found))

    def _both(self, depth: int) -> Condition:
        found = [self._one(depth)]
        while self._next_is("and", ","):
            self._place += 1
            found.append(self._one(depth))
        return found[0] if len(found) == 1 else Both(of=tuple(found))

    def _one(self, depth: int) -> Condition:
        if depth > _DEEPEST:
            raise RefusedInput("There are too many brackets; ask for less at once.")
        if self._next_is("not"):
            self._place += 1
            return Not(of=self._one(depth + 1))
        if self._next_is("("):
            self._place += 1
            inner = self._either(depth + 1)
            if not self._next_is(")"):
                raise RefusedInput("A bracket is opened and not closed.")
            self._place += 1
            return inner
        return self._comparison()

    def _comparison(self) -> Comparison:
        token = self._peek()
        if token is None:
            raise RefusedInput("Something is missing at the end; write a condition such as power > 8 kW.")
        if token.sort != "word" or token.text.casefold() in _JOINS:
            raise RefusedInput(f"{token.text!r} comes where a field was expected, such as name, part or power.")
        name = _NAMES.get(token.text.casefold())
        following = self._peek(1)
        if name is None:
            raise RefusedInput(_no_field(token.text))
        self._place += 1
        if name == "in" and following is not None and following.sort != "sign":
            return self._valued(FIELDS[name], "=")
        if following is None or following.sort != "sign":
            raise RefusedInput(f"After {token.text} comes =, ~, < or > and a value.")
        self._place += 1
        return self._valued(FIELDS[name], _SIGNS[following.text])

    # Values may be of several words, up to the next "and" or "or"; a comma joins thousands and ends all else.
    def _valued(self, field: QueryField, sign: Sign) -> Comparison:
        pieces: list[str] = []
        token = self._peek()
        while token is not None and (token.sort in {"word", "quoted"} or token.text == ","):
            if token.sort == "word" and token.text.casefold() in _JOINS:
                break
            if token.text == "," and not self._thousands(pieces):
                break
            pieces.append(token.text[1:-1] if token.sort == "quoted" else token.text)
            self._place += 1
            if token.sort == "quoted":
                break
            token = self._peek()
        if not pieces:
            raise RefusedInput(f"After {field.name} {sign} comes a value.")
        text = " ".join(pieces).replace(" , ", ",")
        if field.sort == "text":
            if sign in {"<", "<=", ">", ">="}:
                raise RefusedInput(f"{field.name} is a text; compare it by =, != or ~ (contains).")
            return Comparison(field=field.name, sign=sign, text=text)
        if text.casefold() == UNKNOWN:
            if sign not in {"=", "!="}:
                raise RefusedInput(f"{field.name} can be = {UNKNOWN} or != {UNKNOWN}, not {sign} {UNKNOWN}.")
            return Comparison(field=field.name, sign=sign, text=UNKNOWN)
        if sign in {"~", "!~"}:
            raise RefusedInput(f"{field.name} is a number; compare it by =, !=, <, <=, > or >=.")
        return Comparison(
            field=field.name,
            sign=sign,
            text=text,
            number=typed_quantity(text, field.unit, field.name, share=field.share),
        )

    def _thousands(self, pieces: list[str]) -> bool:
        """Return True when a comma here parts thousands rather than conditions: 1,000."""
        following = self._peek(1)
        return (
            bool(pieces)
            and pieces[-1][-1].isdigit()
            and following is not None
            and following.sort == "word"
            and re.match(r"\d{3}(?!\d)", following.text) is not None
        )


def fields_of(condition: Condition) -> tuple[str, ...]:
    """Names of the fields that CONDITION asks for."""
    match condition:
        case Comparison():
            return (condition.field,)
        case Not():
            return fields_of(condition.of)
        case Both() | Either():
            return tuple(name for one in condition.of for name in fields_of(one))


def _require_meant(what: str, names: tuple[str, ...]) -> None:
    """Refuse fields that what is asked for does not have.

    Raises:
        RefusedInput: a part is asked for something of links, a link for something of parts, or both at once.
    """
    of_links = next((name for name in names if FIELDS[name].of == "links"), "")
    of_nodes = next((name for name in names if FIELDS[name].of == "nodes"), "")
    if what == LINKS and of_nodes:
        raise RefusedInput(f"A link has no {of_nodes}; ask for parts by it, without “link”.")
    if what not in (LINKS, EVERYTHING) and of_links:
        raise RefusedInput(f"Only links have {of_links}; write: link where {of_links} …")
    if of_links and of_nodes:
        raise RefusedInput(f"Only links have {of_links} and only parts have {of_nodes}; ask for one of them.")


def _no_field(word: str) -> str:
    near = get_close_matches(word.casefold(), _NAMES, 1, 0.5)
    if near:
        return f"There is no field {word!r}; is it {near[0]}?"
    return f"There is no field {word!r}; there are {', '.join(FIELDS)}."
