"""Sites of NetBox as designs, and designs as bundles that NetBox takes in."""
