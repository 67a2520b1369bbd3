"""The sample of the device type library, and the library's own schemas."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import referencing
import yaml

from designer.catalog.netbox.exporting import netbox_document
from designer.catalog.netbox.importing import import_netbox
from designer.catalog.netbox.report import ImportReport
from designer.model.parts.part import Part

HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)
SCHEMA_OF = {"device": "devicetype", "module": "moduletype", "rack": "racktype"}


class _Exact(yaml.CSafeLoader):
    """Numbers as decimals, as the library itself checks multiples of 0.01."""


_Exact.add_constructor("tag:yaml.org,2002:float", lambda _, node: Decimal(node.value))


@pytest.fixture(scope="session")
def sample() -> Path:
    return HERE / "data"


@pytest.fixture(scope="session")
def imported(sample: Path) -> ImportReport:
    return import_netbox(sample, today=TODAY)


@pytest.fixture(scope="session")
def schemas() -> dict[str, dict[str, Any]]:
    return {
        path.stem: json.loads(path.read_text("utf-8"), parse_float=Decimal) for path in (HERE / "schema").glob("*.json")
    }


@pytest.fixture(scope="session")
def problems(schemas: dict[str, dict[str, Any]]) -> Callable[[Part, str], list[str]]:
    """What the library's schema has against the text to which a part was exported."""
    registry = referencing.Registry().with_resources(
        [(schema["$id"], referencing.Resource.from_contents(schema)) for schema in schemas.values()]
    )
    validators = {
        form: jsonschema.Draft202012Validator(schemas[name], registry=registry) for form, name in SCHEMA_OF.items()
    }

    def check(part: Part, text: str) -> list[str]:
        data = yaml.load(text, Loader=_Exact)
        validator = validators[netbox_document(part).form]
        return [f"{list(error.path)}: {error.message[:200]}" for error in validator.iter_errors(data)]

    return check
