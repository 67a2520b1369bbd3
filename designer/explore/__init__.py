"""Many designs at once: sweeps of what may vary, and the cheapest design with a proof.

Above `edit` and `analysis`, which build and judge one design each, and beside `drawing`: what is found here is shown
by `ui`, printed by `cli` and written by `export`. Dask, Arrow and Optuna, the extra `explore`, are imported here alone.
"""
