"""What was published or measured of products: it takes the place of an estimate, or bounds it."""
