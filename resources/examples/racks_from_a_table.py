"""Make a design of a table of racks, change it by hand, and read and write it in other forms."""

import csv
import io
from pathlib import Path

from designer import api
from designer.model.changes import between

TABLE = """rack,part,copies
A1,nvidia/dgx-h100,4
A1,nvidia/qm9700,1
A2,nvidia/dgx-h100,4
A2,nvidia/qm9700,1
"""

hall = api.new()
hall.rename("From a table")
row = hall.add_container("row", name="Row A", parent=hall.add_container("room", id="hall", name="Hall"))
racks: dict[str, str] = {}
for line in csv.DictReader(io.StringIO(TABLE)):
    if line["rack"] not in racks:
        racks[line["rack"]] = hall.add_container("rack", id=line["rack"], name=line["rack"], parent=row)
    device = hall.add(line["part"], copies=int(line["copies"]), id=f"{line['rack']}-{line['part'].split('/')[1]}")
    hall.put_in_rack(device, racks[line["rack"]])
for rack in racks:
    hall.link(f"{rack}-dgx-h100", f"{rack}-qm9700", cables=32, medium="fabric")
hall.arrange()
devices = sum(hall.design.total_copies(node.id) for node in hall.nodes.values() if node.part)
print(f"In {len(racks)} racks: {devices} devices")

hall.put_on_floor("A1", 1_200, 900, room="hall")
hall.choose(grid="fra")
hall.swap_part("A2-dgx-h100", "nvidia/dgx-a100")
print(f"Undone: {hall.undo()}; made again: {hall.redo()}; undone: {hall.undo()}")

# A copy has a history of its own: try something out there, and take all of it over as one edit.
trial = hall.copy()
trial.swap_fabric("ethernet")
trial.remove("A2")
trial.put_on_canvas("A1", 64, 64)
hall.commit(between(hall.design, trial.design, "As tried out"))
print(f"{hall.history[-1]}: {len(trial.history)} edits, {len(hall.nodes)} nodes; not saved: {hall.unsaved}")

hall.save("hall.stackwright", force=True)
hall.save_variant("As ordered")
print(f"Designs: {', '.join(api.variants('hall.stackwright'))}")

hall.export("hall.yaml")
again = api.read(Path("hall.yaml").read_text("utf-8"))
print(f"The same as text: {again.digest == hall.digest}")
hall.export("hall.graphml")
print(f"From a graph: {len(api.import_graph('hall.graphml').nodes)} nodes")
