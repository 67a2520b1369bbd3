"""Plan the growth: what is ordered when, and when each phase can run in half of all cases."""

from designer import api

pod = api.new()
pod.add("nvidia/dgx-h100", copies=8, id="dgx")
pod.add("nvidia/qm9700", copies=2, id="leaf")
pod.link("dgx", "leaf", cables=64)
first = pod.add_phase("2027-03-01", title="First half", holds="dgx=4, leaf=1")
pod.add_phase("2027-09-01", title="Second half", holds="dgx=4, leaf=1", after=first)
pod.save("phases.stackwright", force=True)
for phase in pod.analyze(only=["power", "cost", "workloads"]).json()["phases"]["phases"]:
    print(f"{phase['title']}: ordered {phase['order_date']}, runs {phase['running']['p50']}")
