"""NetBox device types, module types and rack types as parts, and parts as them."""
