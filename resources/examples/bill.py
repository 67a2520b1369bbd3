"""Write the bill of materials and read its lines."""

from designer import api

design = api.new("leaf-spine", nodes=32)
design.save("fabric.stackwright", force=True)
design.write_bill("bill.csv")
bill = design.bill_json()
for line in bill["lines"]:
    print(f"{line['quantity']} × {line['name']}")
print(f"Total: {bill['total']['value']:.0f} {bill['total']['unit']}")
