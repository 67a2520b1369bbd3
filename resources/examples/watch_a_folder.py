"""Check each design of a folder, as a job of every night does: fails where one has an error, and mends a copy."""

import json
from pathlib import Path

from designer import api

api.new("leaf-spine", nodes=16).save("sound.stackwright", force=True)
broken = api.new("leaf-spine", nodes=16)
broken.set("leaf", copies=1)
broken.save("broken.stackwright", force=True)

parts = api.catalog()  # read once for all of them
failed = 0
for path in sorted(Path().glob("*.stackwright")):
    document = api.open(path, library=parts)
    analysis = document.analyze()
    errors = [one for one in analysis.findings if one.severity == "error"]
    print(f"{path.name}: {len(errors)} errors")
    path.with_suffix(".findings.json").write_text(json.dumps(analysis.findings_json(), indent=1), "utf-8")
    document.export(path.with_suffix(".svg"))
    document.write_bill(path.with_suffix(".xlsx"))
    mendable = [one for one in errors if one.fix is not None]
    if mendable:
        trial = document.copy()
        trial.fix(mendable[0])
        print(f"  {trial.history[-1]}")
    failed += bool(errors)
print(f"Failed: {failed}")
if failed > 1:
    raise SystemExit(1)  # more than the one that is broken above
