"""The glossary: what its page holds, and that the words of the program are in it."""

import re

import pytest

from designer.catalog.glossary import GLOSSARY, key_of, read_glossary, shipped_glossary
from designer.drawing.design_views import DESIGN_VIEWS
from designer.model.kinds import KINDS
from designer.review.headline_figures import HEADLINE_FIGURES

PAGE = """# Words

## Network

### Leaf switch
The switch of [servers](#server). It has a 2nd sentence.
*Also:* leaf, ToR switch
*Source:* A book, 1985

### N+1
One more.

## Machines

### Server
A computer.
"""
SENTENCES = 3
ASKED_FOR = (
    "oversubscription, bisection, leaf, spine, rail, NDR, OSFP, DAC, AOC, PUE, UPS, N+1, 2N, ATS, CDU, CRAH, TDP, HBM, "
    "MFU, KV cache, TTFT, tokens/s, prefill, decode, tensor parallel, quantisation, RAG, embedding, vector database, "
    "checkpoint, SLA, capex, opex, TCO, spot, reserved"
)


def test_a_page_is_read_with_topic_other_words_source_and_links():
    glossary = read_glossary(PAGE)
    leaf = glossary.terms["leaf-switch"]
    assert (leaf.topic, leaf.also, leaf.source) == ("Network", ("leaf", "ToR switch"), "A book, 1985")
    assert leaf.text == "The switch of servers. It has a 2nd sentence."
    assert leaf.first_sentence == "The switch of servers."
    assert leaf.links == ("server",)
    assert list(glossary.terms) == ["leaf-switch", "n1", "server"]
    assert glossary.terms["server"].topic == "Machines"


def test_the_longest_word_counts_and_parts_of_words_do_not():
    glossary = read_glossary(PAGE)
    assert [one.key for one in glossary.found_in("Two leaf switches and an observer; N+1 servers")] == [
        "leaf-switch",
        "n1",
        "server",
    ]
    assert glossary.found_in("observers on N+10 leaflets") == ()
    assert glossary.named("TOR SWITCHES") is glossary.terms["leaf-switch"]
    assert glossary.named("a leaf switch") is None


def test_a_search_has_what_is_named_so_before_what_tells_of_it():
    glossary = read_glossary(PAGE)
    assert [one.key for one in glossary.searched("server")] == ["server", "leaf-switch"]
    assert [one.key for one in glossary.searched("")] == list(glossary.terms)
    assert glossary.searched("zebra") == ()


def test_anchors_are_those_of_markdown_readers():
    assert [key_of(name) for name in ("N+1", "Why?", "Tokens/s", "KV cache", "All-to-all")] == [
        "n1",
        "why",
        "tokenss",
        "kv-cache",
        "all-to-all",
    ]


def test_each_term_has_one_to_three_sentences_of_its_own():
    terms = shipped_glossary().terms.values()
    assert len(terms) >= 80
    for term in terms:
        assert term.text[-1:] == ".", f"{term.name} ends in no full stop"
        assert 1 <= len(re.findall(r"[.!?](?=\s|$)", term.text)) <= SENTENCES, term.name
        assert term.name[0].isupper() or term.name[0].isdigit(), term.name


def test_no_heading_and_no_word_stands_twice():
    page_headings = re.findall(r"^### (.+)$", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(page_headings) == len(shipped_glossary().terms)
    words = [word.casefold() for term in shipped_glossary().terms.values() for word in (term.name, *term.also)]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_links_between_terms_lead_to_terms_and_none_to_itself():
    glossary = shipped_glossary()
    for term in glossary.terms.values():
        assert set(term.links) <= set(glossary.terms), term.name
        assert term.key not in term.links, term.name


def test_the_layers_facility_and_money_each_have_terms():
    topics = [term.topic for term in shipped_glossary().terms.values()]
    assert list(dict.fromkeys(topics)) == [
        "The design",
        "Applications and models",
        "Data",
        "Training",
        "Machines",
        "Network",
        "Racks and rooms",
        "Power",
        "Cooling",
        "Money",
    ]
    assert all(topics.count(topic) >= 9 for topic in topics)


@pytest.mark.parametrize("word", ASKED_FOR.split(", "))
def test_words_that_newcomers_stumble_over_are_terms(word):
    assert shipped_glossary().named(word) is not None


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.title)
def test_each_kind_is_a_term(kind):
    assert shipped_glossary().named(kind.title) is not None


@pytest.mark.parametrize("figure", HEADLINE_FIGURES, ids=lambda figure: figure.key)
def test_each_headline_figure_opens_a_term_by_caption_and_title(figure):
    for words in (figure.caption, figure.title):
        assert shipped_glossary().found_in(words), words


@pytest.mark.parametrize("view", DESIGN_VIEWS, ids=lambda view: view.id)
def test_each_view_opens_a_term(view):
    assert shipped_glossary().found_in(view.title)
