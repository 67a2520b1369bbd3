"""Parts compared, described, matched and advised."""
