"""Reading the page of a bill back: one of its tables."""

from html.parser import HTMLParser


def is_line(row: tuple[str, list[str]]) -> bool:
    """Return whether ROW is a line of the bill: no title, no sum, no folded row."""
    return bool({"line", "part"} & set(row[0].split()))


class Table(HTMLParser):
    """The rows of one table of a page, by the id of its section: the class of each, and the words of its cells."""

    def __init__(self, page: str, key: str) -> None:
        super().__init__()
        self.rows: list[tuple[str, list[str]]] = []
        self.tags: set[str] = set()
        self._key, self._inside, self._cell = key, False, False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        told = dict(attrs)
        if tag == "section":
            self._inside = told.get("id") == self._key
        elif not self._inside:
            return
        elif tag == "tr":
            self.rows.append((told.get("class") or "", []))
        elif tag in {"td", "th"}:
            self._cell = True
            self.rows[-1][1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][1][-1] += data
