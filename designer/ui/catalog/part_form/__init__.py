"""The form in which a person describes a part of their own."""
