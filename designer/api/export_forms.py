"""The forms that `export` writes, in one table: a row for each, by the name of the view and the ending of the file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.api.opening import SUFFIX, open_design, save_design
from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.clock import today
from designer.export.containerlab.names import LAB_SUFFIX
from designer.export.graphs.suffixes import DRAWIO_SUFFIX
from designer.export.graphs.writing import WRITTEN_SUFFIXES
from designer.export.picture import SUFFIXES as PICTURE_SUFFIXES
from designer.export.text.suffixes import SUFFIXES as TEXT_SUFFIXES
from designer.model.deck_settings import Level
from designer.model.design import Design
from designer.model.figures.figure_text import counted_text
from designer.model.records import RefusedInput
from designer.model.wording import counted, listed
from designer.review.findings import Finding

if TYPE_CHECKING:
    from designer.drawing.theme_tokens import ThemeName
    from designer.export.plugin_forms import OwnForm
    from designer.review.effects.beside import Beside
    from designer.review.effects.preview import State


class Asked:
    """A call of `export`; the design is opened and analysed when a form needs it.

    Attributes:
        project: The file that is read.
        out: The file that is written.
        view: Which view of the design, or which document.
        theme: Of a drawing.
        level: For whom the words of a deck or a report are; None is what is saved with the design.
        template: A PPTX whose masters and fonts a deck takes.
        notes: Whether a deck as PDF has the notes below its slides.
        variant: Which design of the project; "" is the main one.
        paper: Of an installation pack; "" is what is saved with the design.
        options: Of a form that has some, by name: the kind and the image of a lab's switches.
        readings: Files of measured power, which a report sets beside the plan.
        standing: The design with its results and findings where they are at hand; else they are worked out.
        rules: A folder of plug-ins that are switched on for this call.
    """

    def __init__(
        self,
        project: Path,
        out: Path,
        view: str = "topology",
        *,
        theme: "ThemeName" = "print",
        level: Level | None = None,
        template: Path | None = None,
        notes: bool = False,
        variant: str = "",
        paper: str = "",
        readings: Sequence[Path] = (),
        standing: "State | None" = None,
        library: Library | None = None,
        rules: Path | None = None,
        options: Mapping[str, str] | None = None,
    ) -> None:
        self.rules = rules
        self.standing, self._library = standing, library
        self.variant, self.paper, self.readings = variant, paper, tuple(readings)
        self.project, self.out, self.view = project, out, view
        self.theme: ThemeName = theme
        self.level: Level | None = level
        self.template = template
        self.notes = notes
        self.options: Mapping[str, str] = options or {}

    @cached_property
    def library(self) -> Library:
        """The parts."""
        from designer.api.reviewing import library_with

        return library_with(read_library(), self.rules) if self._library is None else self._library

    @cached_property
    def design(self) -> Design:
        """The design in the project."""
        return (
            self.standing.design if self.standing is not None else open_design(self.project, self.library, self.variant)
        )

    @cached_property
    def results(self) -> Results:
        """A whole analysis of the design."""
        return self.standing.results if self.standing is not None else analyze(self.design, library=self.library)

    @property
    def told(self) -> Results:
        """The results with the availability of the design, which a deck, a report and a page tell of too."""
        from designer.analysis.availability.playing import with_availability

        return with_availability(self.design, self.results)

    @property
    def beside(self) -> "tuple[Beside, ...]":
        """The other designs of the project, which a deck sets this one against."""
        from designer.api.reviewing import own_rules
        from designer.store.beside import beside
        from designer.store.project import read_project
        from designer.store.variants import find_variant

        if self.project.suffix.lower() != SUFFIX:
            return ()
        here = find_variant(read_project(self.project), self.variant).id if self.variant else ""
        return beside((self.project, here), self.design, self.library, today(), own_rules(self.rules))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Findings of the review."""
        if self.standing is not None:
            return self.standing.findings
        from designer.api.reviewing import whole_review

        return whole_review(self.design, self.results, today(), self.library, self.rules)


Write = Callable[[Asked], Iterable[str]]
"""Writes the file, and yields the lines that are printed."""


class ExportForm(NamedTuple):
    """One form in which a design goes out.

    Attributes:
        title: What it is called in a refusal: "a deck".
        suffixes: Endings of its files.
        write: Writes it.
        views: Names of --view that ask for it; none where the ending alone does.
        by_ending: Endings that ask for it whatever the view is.
    """

    title: str
    suffixes: tuple[str, ...]
    write: Write
    views: tuple[str, ...] = ()
    by_ending: tuple[str, ...] = ()


def form_of(out: Path, view: str, rules: Path | None = None) -> ExportForm:
    """Return the form that the name of OUT and the VIEW ask for; plug-ins are asked where the program has none.

    Args:
        out: The file.
        view: A view or a document.
        rules: A folder of plug-ins that are switched on for this call.

    Raises:
        RefusedInput: nothing is written so.
    """
    suffix = out.suffix.lower()
    asked = next((form for form in FORMS if view in form.views), None)
    if asked is not None:
        if suffix not in asked.suffixes:
            raise RefusedInput(f"{out.name}: {asked.title} is written as {listed(asked.suffixes, None, 'or')}.")
        return asked
    # An ending of two, .clab.yml, comes before the second half of it.
    name = out.name.lower()
    twice = (form for form in FORMS if any(one.count(".") > 1 and name.endswith(one) for one in form.by_ending))
    found = next(twice, None) or next((form for form in FORMS if suffix in form.by_ending), None)
    if found is None:
        every = dict.fromkeys(ending for form in FORMS for ending in form.by_ending)
        forms, problems = plugin_forms(rules)
        own = next((form for form in forms if suffix in form.by_ending), None)
        if own is not None:
            return own
        every.update(dict.fromkeys(ending for form in forms for ending in form.by_ending))
        raise RefusedInput(" ".join((f"{out.name}: export writes {', '.join(every)}.", *problems)))
    return found


def plugin_forms(rules: Path | None = None) -> "tuple[tuple[ExportForm, ...], tuple[str, ...]]":
    """Return the forms of plug-ins that are switched on as rows of the table, and a line for each that is left out.

    Raises:
        RefusedInput: the folder RULES cannot be read.
    """
    forms, problems = forms_switched_on(rules)
    return tuple(
        ExportForm(one.title, (one.suffix,), partial(_own, one), by_ending=(one.suffix,)) for one in forms
    ), problems


def forms_switched_on(rules: Path | None = None) -> "tuple[tuple[OwnForm, ...], tuple[str, ...]]":
    """Return the forms of plug-ins that are switched on, and a line for each that is left out.

    Raises:
        RefusedInput: the folder RULES cannot be read.
    """
    from designer.api.reviewing import switched_on

    plugins = switched_on(rules)
    if not plugins:
        return (), ()
    from designer.export.plugin_forms import own_forms  # few have any

    taken = {ending for form in FORMS for ending in (*form.by_ending, *form.suffixes)} | {SUFFIX}
    return own_forms(plugins, taken)


def _own(form: "OwnForm", asked: Asked) -> Iterator[str]:
    from designer.export.plugin_forms import own_body
    from designer.files.writing import write_whole

    write_whole(asked.out, own_body(form, asked.design, asked.library, asked.results, asked.findings, today()))
    yield f"Wrote {asked.out}: {form.title}, by the plug-in {form.plugin.name}."


def _picture(asked: Asked) -> Iterator[str]:
    from designer.export.picture import write_picture

    design, results, findings = asked.design, asked.results, asked.findings
    write_picture(
        asked.out, design, view=asked.view, theme=asked.theme, results=results, findings=findings, day=today()
    )
    yield f"Wrote {asked.out}."


def _report(asked: Asked) -> Iterator[str]:
    from designer.export.report.report import report_of, write_report

    measured = None
    if asked.readings:
        from designer.reality.readings.comparing import compare_readings
        from designer.reality.readings.reading import read_readings

        measured = compare_readings(asked.design, asked.told, read_readings(asked.readings))
    design, findings = asked.design, asked.findings
    paper = report_of(design, asked.library, asked.told, findings, today(), asked.level, measured=measured)
    write_report(asked.out, paper)
    yield f"{counted(len(paper.chapters), 'chapter')}: {', '.join(one.id for one in paper.chapters)}."
    yield from (f"Left out: {heading}. {why}" for heading, why in paper.left_out)
    yield f"Wrote {asked.out}."


def _deck(asked: Asked) -> Iterator[str]:
    from designer.export.deck.deck import deck_of
    from designer.export.deck.pdf_file import write_deck_file
    from designer.export.deck.pptx_file import template_beside

    design, results, findings = asked.design, asked.told, asked.findings
    deck = deck_of(design, asked.library, results, findings, today(), asked.level, asked.beside)
    template = asked.template or template_beside(design.settings.deck, asked.project)
    write_deck_file(asked.out, deck, design, results, findings, template=template, theme=asked.theme, notes=asked.notes)
    yield f"{counted(len(deck.slides), 'slide')}: {', '.join(slide.id for slide in deck.slides)}."
    yield from (f"Left out: {one.id}. {one.why}" for one in deck.left_out)
    yield from deck.problems
    yield f"Wrote {asked.out}."


def _pack(asked: Asked) -> Iterator[str]:
    from designer.export.paper.pack import write_pack

    design, results, findings = asked.design, asked.results, asked.findings
    count = write_pack(asked.out, design, asked.library.parts, results, findings, day=today(), paper=asked.paper)
    yield f"Wrote {counted_text(count, 'sheet')} to {asked.out}."


def _labels(asked: Asked) -> Iterator[str]:
    from designer.export.cables.cable_schedule import cable_schedule
    from designer.export.paper.labels import write_labels

    schedule = cable_schedule(asked.design, asked.library.parts)
    count = write_labels(asked.out, schedule)
    yield f"Wrote {counted_text(count, 'label')} of {counted_text(len(schedule), 'cable')} to {asked.out}."


def _netbox(asked: Asked) -> Iterator[str]:
    from designer.export.netbox_bundle import write_netbox_bundle

    bundle = write_netbox_bundle(asked.out, asked.design, asked.library.parts)
    yield from (f"{kind}: {len(rows):,}" for kind, rows in bundle.objects.items() if rows)
    yield from (f"Left out: {line}" for line in bundle.lost[:30])
    if len(bundle.lost) > 30:
        yield f"And {len(bundle.lost) - 30:,} more; lost.txt in the bundle has them all."
    yield f"Wrote {asked.out}."


def _lab(asked: Asked) -> Iterator[str]:
    from designer.export.cables.drawn_network import addresses_of
    from designer.export.containerlab.lab_kinds import lab_options
    from designer.export.containerlab.topology import lab_of, write_containerlab

    options = lab_options(asked.options)
    plan = addresses_of(asked.design, asked.library.parts)
    yield from write_containerlab(asked.out, lab_of(asked.design, plan, options))
    yield f"Wrote {asked.out}."


def _addresses(asked: Asked) -> Iterator[str]:
    from designer.export.cables.drawn_network import addresses_of
    from designer.export.containerlab.address_tables import write_addresses

    plan = addresses_of(asked.design, asked.library.parts)
    write_addresses(asked.out, plan)
    devices = counted_text(len(plan.devices), "device")
    yield f"Wrote {counted_text(len(plan.ports), 'port')} of {devices} to {asked.out}."


def _floor_dxf(asked: Asked) -> Iterator[str]:
    from designer.export.paper.floor_dxf import write_floor_dxf

    # "topology" is what `export` takes where no view is said.
    if asked.view not in {"floor", "topology"}:
        raise RefusedInput(f"{asked.out.name}: DXF holds the floor alone; say --view floor.")
    count = write_floor_dxf(asked.out, asked.design)
    yield f"Wrote the floor with {counted_text(count, 'rack or device', 'racks and devices')} to {asked.out}."


def _viewer(asked: Asked) -> Iterator[str]:
    from designer.export.viewer.page import write_viewer

    design, results, findings = asked.design, asked.told, asked.findings
    yield write_viewer(
        asked.out,
        design,
        asked.library,
        results,
        findings,
        today(),
        level=asked.level,
        theme=asked.theme,
        beside=asked.beside,
    )
    yield f"Wrote {asked.out}."


def _text(asked: Asked) -> Iterator[str]:
    save_design(asked.out, asked.design, asked.library)
    yield f"Wrote {asked.out}."


def _graph(asked: Asked) -> Iterator[str]:
    from designer.export.graphs.losses import losses_of
    from designer.export.graphs.writing import write_graph

    write_graph(asked.out, asked.design)
    if lost := losses_of(asked.design):
        yield lost
    yield f"Wrote {asked.out}."


def _diagram(asked: Asked) -> Iterator[str]:
    from designer.export.drawio.writing import write_drawio

    pages = write_drawio(asked.out, asked.design, asked.results, asked.findings)
    yield f"{counted(pages, 'page')}; the first is read back: stackwright import {asked.out.name} -o OUT.stackwright."
    yield f"Wrote {asked.out}."


FORMS: Final[tuple[ExportForm, ...]] = (
    ExportForm("a drawing", PICTURE_SUFFIXES, _picture, by_ending=PICTURE_SUFFIXES),
    ExportForm("a report", (".pdf", ".html"), _report, views=("report",)),
    ExportForm("a deck", (".pptx", ".pdf"), _deck, views=("deck",), by_ending=(".pptx",)),
    ExportForm("an installation pack", (".pdf",), _pack, views=("install",)),
    ExportForm("a set of labels", (".pdf", ".csv"), _labels, views=("labels",)),
    ExportForm("a NetBox bundle", (".zip",), _netbox, views=("netbox",)),
    ExportForm("a table of addresses", (".csv", ".json", ".yaml", ".yml"), _addresses, views=("addresses",)),
    ExportForm("the floor", (".dxf",), _floor_dxf, by_ending=(".dxf",)),
    ExportForm("a page", (".html",), _viewer, by_ending=(".html",)),
    ExportForm("a design as text", TEXT_SUFFIXES, _text, by_ending=TEXT_SUFFIXES),
    ExportForm("a graph", WRITTEN_SUFFIXES, _graph, by_ending=WRITTEN_SUFFIXES),
    ExportForm("a diagram", (DRAWIO_SUFFIX,), _diagram, by_ending=(DRAWIO_SUFFIX,)),
    ExportForm("a lab", (LAB_SUFFIX,), _lab, by_ending=(LAB_SUFFIX,)),
)
"""In the order in which they are listed; the first that the view or the ending asks for is written."""
DOCUMENTS: Final = tuple(f"{view} ({', '.join(form.suffixes)})" for form in FORMS for view in form.views)
"""Names of --view that are no views of the design, each with its endings."""
