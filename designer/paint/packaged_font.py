"""Inter from its package, for machines that have it not installed.

The package holds one variable font. Qt takes from an application font of that sort its regular weight alone and makes
bold of it by smearing; of what fontconfig knows before the application starts it takes every weight. So the font is
told to fontconfig, for this process only; nothing is installed.
"""

import ctypes
import importlib.util
import sys
from functools import cache
from pathlib import Path
from typing import Final, Literal

PREFERRED: Final = "Inter"
_MODULE: Final = "fontpkg_inter"
_FILE: Final = "Inter[opsz,wght].ttf"
_MATCH_PATTERN: Final = 0
"""FcMatchPattern of fontconfig.h."""
_FOUND: Final = 0
"""FcResultMatch of fontconfig.h."""
Source = Literal["system", "package", "none"]


def packaged_file() -> Path | None:
    """Return the font file of the package; None where the package is not installed."""
    found = importlib.util.find_spec(_MODULE)
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).with_name("files") / _FILE
    return path if path.is_file() else None


@cache
def offer_packaged_font() -> Source:
    """Let this process have Inter of the package where the system has none; call it before there is an application.

    Returns:
        Where Inter comes from, as far as fontconfig says; "none" where there is no fontconfig or no package.
    """
    if not sys.platform.startswith("linux"):
        return "none"
    library = _fontconfig()
    if library is None:
        return "none"
    if _has(library, PREFERRED):
        return "system"
    path = packaged_file()
    if path is None or not library.FcConfigAppFontAddFile(None, str(path).encode()):
        return "none"
    return "package"


def _fontconfig() -> ctypes.CDLL | None:
    """Return fontconfig as Qt uses it, set up; None where it is not installed."""
    try:
        library = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return None
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    library.FcNameParse.restype, library.FcNameParse.argtypes = pointer, [text]
    library.FcConfigSubstitute.argtypes = [pointer, pointer, ctypes.c_int]
    library.FcDefaultSubstitute.argtypes = [pointer]
    library.FcFontMatch.restype, library.FcFontMatch.argtypes = pointer, [pointer, pointer, pointer]
    library.FcPatternGetString.argtypes = [pointer, text, ctypes.c_int, pointer]
    library.FcPatternDestroy.argtypes = [pointer]
    library.FcConfigAppFontAddFile.argtypes = [pointer, text]
    return library if library.FcInit() else None


def _has(library: ctypes.CDLL, family: str) -> bool:
    """Return whether fontconfig answers for FAMILY with that family itself."""
    wanted = library.FcNameParse(family.encode())
    library.FcConfigSubstitute(None, wanted, _MATCH_PATTERN)
    library.FcDefaultSubstitute(wanted)
    result = ctypes.c_int()
    best = library.FcFontMatch(None, wanted, ctypes.byref(result))
    library.FcPatternDestroy(wanted)
    if not best:
        return False
    name = ctypes.c_char_p()
    got = library.FcPatternGetString(best, b"family", 0, ctypes.byref(name))
    same = got == _FOUND and name.value is not None and name.value.decode("utf-8", "replace") == family
    library.FcPatternDestroy(best)
    return same
