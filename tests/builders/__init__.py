"""What tests build designs with: one word for each thing that stands in a hall, shared by all of them."""
