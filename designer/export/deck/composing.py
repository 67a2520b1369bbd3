"""A person's settings put over the computed slides: order, hidden slides, own words and own slides."""

from collections.abc import Iterable, Mapping, Sequence
from math import isclose
from typing import NamedTuple

from msgspec.structs import replace

from designer.drawing.design_views import VIEWS_BY_ID
from designer.export.deck import variant_slides
from designer.export.deck.context import DeckContext
from designer.export.deck.fields import resolved
from designer.export.deck.records import Block, Bound, Claim, DeckSlide, LeftOut, Picture, Words
from designer.model.deck_settings import SlideSettings, Stance, slides_in_order
from designer.model.design import View

_BULLETS = ("- ", "* ", "• ")


class Composed(NamedTuple):
    """A deck as a person wants it.

    Attributes:
        slides: Those that are shown, in order.
        hidden: Those that the person hid.
        left_out: Those without content.
        order: Ids of all of them.
        problems: One line for each field, view or word that is not as it should be.
    """

    slides: tuple[DeckSlide, ...]
    hidden: tuple[DeckSlide, ...]
    left_out: tuple[LeftOut, ...]
    order: tuple[str, ...]
    problems: tuple[str, ...]


def composed(context: DeckContext, made: Sequence[DeckSlide | LeftOut]) -> Composed:
    """Return the slides that were MADE with what the person set of them."""
    settings = context.design.settings.deck
    computed = {one.id: one for one in made}
    order = slides_in_order([one.id for one in made], settings)
    shown: list[DeckSlide] = []
    hidden: list[DeckSlide] = []
    left_out: list[LeftOut] = []
    problems: list[str] = []
    for slide_id in order:
        one, own = computed.get(slide_id), settings.of(slide_id)
        if isinstance(one, LeftOut):
            left_out.append(one)
            continue
        told: list[str] = []
        slide = _worded(context, one, own, told) if one is not None else _own(context, slide_id, own, told)
        (hidden if own.hidden else shown).append(slide)
        # What is wrong on a slide that nobody sees disturbs nobody.
        problems += [] if own.hidden else [f"Slide {slide_id}: {words}" for words in told]
    return Composed(tuple(shown), tuple(hidden), tuple(left_out), tuple(order), tuple(problems))


def figures_for(context: DeckContext, slide: DeckSlide, words: Iterable[str]) -> dict[str, float | None]:
    """Return the figures that own WORDS on SLIDE rest on: those of the computed sentences, and of live fields."""
    bounds = [bound for claim in slide.computed for bound in claim.bound]
    bounds += [bound for text in words for bound in resolved(context, text).bounds]
    return {bound.path: bound.value for bound in bounds}


def stance_of(slide: DeckSlide) -> Stance:
    """Return how the computed title of SLIDE stands; "said" of an own slide, which has none."""
    return slide.computed[0].stance if slide.computed else "said"


def _worded(context: DeckContext, slide: DeckSlide, own: SlideSettings, told: list[str]) -> DeckSlide:
    """Return a computed slide with a person's words in place of computed ones."""
    sentences = (slide.title, *([slide.subtitle] if slide.subtitle is not None else []))
    slide = replace(slide, computed=sentences, notes=_filled(context, own.notes, told) or slide.notes)
    if not own.worded:
        return slide
    now = figures_for(context, slide, (own.title, own.subtitle, own.text))
    why = ""
    if not own.stance:
        why = "nobody has confirmed that it holds"
    elif own.stance != sentences[0].stance:
        why = "the computed title has turned since it was written"
    elif moved := _moved(own.figures, now):
        why = f"{moved} has changed since it was written"
    if why:
        told.append(f"check the words of your own: {why}. Computed: “{sentences[0].text}”.")
        slide = replace(
            slide, notes=f"{slide.notes}\nCheck: {why}. Computed: “{sentences[0].text}”.".strip(), check_why=why
        )
    title, subtitle = slide.title, slide.subtitle
    if own.title:
        title = _claim(context, own.title, told, sentences[0].bound, check=bool(why))
    if own.subtitle:
        subtitle = _claim(context, own.subtitle, told, sentences[1].bound if len(sentences) > 1 else (), check=False)
    if own.text and why and not own.title:
        title = replace(title, stance="neutral")
    texts = _paragraphs(context, own.text, told)
    return replace(slide, title=title, subtitle=subtitle, right=texts or slide.right)


def _own(context: DeckContext, slide_id: str, own: SlideSettings, told: list[str]) -> DeckSlide:
    """Return a slide of the person's own."""
    if own.against:
        return _worded(context, variant_slides.against(context, slide_id, own.against, told), own, told)
    bare = DeckSlide(id=slide_id, title=Claim(text=own.title), own=True)
    now = figures_for(context, bare, (own.title, own.subtitle, own.text))
    why = f"{moved} has changed since it was written" if (moved := _moved(own.figures, now)) else ""
    if why:
        told.append(f"check the words of your own: {why}.")
    blocks: tuple[Block, ...] = ()
    if own.view:
        view = _view(context, own.view)
        if view is None:
            told.append(f"there is no view {own.view!r} any more; choose another.")
        else:
            blocks = (Picture(view=view, alt=f"{view.name} of {context.design.name}"),)
    texts = _paragraphs(context, own.text, told)
    return replace(
        bare,
        title=_claim(context, own.title, told, check=bool(why)),
        subtitle=_claim(context, own.subtitle, told, check=False) if own.subtitle else None,
        left=blocks or texts,
        right=texts if blocks else (),
        notes=_filled(context, own.notes, told),
        check_why=why,
    )


def _view(context: DeckContext, name: str) -> View | None:
    """Return a saved view by its id, else one of the design's views."""
    saved = context.design.views.get(name)
    if saved is not None:
        return saved
    one = VIEWS_BY_ID.get(name)  # type: ignore[call-overload]  # any name may stand in a file
    return View(id=f"deck-{name}", name=one.title, shows=one.id, detail="plain") if one is not None else None


def _claim(context: DeckContext, text: str, told: list[str], bound: tuple[Bound, ...] = (), *, check: bool) -> Claim:
    found = resolved(context, text)
    told += found.problems
    return Claim(
        text=found.text, bound=(*bound, *found.bounds), stance="neutral" if check or found.problems else "said"
    )


def _filled(context: DeckContext, text: str, told: list[str]) -> str:
    if not text:
        return ""
    found = resolved(context, text)
    told += found.problems
    return found.text


def _paragraphs(context: DeckContext, text: str, told: list[str]) -> tuple[Block, ...]:
    """Return TEXT by its lines; those that begin with a dash are points."""
    found: list[Block] = []
    for line in _filled(context, text, told).splitlines():
        words = line.strip()
        if words.startswith(_BULLETS):
            found.append(Words(lead="•", text=words[2:].strip()))
        elif words:
            found.append(Words(lead="", text=words))
    return tuple(found)


def _moved(before: Mapping[str, float | None], now: Mapping[str, float | None]) -> str:
    """Return the place of the first figure that is not what it was BEFORE; "" where all are."""
    for path, value in before.items():
        present = now.get(path)
        alike = path in now and (
            present == value
            or (value is not None and present is not None and isclose(value, present, rel_tol=1e-6, abs_tol=1e-9))
        )
        if not alike:
            return path
    return ""
