"""Edits are undone exactly: the digest of the content is what it was. Several edits can be one step."""

from designer import api

design = api.new("leaf-spine", nodes=16)
before = design.digest
with design.step("A second fabric"):
    switch = design.add("nvidia/qm9700", copies=2, name="Storage leaf")
    design.set(switch, note="for storage", copies="*2")
print(f"Last step: {design.history[-1]}")
print(f"Copies: {design.nodes[switch].copies}")
design.undo()
print(f"As before: {design.digest == before}")
