"""Tools that find and show designs."""

from typing import Final

from designer.assistant.schemas import arguments, listed, mapped, text, whole
from designer.assistant.telling import MOST_ROWS, brief, cut, records
from designer.assistant.tool import Answer, Arguments, Picture, Tool, about, editing, held
from designer.assistant.workbench import Workbench
from designer.drawing.design_views import VIEW_IDS
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.model.records import RefusedInput
from designer.review.query import parse_query
from designer.review.query_answers import Subject
from designer.store.project import read_project
from designer.store.variants import variants_of

_MOST_TEXT: Final = 60_000
_MOST_AS_TEXT: Final = 3_000
"""Records of a design that is written as text at all; each takes twenty letters at the least."""


def _list(bench: Workbench, given: Arguments) -> Answer:
    rows = [{"design": bench.name_of(path), "bytes": path.stat().st_size} for path in bench.files()]
    return Answer(cut(rows, given.get("limit", MOST_ROWS)))


def _open(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    told = brief(bench, one, one.as_is(given.get("which", "")))
    # A design as text has no variants, and one that was not written yet has no file.
    if one.path.suffix.lower() == ".stackwright" and one.path.exists():
        told["variants"] = [variant.name for variant in variants_of(read_project(one.path))]
    return Answer(told)


def _show(bench: Workbench, given: Arguments) -> Answer:
    document = held(bench, given).as_is(given.get("which", ""))
    ids = [node.id for node in document.design.nodes_in_order()] + list(document.links)
    return Answer(cut(records(document, ids), given.get("limit", MOST_ROWS), given.get("first", 0)))


def _find(bench: Workbench, given: Arguments) -> Answer:
    document = held(bench, given).as_is(given.get("which", ""))
    analysis = document.analyze()
    found = Subject(document.design, analysis.results, analysis.findings).answer(parse_query(given["query"]))
    return Answer(cut(records(document, found), given.get("limit", MOST_ROWS)))


def _text(bench: Workbench, given: Arguments) -> Answer:
    from designer.export.text.text_form import design_as_yaml

    document = held(bench, given).as_is(given.get("which", ""))
    many = len(document.nodes) + len(document.links)
    if many > _MOST_AS_TEXT:
        raise RefusedInput(f"The design has {many:,} records, more than an answer takes as text; ask for show_records.")
    body = design_as_yaml(document.design, document.library, document.name)
    if len(body) > _MOST_TEXT:
        raise RefusedInput(
            f"The design as text has {len(body):,} letters, more than an answer takes; ask for its records instead."
        )
    return Answer({"yaml": body})


def _picture(bench: Workbench, given: Arguments) -> Answer:
    document = held(bench, given).as_is(given.get("which", ""))
    view, form = given.get("view", "topology"), given.get("form", "png")
    media = "image/png" if form == "png" else "image/svg+xml"
    data = bench.painter.paint(document, view, form, given.get("theme", "light"), given.get("around", ()))
    return Answer({"view": view, "name": document.name, "bytes": len(data)}, (Picture(media, data),))


def _templates(bench: Workbench, given: Arguments) -> Answer:
    rows = [
        {
            "template": one.name,
            "title": one.title,
            "summary": one.summary,
            "parameters": {
                each.name: {"default": each.default, "help": each.help, "choices": list(each.choices)}
                for each in one.parameters
            },
        }
        for one in TEMPLATES.values()
        if given.get("template", one.name) == one.name
    ]
    return Answer(cut(rows))


def _new(bench: Workbench, given: Arguments) -> Answer:
    values = {name: _as_text(value) for name, value in given.get("parameters", {}).items()}
    design = build_template(given.get("template", "empty"), bench.library, values)
    one = bench.begin(given["design"], design)
    if name := given.get("name"):
        one.to_edit().rename(name)
    return Answer({**brief(bench, one, one.now), "written": False, "next": "commit_proposal writes the file."})


def _as_text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


_LIMIT: Final = {"limit": whole("At most so many rows.", 1, 500)}
TOOLS: Final = (
    Tool(
        "list_designs",
        "List designs",
        "List the design files in the folders that the assistant was given.",
        arguments({}, _LIMIT),
        _list,
    ),
    Tool(
        "open_design",
        "Open a design",
        "Say what a design is: devices, cables, headline figures with ranges, findings by severity, variants, digest. "
        "Begin with this.",
        about(),
        _open,
    ),
    Tool(
        "show_records",
        "Show nodes and links",
        "List the nodes and links of a design with ids, parts, copies, parents and cables. Edits take these ids.",
        about(None, {**_LIMIT, "first": whole("Number of the first row, from 0.")}),
        _show,
    ),
    Tool(
        "find_records",
        "Find nodes and links",
        'Find what holds: "switch where used > 90%", "link where utilisation >= 80%", "part ~ h100", "in rack".',
        about({"query": text("The query.")}, _LIMIT),
        _find,
    ),
    Tool(
        "design_text",
        "The design as text",
        "Return the whole design as YAML, the form that is read and written as a .yaml file.",
        about(),
        _text,
    ),
    Tool(
        "picture",
        "Draw a view",
        "Draw a view of the design as a picture; of a large design the part around some ids, or topology-logical.",
        about(
            None,
            {
                "view": text(f"One of {', '.join(VIEW_IDS)}, or a saved view."),
                "form": text("The form of the picture.", choices=("png", "svg")),
                "theme": text("Its colours.", choices=("light", "dark", "print")),
                "around": listed("The part of the view around these, in full size.", text("Id of a node or link."), 64),
            },
        ),
        _picture,
    ),
    Tool(
        "list_templates",
        "List templates",
        "List the templates that new designs begin with, and their parameters.",
        arguments({}, {"template": text("This one alone.", choices=tuple(TEMPLATES))}),
        _templates,
    ),
    Tool(
        "new_design",
        "Propose a new design",
        "Make a design from a template as a proposal. No file is written until commit_proposal.",
        editing(
            None,
            {
                "template": text("A template.", choices=tuple(TEMPLATES)),
                "parameters": mapped("Parameters of the template, see list_templates."),
                "name": text("What the design is called."),
            },
        ),
        _new,
        "proposes",
    ),
)
