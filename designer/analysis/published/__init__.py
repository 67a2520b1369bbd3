"""Published and measured figures of products: they take the place of an estimate, or bound it."""
