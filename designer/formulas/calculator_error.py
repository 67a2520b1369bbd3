"""The error of a calculator that cannot answer; alone, so that who catches it does not load all calculators."""


class CalculatorError(ValueError):
    """A calculator cannot answer; its text is one plain line."""
