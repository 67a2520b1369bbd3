"""What a notebook shows: the design as a picture, its figures as a table."""

from pathlib import Path

from designer import api

design = api.new("leaf-spine", nodes=16)
picture = design.picture(view="topology", theme="dark")
Path("picture.svg").write_bytes(picture)
print(f"Picture: {picture[:5].decode()}")
table = design.analyze()._repr_html_()  # a notebook calls this by itself for the last line of a cell
print(f"Rows: {table.count('<tr>')}")
