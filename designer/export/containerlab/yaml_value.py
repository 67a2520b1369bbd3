"""Values in one line of YAML: JSON, which YAML holds, with signs that cannot be shown written as their numbers."""

import json


def yaml_value(value: object) -> str:
    """Return VALUE, of strings, numbers, lists and mappings, in one line of YAML."""
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else _escaped(ord(letter)) for letter in text)


def _escaped(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
