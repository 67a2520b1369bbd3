"""List what is wrong with a design, make the fixes that do good, and see what is left."""

from collections import Counter

from designer import api

design = api.new("leaf-spine", nodes=16)
link = next(iter(design.links))
design.set(link, cables=1)
severities = Counter(finding.severity for finding in design.findings)
print(f"Errors: {severities['error']}, warnings: {severities['warning']}")
for finding in design.findings:
    if finding.severity != "note":
        print(f"- {finding.message} [{finding.rule}]")
design.save("broken.stackwright", force=True)
mended = design.mend(warnings=True)
print(f"Fixes made: {len(mended.steps)}, left: {len(mended.left)}")
design.save("mended.stackwright", force=True)
