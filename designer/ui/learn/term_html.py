"""The words of a term as rich text, with its links in the colour of the theme."""

import re
from html import escape
from typing import Final

from designer.catalog.glossary import Term
from designer.ui.widgets.theme import ink

_LINK: Final = re.compile(r"\[([^\]]+)\]\(#([^)]+)\)")


def term_html(term: Term) -> str:
    """Return the sentences of TERM as rich text; a link has the key of another term as its address."""
    colour = ink("accent").name()
    made = _LINK.sub(
        lambda found: f'<a href="{found[2]}" style="color:{colour}; text-decoration:none">{found[1]}</a>',
        escape(term.markdown, quote=False),
    )
    return made.replace("\n", " ")
