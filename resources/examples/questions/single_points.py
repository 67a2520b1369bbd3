"""Find the single points of failure, and what each would take along."""

from designer import api

design = api.new("leaf-spine", nodes=32)
document = design.analyze(only=["resilience"]).json()
points = document["resilience"]["single_points_of_failure"]
print(f"Single points of failure: {len(points)}")
for point in points:
    lost = point["lost_gbps"]["value"]
    print(f"- {point['id']}: {lost:.0f} Gb/s lost" if lost is not None else f"- {point['id']}")
