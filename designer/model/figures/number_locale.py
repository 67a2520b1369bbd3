"""Numbers and dates as a person's language writes them: marks of decimals and thousands, and the order of dates.

The program forms all text in English, 1,234.5, and everything that reads text again (checks, JSON, the text form, CSV)
has it so. What a person reads is rewritten last, by `localised`, where it leaves the program: in the window, in
documents and on the command line. So the thousands of one document are parted by one mark, in English too, whether
they were formed with a comma or with the narrow space of `figure_text`. Money stays in its currency: a number is
written otherwise, not converted. Names, model numbers, standards, addresses and what is typed stay as they are.
"""

import locale
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from designer.model.records import RefusedInput

NARROW_SPACE: Final = "\u202f"


class Locale(NamedTuple):
    """Marks of one language.

    Attributes:
        decimal: Between units and tenths.
        thousands: Between groups of three digits.
        separator: Between the cells of a CSV: a semicolon where the comma marks decimals, as spreadsheets expect there.
        date: How a day is written, with {y}, {m} and {d}.
        lakhs: Whether digits above the first three stand in groups of two: 12,34,567.
        least: From how many digits on thousands are parted.
    """

    decimal: str
    thousands: str
    separator: str
    date: str = "{y}-{m}-{d}"
    lakhs: bool = False
    least: int = 4

    def number(self, text: str) -> str:
        """Return TEXT, a number as "1,234.5", with the marks of this language."""
        whole, point, tenths = text.partition(".")
        digits = whole.replace(",", "").replace(NARROW_SPACE, "")
        if whole != digits:
            if len(digits.lstrip("+-−")) < self.least:
                whole = digits
            elif self.lakhs:
                whole = _in_lakhs(digits)
            else:
                whole = whole.replace(",", self.thousands).replace(NARROW_SPACE, self.thousands)
        return f"{whole}{self.decimal}{tenths}" if point else whole


def _in_lakhs(digits: str) -> str:
    """Return DIGITS with a comma before the last three and before each two above them."""
    head, last = digits[:-3], digits[-3:]
    groups = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)]
    return ",".join((*reversed(groups), last))


ENGLISH: Final = Locale(".", ",", ",")
LOCALES: Final[Mapping[str, Locale]] = {
    "en": ENGLISH,
    "de": Locale(",", ".", ";", "{d}.{m}.{y}"),
    "es": Locale(",", ".", ";", "{d}/{m}/{y}", least=5),
    "fr": Locale(",", NARROW_SPACE, ";", "{d}/{m}/{y}"),
    "it": Locale(",", ".", ";", "{d}/{m}/{y}"),
    "nl": Locale(",", ".", ";", "{d}-{m}-{y}"),
    "pl": Locale(",", NARROW_SPACE, ";", "{d}.{m}.{y}", least=5),
    "pt": Locale(",", ".", ";", "{d}/{m}/{y}"),
    "sv": Locale(",", NARROW_SPACE, ";"),
    "de-ch": Locale(".", "’", ";", "{d}.{m}.{y}"),
    "en-in": Locale(".", ",", ",", "{d}/{m}/{y}", lakhs=True),
    "hi": Locale(".", ",", ",", "{d}/{m}/{y}", lakhs=True),
    "ar": Locale(".", ",", ",", "{d}/{m}/{y}"),
    "ja": Locale(".", ",", ",", "{y}/{m}/{d}"),
    "zh": Locale(".", ",", ",", "{y}/{m}/{d}"),
}
"""By the two letters of ISO 639, with the country where it writes otherwise.

Source: Unicode Common Locale Data Repository 46: "decimal", "group", "minimumGroupingDigits" and the short date of each
language, with years of four digits; English dates are those of ISO 8601. The words around the numbers are English, so
that Arabic has the digits 0 to 9 and their marks, as it has in the Maghreb; digits of every script are read. The
separators of cells are those that spreadsheets use with them.
"""
TITLES: Final[Mapping[str, str]] = {
    "en": "English",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "sv": "Swedish",
    "de-ch": "German, Switzerland",
    "en-in": "English, India",
    "hi": "Hindi",
    "ar": "Arabic",
    "ja": "Japanese",
    "zh": "Chinese",
}
VARIABLE: Final = "STACKWRIGHT_LOCALE"
"""The variable of the environment that goes before what the system is set to."""


def locale_of(name: str) -> Locale:
    """Return the marks of NAME, "de" or "de-AT" or "de_AT".

    Raises:
        RefusedInput: no such language is known.
    """
    found = _known(name)
    if found is None:
        raise RefusedInput(f"Numbers are not written as {name!r}; choose from {', '.join(LOCALES)}.")
    return LOCALES[found]


def _known(name: str) -> str | None:
    """Return the key of LOCALES that NAME, in one of its spellings, means; None where there is none."""
    key = name.partition(".")[0].partition("@")[0].lower().replace("_", "-")
    return key if key in LOCALES else next((one for one in (key.partition("-")[0],) if one in LOCALES), None)


def system_locale_name(environment: Mapping[str, str] = os.environ) -> str:
    """Return the key of LOCALES by which the system writes numbers; "en" where it says nothing that is known."""
    # The first that is set counts, as for every program: LC_ALL, then the numbers alone, then the language.
    names = [environment.get(name, "") for name in (VARIABLE, "LC_ALL", "LC_NUMERIC", "LANG")]
    told = next((name for name in names if name), "")
    if not told and sys.platform in ("win32", "darwin"):
        told = locale.getlocale()[0] or ""
    return _known(told) or "en"


class _Chosen:
    """The language that this process writes for.

    Attributes:
        name: A key of LOCALES.
        typed: The key by which numbers are typed: English for commands, which are typed by scripts too.
        names: Words with a number that is part of a name: "Llama 3.1".
        whole: Whole names by each number or day in them, with its place in the name: "Air-cooled chiller 1.5 MW".
    """

    name: str = "en"
    typed: str = "en"
    names: frozenset[str] = frozenset()
    whole: Mapping[str, frozenset[tuple[str, int]]] = {}


def choose_locale(name: str, *, typed: bool = False) -> None:
    """Write for NAME in this process from now on; TYPED: read what is typed so, too.

    Raises:
        RefusedInput: no such language is known.
    """
    locale_of(name)
    _Chosen.name = _known(name) or "en"
    _Chosen.typed = _Chosen.name if typed else "en"
    localised_as.cache_clear()


def chosen_locale() -> Locale:
    """Return the marks that this process writes with: English until others are chosen."""
    return LOCALES[_Chosen.name]


def chosen_locale_name() -> str:
    """Return the key of LOCALES that this process writes for."""
    return _Chosen.name


def keep_names(names: Iterable[str]) -> None:
    """Leave the numbers in NAMES, of parts and of devices, as they are: "Llama 3.1" is no quantity."""
    found: set[str] = set()
    whole: dict[str, set[tuple[str, int]]] = {}
    for name in names:
        if not _MARKED.search(name):
            continue  # nothing in it that would be written otherwise, as in nearly all names
        plain = " ".join(name.split())
        found.update(match[0] for match in _NAMED.finditer(plain))
        if any(sign.isalpha() for sign in plain):
            for match in (*_NUMBER.finditer(plain), *_DAY.finditer(plain)):
                whole.setdefault(match[0], set()).add((plain, match.start()))
    known = _Chosen.whole
    if found <= _Chosen.names and all(named <= known.get(number, frozenset()) for number, named in whole.items()):
        return
    _Chosen.names |= found
    _Chosen.whole = {number: known.get(number, frozenset()) | whole.get(number, set()) for number in (*known, *whole)}
    localised_as.cache_clear()


def localised(text: str) -> str:
    """Return TEXT, written in English, with its numbers and days as the chosen language writes them."""
    if _Chosen.name != "en" and text:
        return localised_as(text, _Chosen.name)
    return _grouped(text)


def _grouped(text: str) -> str:
    """Return English TEXT with its thousands parted by commas, however they were formed."""
    return _SPACED.sub(",", text) if NARROW_SPACE in text else text


_NUMBER: Final = re.compile(
    # Not in a word, a path, an address or a version: nothing of these stands before it …
    r"(?<![\w.,\-/=:#@\\])"
    r"(?P<number>\d{1,3}(?:[,\u202f]\d{3})+(?:\.\d+)?|\d+\.\d+)"
    # … and nothing after it; letters that belong to a quantity stand apart from it.
    r"(?![\w/\\@]|[.,]\d|-[A-Za-z]|\.\w)"
)
_SPACED: Final = re.compile(rf"(?<=\d){NARROW_SPACE}(?=\d{{3}})")
_MARKED: Final = re.compile(r"\d[.,\-]\d")
"""Of a number or a day that could be written otherwise."""
_DAY: Final = re.compile(r"(?<![\w\-/.])(\d{4})-(\d\d)-(\d\d)(?![\w\-/]|\.\w)")
_NAMED: Final = re.compile(
    r"[A-Za-z][\w-]* (?:\d+\.\d+|\d{1,3}(?:,\d{3})+)(?!\d)(?! ?(?:[kMG]?W|[kM]?VA|[kMGT]B|[GT]b/s|mm|m|U|V|A|%)\b)"
)
_QUOTED: Final = re.compile(r"`[^`]*`|\"[^\"]*\"(?==)|https?://\S+|--[\w-]+(?:[ =]\S+)?|\b[\w-]+=\S+")
_VERSIONED: Final = re.compile(
    r"(?:§|\b(?:[Vv]ersion|[Rr]evision|[Rr]elease|Rev\.?|[Ee]dition|[Nn]o\.|v"
    # Places in a text.
    r"|Table|Section|Figure|Fig\.|Chapter|Clause|Article|Annex|Appendix|Equation"
    # Standards, licences and papers, which are called by numbers.
    r"|ASHRAE|Standard|Guideline|Specification|Recommendation|RFC|IEEE|IEC|ISO|EN|ETSI|TIA|ANSI|BICSI|NFPA|NEC|UL|DIN"
    r"|VDE|BS|TC|DSP\d*|MSA|OCP|SFF|License|Licence|Apache|BY|BY-SA|GPL|LGPL|AGPL|MPL|PSF|OFL|arXiv|DOI"
    # Programs, buses and models, of which each has a version.
    r"|Python|Qt|PCIe|CXL|CUDA|ROCm|NCCL|RCCL|USB|TLS|SSL|SSH|HTTP|SNMP|Redfish|IPMI|NVMe|NVLink|DDR|HDMI|Gen|PyTorch"
    r"|TensorRT|TensorRT-LLM|vLLM|SGLang|Triton|Kubernetes|Slurm|Docker|Linux|Ubuntu|Debian|RHEL|Windows|macOS|Android"
    r"|kernel|FRR|FRRouting|SONiC|Cumulus|EOS|NX-OS|Junos|NetBox|containerlab|topograph|Ansible|Meteonorm|EnergyPlus"
    r"|Llama|Qwen|Gemini|Sonnet|Opus|Haiku|Claude|GPT|Mistral|Gemma|DeepSeek|Grok|Nemotron))"
    r" ?$"
)
_BEFORE: Final = 40
"""So many signs before a number say whether it is part of a name."""


def localised_in(text: str, marks: Locale) -> str:
    """Return TEXT, written in English, with its numbers and days as MARKS say, whatever is chosen."""
    name = next((name for name, known in LOCALES.items() if known is marks), "en")
    return _grouped(text) if name == "en" else localised_as(text, name)


@lru_cache(maxsize=20_000)
def localised_as(text: str, name: str) -> str:
    """Return TEXT with its numbers and days as NAME, a key of LOCALES, writes them."""
    marks = LOCALES[name]
    pieces: list[str] = []
    done = 0
    # What is quoted is typed somewhere, and stays as it is typed.
    for quoted in _QUOTED.finditer(text):
        pieces += (_rewritten(text[done : quoted.start()], marks), quoted[0])
        done = quoted.end()
    return "".join((*pieces, _rewritten(text[done:], marks)))


def _rewritten(text: str, marks: Locale) -> str:
    """Return TEXT, in which nothing is quoted, with MARKS."""
    if not any(sign.isdigit() for sign in text):
        return text

    def number(match: re.Match[str]) -> str:
        before = match.string[max(match.start() - _BEFORE, 0) : match.start("number")]
        if (
            _VERSIONED.search(before)
            or _is_named(match)
            or any(
                f"{before}{match['number']}".endswith(known)
                for known in _Chosen.names
                if known.endswith(match["number"])
            )
        ):
            return match[0]
        return marks.number(match["number"])

    def day(match: re.Match[str]) -> str:
        return match[0] if _is_named(match) else marks.date.format(y=match[1], m=match[2], d=match[3])

    # Days first: their digits stand between hyphens, where no number is looked for.
    return _NUMBER.sub(number, _DAY.sub(day, text))


def _is_named(match: re.Match[str]) -> bool:
    """Return whether a number or a day stands in a whole name that is kept."""
    return any(
        match.start() >= place and match.string.startswith(name, match.start() - place)
        for name, place in _Chosen.whole.get(match[0], ())
    )


_EXACTLY_THREE: Final = re.compile(r"[+\-−]?[1-9]\d{0,2}[.,]\d{3}")
_ENGLISH_GROUPS: Final = re.compile(r"[+\-]?[1-9]\d{0,2}(?:(?:,\d{2})*|(?:,\d{3})*),\d{3}(?:\.\d*)?")
_GROUPED: Final = re.compile(r"(?<=\d)[\s\u202f\u00a0’'](?=\d{3}(?:\D|$))")


def read_in(text: str, marks: Locale) -> str | None:
    """Return TEXT, a number that a person typed with MARKS, as Python reads it; None where it can mean two numbers.

    Spaces and apostrophes part thousands in every language. Comma and point both part decimals where only that can be
    meant: 1,5 and 1.5. The mark of thousands of the language parts thousands, and in English 1,024 is a thousand and
    1.024 about one. Elsewhere a single mark before exactly three digits (1,024 and 1.024) is written differently by
    different people, and is refused; 1024 and 1,0240 say what is meant.
    """
    plain = _GROUPED.sub("", plain_digits(text.strip()))
    if marks.decimal == "." and marks.thousands == ",":
        # Only where all groups are whole: 0,125 and 1,5 are no English numbers, and no thousands either.
        return plain.replace(",", "") if _ENGLISH_GROUPS.fullmatch(plain) else plain
    if _EXACTLY_THREE.fullmatch(plain):
        return None
    both = "," in plain and "." in plain
    last = max(plain.rfind(","), plain.rfind("."))
    if both:
        # Of two different marks the last one parts decimals.
        return re.sub(r"[.,]", "", plain[:last]) + "." + plain[last + 1 :]
    several = plain.count(",") + plain.count(".") > 1
    return re.sub(r"[.,](?=\d{3}(?:\D|$))", "", plain) if several else plain.replace(",", ".")


_MARKS: Final = str.maketrans("٫٬．，", ".,.,")
"""Marks of decimals and thousands of Arabic digits, and those as wide as a sign of Chinese or Japanese."""


def plain_digits(text: str) -> str:
    """Return TEXT with the digits of every script, ١٢٣ and １２３, as 123, and their marks as those of English."""
    if text.isascii():
        return text
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return re.sub(r"(?<=\d)[٫٬．，](?=\d)", lambda mark: mark[0].translate(_MARKS), plain)


_TYPED: Final = re.compile(r"\d+(?:[ \u202f\u00a0'’]\d{3}(?!\d))*(?:[.,]\d+)*")


def in_english(text: str, what: str) -> str:
    """Return TEXT, typed for WHAT, with its numbers as `float` reads them; a second time it changes nothing.

    Raises:
        RefusedInput: a number can mean two; the message says how to write each.
    """
    text = plain_digits(text)
    if _Chosen.typed == "en":
        return text

    def number(match: re.Match[str]) -> str:
        found = read_in(match[0], LOCALES[_Chosen.typed])
        if found is None:
            whole, tenths = re.split(r"[.,]", match[0])
            decimal = LOCALES[_Chosen.typed].decimal
            raise RefusedInput(
                f"{what}: {match[0]} can mean two numbers; write {whole}{tenths}, or {whole}{decimal}{tenths}0."
            )
        return found

    return _TYPED.sub(number, text)


def for_a_field(text: str) -> str:
    """Return TEXT, an English number without marks of thousands, as a person would type it; `in_english` reads it."""
    if _Chosen.typed == "en" or "." not in text:
        return text
    marks = LOCALES[_Chosen.typed]
    # Before exactly three digits the mark of decimals could be one of thousands.
    plain = f"{text}0" if read_in(text, marks) is None else text
    return plain.replace(".", marks.decimal)
