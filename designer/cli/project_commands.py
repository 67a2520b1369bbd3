"""Commands that make, read and judge designs: new, templates, analyze, check, import, schema."""

from pathlib import Path

import click

from designer.analysis.results import TRAFFICS, Results
from designer.catalog.reading import read_library
from designer.cli.opening import open_design, save_design, today
from designer.cli.printing import figure_text, print_json, print_rows, settings_of, why_lines
from designer.model.design import Design
from designer.model.figures import Figure

ONLY = ("network", "power", "cooling", "cost", "resilience")
_PATH = click.Path(path_type=Path, dir_okay=False)


@click.command("new")
@click.argument("out", type=_PATH)
@click.option("--template", "template", default="empty", help="One of those that `stackwright templates` lists.")
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="A parameter of the template.")
def new(out: Path, template: str, pairs: tuple[str, ...]) -> None:
    """Make a design from a template and save it as OUT (.stackwright, .json or .yaml)."""
    from designer.edit.templates import build_template

    library = read_library()
    design = build_template(template, library, settings_of(pairs))
    save_design(out, design, library)
    click.echo(f"Saved {design.name!r} with {len(design.nodes)} nodes and {len(design.links)} links as {out}.")


@click.command("templates")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def templates(as_json: bool) -> None:
    """List the templates and their parameters."""
    from designer.edit.templates import TEMPLATES

    if as_json:
        print_json(
            [
                {
                    "name": template.name,
                    "title": template.title,
                    "summary": template.summary,
                    "parameters": [
                        {
                            "name": parameter.name,
                            "title": parameter.title,
                            "help": parameter.help,
                            "default": parameter.default,
                            "choices": list(parameter.choices),
                        }
                        for parameter in template.parameters
                    ],
                }
                for template in TEMPLATES.values()
            ]
        )
        return
    for template in TEMPLATES.values():
        click.echo(f"{template.name}: {template.title}. {template.summary}")
        for parameter in template.parameters:
            choices = f" (one of {', '.join(parameter.choices)})" if parameter.choices else ""
            click.echo(f"    --set {parameter.name}={parameter.default}  {parameter.title}{choices}")


@click.command("analyze")
@click.argument("project", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@click.option("--only", default="", metavar="PARTS", help=f"Some of {','.join(ONLY)}, comma-separated.")
@click.option("--traffic", default="all-to-all", type=click.Choice(TRAFFICS), help="What the endpoints send.")
@click.option("--fail", "failed", multiple=True, metavar="ID", help="Take a node, a link or one copy (leaf[0]) out.")
@click.option("--seed", default=0, type=int, help="For whatever is drawn by chance.")
@click.option("--why", is_flag=True, help="Show formula, terms and sources of every figure.")
def analyze(
    project: Path, as_json: bool, only: str, traffic: str, failed: tuple[str, ...], seed: int, why: bool
) -> None:
    """Say where PROJECT is short of bandwidth, what it draws, how it is cooled and what it costs."""
    from designer.analysis.run import analyze as run_analysis
    from designer.export.results_document import results_document
    from designer.review.rules import review

    chosen = _only(only)
    design = open_design(project)
    results = run_analysis(design, only=chosen, traffic=traffic, fail=failed, seed=seed)
    findings = review(design, results, today())
    if as_json:
        print_json(results_document(results, findings, why=why))
        return
    print_rows(_headlines(design, results))
    if why:
        for figure in _headline_figures(results):
            click.echo("")
            click.echo("\n".join(why_lines(figure)))
    click.echo("")
    for finding in findings:
        click.echo(f"{finding.severity}: {finding.message} {finding.detail}".rstrip())


def _only(text: str) -> tuple[str, ...]:
    if not text:
        return ONLY
    chosen = tuple(part.strip() for part in text.split(","))
    unknown = [part for part in chosen if part not in ONLY]
    if unknown:
        raise click.UsageError(f"--only takes {', '.join(ONLY)}; {unknown[0]!r} is none of them.")
    return chosen


def _headlines(design: Design, results: Results) -> list[tuple[str, str]]:
    rows = [("Design", design.name), ("Accelerators", figure_text(results.counts.accelerators))]
    rows.append(("Cables", str(results.counts.cables)))
    if results.network is not None:
        rows.append(("Bisection", figure_text(results.network.bisection_gbps)))
        rows.extend(
            (f"Oversubscription, {tier.name}", figure_text(tier.oversubscription))
            for tier in results.network.tiers
            if tier.oversubscription.known
        )
        worst = next(iter(results.network.bottlenecks), None)
        if worst is not None:
            rows.append(("Worst bottleneck", f"{worst.id}: {worst.reason}"))
    if results.power is not None:
        power = results.power
        rows.append(("IT power, typical", figure_text(power.it_typical_w)))
        rows.append(("IT power, maximum", figure_text(power.it_max_w)))
        rows.append(("Facility power", figure_text(power.facility_w)))
        rows.append(("PUE", figure_text(power.pue)))
    if results.cooling is not None:
        rows.append(("Heat", figure_text(results.cooling.heat_btu_per_h)))
        rows.append(("Airflow", figure_text(results.cooling.airflow_cfm)))
    if results.cost is not None:
        rows.append(("To buy", figure_text(results.cost.capex_usd)))
        rows.append(("To run", figure_text(results.cost.opex_usd_per_year)))
        rows.append(("Per month, all told", figure_text(results.cost.monthly_usd)))
        rows.append(("Per accelerator hour", figure_text(results.cost.usd_per_gpu_hour)))
    if results.resilience is not None:
        points = [point.id for point in results.resilience.single_points_of_failure]
        rows.append(("Single points of failure", ", ".join(points[:8]) or "none"))
    return rows


def _headline_figures(results: Results) -> list[Figure]:
    figures = [results.counts.accelerators]
    if results.power is not None:
        figures += [results.power.it_typical_w, results.power.facility_w]
    if results.cost is not None:
        figures += [results.cost.capex_usd, results.cost.monthly_usd]
    if results.network is not None:
        figures += [results.network.bisection_gbps, results.network.worst]
    return figures


@click.command("check")
@click.argument("project", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check(project: Path, as_json: bool) -> int:
    """List what is wrong with PROJECT; exit 1 if anything is an error."""
    from designer.analysis.run import analyze as run_analysis
    from designer.export.results_document import findings_document
    from designer.review.rules import review

    design = open_design(project)
    findings = review(design, run_analysis(design), today())
    if as_json:
        print_json({"findings": findings_document(findings)})
    else:
        for finding in findings:
            click.echo(f"{finding.severity}: {finding.message} {finding.detail}".rstrip())
        if not findings:
            click.echo("Nothing to remark.")
    return 1 if any(finding.severity == "error" for finding in findings) else 0


@click.command("import")
@click.argument("file", type=_PATH)
@click.option("-o", "--output", "out", required=True, type=_PATH, help="Project or text file to write.")
def import_design(file: Path, out: Path) -> None:
    """Take in a design from FILE (.json or .yaml) and save it as OUT."""
    library = read_library()
    design = open_design(file, library)
    save_design(out, design, library)
    click.echo(f"Saved {design.name!r} with {len(design.nodes)} nodes and {len(design.links)} links as {out}.")


@click.command("schema")
@click.argument("what", default="design", type=click.Choice(["design", "part"]))
def schema(what: str) -> None:
    """Print the JSON Schema of a design as text, or of a part of the catalog."""
    if what == "part":
        from designer.catalog.schema import part_schema

        print_json(part_schema())
        return
    from designer.export.text_form import design_schema

    print_json(design_schema())


COMMANDS = (new, templates, analyze, check, import_design, schema)
