"""Reading the page of a bill back: its one table."""

from html.parser import HTMLParser


class Table(HTMLParser):
    """The rows of the one table of a page: the class of each, and the words of its cells as wide as they stand."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[tuple[str, list[str]]] = []
        self.tags: set[str] = set()
        self._cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        told = dict(attrs)
        if tag == "tr":
            self.rows.append((told.get("class") or "", []))
        elif tag in {"td", "th"}:
            self._cell = True
            self.rows[-1][1].extend([""] * int(told.get("colspan") or 1))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][1][-1] += data
