"""Rules about models that are paid by the token: announced prices, spending of a tier, and what was supposed."""

from collections.abc import Iterator
from datetime import date

from designer.analysis.results import Results
from designer.model.design import Design
from designer.review.findings import Finding
from designer.review.registry import rule
from designer.review.words import money


@rule({"api-price-changes": ("warning", "note")}, layer="serving_apps", reads=("workloads",))
def api_price_changes(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Prices of tokens that will change on an announced day, with what a month then costs."""
    for api in results.workloads.model_apis if results.workloads is not None else ():
        node = design.nodes.get(api.id)
        before = api.usd_per_month.value
        for change in api.announced:
            after = change.usd_per_month.value
            if node is None or not before or after is None or change.day <= today.isoformat():
                continue
            book = design.settings.prices
            yield Finding(
                rule="api-price-changes",
                severity="warning" if after > before else "note",
                message=f"From {change.day} on, a month of {node.title} costs {money(after, book)} instead of "
                f"{money(before, book)}.",
                detail="Its provider has announced other prices of tokens for that day. Plan with them, or compare "
                "another model.",
                ids=(api.id,),
            )
            before = after


@rule({"api-spending-limited": "warning"}, layer="serving_apps", reads=("workloads",))
def api_spending_limited(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Model APIs whose month costs more than their usage tier lets one spend."""
    for api in results.workloads.model_apis if results.workloads is not None else ():
        node = design.nodes.get(api.id)
        cost, most = api.usd_per_month.value, api.spend_most_usd_per_month.value
        if node is None or cost is None or most is None or cost <= most:
            continue
        book = design.settings.prices
        yield Finding(
            rule="api-spending-limited",
            severity="warning",
            message=f"A month of {node.title} costs {money(cost, book)}; its tier lets you spend {money(most, book)}.",
            detail="Beyond it requests are refused until the next month. Choose a higher tier, or agree on one.",
            ids=(api.id,),
        )


@rule({"api-supposed": "note"}, layer="serving_apps", reads=("workloads",))
def api_supposed(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Yield what was supposed of a model API because nobody publishes it."""
    for api in results.workloads.model_apis if results.workloads is not None else ():
        node = design.nodes.get(api.id)
        if node is not None and api.notes:
            yield Finding(
                rule="api-supposed",
                severity="note",
                message=f"{node.title}: {api.notes[0]}",
                detail=" ".join((*api.notes[1:], "Choose a tier that its card names, or set your own price.")),
                ids=(api.id,),
            )
