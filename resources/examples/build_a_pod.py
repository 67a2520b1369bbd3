"""Build a small pod by hand: place parts, join them, set fields. Every edit is one step that can be undone."""

from designer import api

pod = api.new()
pod.rename("Pod of four")
servers = pod.add("nvidia/dgx-h100", copies=4, id="dgx", name="Compute")
leaves = pod.add("nvidia/qm9700", copies=2, id="leaf", name="Leaf")
spine = pod.add("nvidia/qm9700", id="spine", name="Spine")
pod.link(servers, leaves, cables=32, medium="fabric", id="rails")
pod.link(leaves, spine, cables=32, medium="fabric", id="uplinks")
pod.arrange()
pod.save("pod.stackwright", force=True)

analysis = pod.analyze()
print(f"Accelerators: {analysis.value('accelerators'):.0f}")
print(f"Bisection: {analysis.value('bisection'):.0f} Gb/s")
print(f"IT at most: {analysis.value('power.it_w.max'):.0f} W")
print(f"Steps: {len(pod.history)}")
