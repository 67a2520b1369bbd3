"""Work out single formulas: the same calculators that the analysis uses."""

from designer import api

tree = api.calculate("fat-tree", k=16)
print(f"Fat tree: {tree['hosts']['value']} hosts on {tree['switches']['value']} switches")
share = api.calculate("capital-recovery", annual_rate=0.06, years=5)
print(f"A million over five years: {share['factor']['value'] * 1_000_000:.0f} USD a year")
