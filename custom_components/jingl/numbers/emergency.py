"""Recognise a call for help in any language of our translations. Pure.

These words win over any name: a contact or handset with such a name never gets that call.
"""

import re
from typing import Final
import unicodedata

# What the words mean in Australia, where Jingl is.
EMERGENCY_NUMBER: Final = "000"

_BY_DIGITS: Final = {"one one two": "112", "eins eins zwei": "112", "one zero six": "106"}
_WORDS: Final = frozenset(
    {
        *("triple zero", "triple 0", "triple oh", "triple o", "zero zero zero"),
        *(
            "ambulance",
            "emergency",
            "fire",
            "emergency services",
            "fire brigade",
            "fire department",
        ),
        *("help", "for help", "paramedics", "police"),
        *("arzt", "feuerwehr", "hilfe", "krankenwagen", "notarzt", "notruf", "polizei"),
        *("rettungsdienst", "null null null"),
        *("a l aide", "au secours", "pompiers", "samu", "secours", "urgences"),
        *("ambulancia", "ayuda", "bomberos", "emergencia", "emergencias", "policia", "socorro"),
        *("aiuto", "ambulanza", "carabinieri", "emergenza", "polizia", "pompieri"),
        *("vigili del fuoco", "brandweer", "hulp", "noodnummer", "politie"),
        *("cap cuu", "canh sat", "cuu hoa", "xe cuu thuong"),
        *("αστυνομια", "ασθενοφορο", "βοηθεια", "πυροσβεστικη"),
        *("الاسعاف", "الشرطة", "المطافئ", "النجدة"),
        *("警察", "消防", "消防車", "救急車", "助けて", "救护车", "报警", "急救"),
    }
)


_ARTICLES: Final = {"the", "der", "die", "den", "la", "le", "les", "el", "il", "i", "de"}


def called_for_help(text: str) -> str | None:
    """Return the emergency number these words ask for, if any."""
    words = re.findall(r"\w+", _without_accents(text))
    if len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    said = " ".join(words)
    return EMERGENCY_NUMBER if said in _FOLDED else _BY_DIGITS.get(said)


def _without_accents(text: str) -> str:
    return "".join(
        char
        for char in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(char)
    )


_FOLDED: Final = frozenset(_without_accents(words) for words in _WORDS)
