"""Commands that judge designs: analyze and check."""

from pathlib import Path

import click

from designer.analysis.results import TRAFFICS
from designer.analysis.run import analyze as run_analysis
from designer.analysis.sections import ALL, ALSO
from designer.api.reviewing import whole_review
from designer.api.routing import ROUTINGS, routed
from designer.catalog.reading import read_library
from designer.cli.flows import flow_asks
from designer.cli.opening import PATH, VARIANT, open_design
from designer.cli.printing import findings_summary, print_findings, print_json
from designer.clock import today
from designer.review.documents.results_document import findings_document, results_document
from designer.review.effects.grouping import grouped


@click.command("analyze", short_help="Bandwidth, power, cooling, cost and failures of PROJECT.")
@click.argument("project", type=PATH)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@click.option("--only", metavar="LIST", help=f"Some of {','.join((*ALL, 'availability'))}, comma-separated.")
@click.option("--traffic", default=TRAFFICS[0], type=click.Choice(TRAFFICS), help="What the endpoints send.")
@click.option("--routing", type=click.Choice(ROUTINGS), help="How it is divided over ways, for the design's own.")
@click.option(
    "--flow", "flows", multiple=True, metavar="A,B[,GBPS]", help="Send from A to B alone, at GBPS or line rate."
)
@click.option("--outside", multiple=True, metavar="ID", help="Where the traffic north-south goes to and comes from.")
@click.option("--fail", "failed", multiple=True, metavar="ID", help="Take a node, a link or a copy (leaf[0]) out.")
@click.option(
    "--load",
    type=click.FloatRange(0, 1000, min_open=True),
    default=1.0,
    metavar="N",
    help="Look at N times the demand of users that is set.",
)
@click.option("--sweep", is_flag=True, help="Fail all power and cooling equipment in turn, however much there is.")
@click.option("--seed", type=click.IntRange(0), help="Draw all ranges at once: P10, P50 and P90 of the cost.")
@click.option("--why", is_flag=True, help="Show formula, terms and sources of the figures.")
@VARIANT
def analyze(
    project: Path,
    as_json: bool,
    only: str | None,
    traffic: str,
    routing: str | None,
    flows: tuple[str, ...],
    outside: tuple[str, ...],
    failed: tuple[str, ...],
    load: float,
    sweep: bool,
    seed: int | None,
    why: bool,
    variant: str,
) -> None:
    """Say where PROJECT is short of bandwidth, what it draws, how it is cooled and what it costs."""
    chosen = _only(only)
    library = read_library()
    design = routed(open_design(project, library, variant), routing)
    results = run_analysis(
        design,
        only=chosen,
        traffic=traffic,
        fail=failed,
        asks=flow_asks(flows),
        outside=outside,
        load=load,
        library=library,
    )
    findings = whole_review(design, results, today(), library)
    if as_json:
        document = results_document(results, findings, why=why, book=design.settings.prices)
        if results.energy is not None:
            from designer.review.documents.sites_document import kept_sites_document

            document |= kept_sites_document(design, library)
        if seed is not None and results.cost is not None:
            from designer.analysis.money.spread import uncertain
            from designer.review.documents.money_document import spread_document

            document["cost"]["spread"] = spread_document(uncertain(results, seed))
        print_json(document)
        return
    from designer.cli.text.summary import print_summary

    print_summary(design, results, findings, why=why)
    if seed is not None and results.cost is not None:
        from designer.analysis.money.spread import uncertain
        from designer.cli.text.spread_text import print_spread

        print_spread(uncertain(results, seed), design.settings.prices)


def _only(text: str | None) -> tuple[str, ...]:
    if text is None:
        return (*ALL, "availability")
    chosen = tuple(part.strip() for part in text.split(","))
    unknown = [part for part in chosen if part not in ALL and part not in ALSO]
    if unknown:
        raise click.UsageError(f"--only takes {', '.join(ALL)}, comma-separated; {unknown[0]!r} is none of them.")
    return chosen


@click.command("check", short_help="What is wrong with PROJECT; exit 1 on an error.")
@click.argument("project", type=PATH)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--fixes", is_flag=True, help="Say what each fix would do, before it is made.")
@VARIANT
def check(project: Path, as_json: bool, fixes: bool, variant: str) -> int:
    """List what is wrong with PROJECT; exit 1 if anything is an error."""
    library = read_library()
    design = open_design(project, library, variant)
    results = run_analysis(design, library=library)
    findings = whole_review(design, results, today(), library)
    if as_json:
        document = findings_document(findings)
        if fixes:
            from designer.cli.text.fix_effects import add_effects

            add_effects(document, design, results, findings, library)
        print_json({"findings": document})
    else:
        groups = grouped(design, findings)
        if fixes:
            from designer.cli.text.fix_effects import effects_of_groups

            print_findings(groups, effects_of_groups(groups, design, results, findings, library))
        else:
            print_findings(groups)
        click.echo(f"{design.name}: {findings_summary(findings)}.")
    return 1 if any(finding.severity == "error" for finding in findings) else 0


COMMANDS = (analyze, check)
