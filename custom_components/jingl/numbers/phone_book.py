"""Read and write phone books: vCard files of versions 2.1, 3.0 and 4.0. Pure.

A file may come from anywhere, so we split it into cards and lines here: a broken card doesn't
affect the others, and vobject only gets short, well-formed lines.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from .contacts import Contact
from .phone_number import in_full, understand

if TYPE_CHECKING:
    from vobject.base import ContentLine

# The category that marks a card as a favourite; Google's is "starred".
_FAVOURITE: Final = "favourite"
_FAVOURITES: Final = {_FAVOURITE, "favourites", "favorite", "favorites", "starred"}

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_BEGIN: Final = re.compile(rb"BEGIN\s*:\s*VCARD\s*", re.IGNORECASE)
_END: Final = re.compile(rb"END\s*:\s*VCARD\s*", re.IGNORECASE)
_READ: Final = re.compile(
    rb"(?:[\w-]++\.)?+(?:N|FN|ORG|NICKNAME|CATEGORIES|TEL)[;:]", re.IGNORECASE
)
_QUOTED_PRINTABLE: Final = re.compile(rb"[^:]{,128}QUOTED-PRINTABLE", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"[^:]{,128};CHARSET=\"?([\w-]+)", re.IGNORECASE)
# Everything before a value. vobject's own pattern backtracks practically forever on a line that
# doesn't match.
_PARAMETER: Final = r';[\w-]++(?:=(?:"[^"]*+"|[^";:,=]*+)(?:,(?:"[^"]*+"|[^";:,=]*+))*+)?+'
_HEAD: Final = re.compile(rf"(?:[\w-]++\.)?+[\w-]++(?:{_PARAMETER})*+:", re.ASCII)
MOST_CONTACTS: Final = 5000
_LONGEST_LINE: Final = 4096
_LONGEST_NAME: Final = 255  # the longest at Jingl, too

_TEL: Final = re.compile(r"tel:([^;]*)(.*)", re.IGNORECASE)
_CONTEXT: Final = re.compile(r";phone-context=(\+[0-9.()-]+)", re.IGNORECASE)
# Not for voice: such numbers are kept, but called last.
_NO_VOICE: Final = {"FAX", "MODEM", "PAGER"}
_PREFERRED, _NOT_PREFERRED = 1, 101  # vCard 4.0 counts from 1 to 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneBook:
    """The contents of a file."""

    contacts: Sequence[Contact]
    skipped: int
    """How many cards are broken, duplicates, without a name or a number to call, or more than a
    phone book can hold.
    """
    is_cut: bool = False
    """Whether there were more cards than a phone book can hold."""


def read_phone_book(content: bytes, *, region: str, handsets: Container[str] = ()) -> PhoneBook:
    """Return the contacts of a vCard file; none, and none skipped, if it isn't one.

    Numbers are read as written in `region`, such as AU, and kept in international form.
    """
    contacts: dict[tuple[str, Sequence[str]], Contact] = {}
    cards = 0
    is_cut = False
    for lines in _cards(content):
        cards += 1
        if is_cut := len(contacts) == MOST_CONTACTS:
            continue
        try:
            contact = _read_card(lines, region, handsets)
        except ValueError:
            continue
        contacts.setdefault((contact.name.casefold(), contact.numbers), contact)
    return PhoneBook(contacts=[*contacts.values()], skipped=cards - len(contacts), is_cut=is_cut)


def write_phone_book(contacts: Iterable[Contact], *, region: str) -> str:
    """Return contacts without duplicates as vCard 3.0, which most phones and programs can read."""
    from vobject import vCard  # noqa: PLC0415 - most never need it, and it loads a calendar as well
    from vobject.vcard import Name  # noqa: PLC0415 - same

    written: dict[tuple[str, Sequence[str]], str] = {}
    for contact in contacts:
        numbers = tuple(dict.fromkeys(in_full(number, region) for number in contact.numbers))
        if not contact.name or (contact.name.casefold(), numbers) in written:
            continue
        card = vCard()
        card.add("fn").value = contact.name
        card.add("n").value = Name(given=contact.name)
        for number in numbers:
            card.add("tel").value = number
        for alias in contact.aliases:
            card.add("nickname").value = alias
        if contact.favourite:
            card.add("categories").value = [_FAVOURITE]
        written[contact.name.casefold(), numbers] = card.serialize()
    return "".join(written.values())


# --- The file


def _cards(content: bytes) -> Iterator[list[bytes] | None]:
    """Yield the lines we need from each card, or None for a card without an end."""
    if content.startswith(_UTF_16):
        content = content.decode("utf-16", "replace").encode()
    card: list[bytes] | None = None
    for line in _unfolded(content):
        if _BEGIN.fullmatch(line.removeprefix(_BYTE_ORDER_MARK)):
            if card is not None:
                yield None
            card = []
        elif card is not None and _END.fullmatch(line):
            yield card
            card = None
        elif card is not None and _READ.match(line):
            card.append(line)
    if card is not None:
        yield None


def _unfolded(content: bytes) -> Iterator[bytes]:
    """Yield the lines, each joined with its continuation lines."""
    parts: list[bytes] = []
    is_quoted = False
    for line in content.splitlines():
        if is_quoted and parts[-1].endswith(b"="):
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif parts and line.startswith((b" ", b"\t")):
            parts.append(line[1:])
        else:
            yield b"".join(parts)
            parts = [line]
            is_quoted = _QUOTED_PRINTABLE.match(line) is not None
    yield b"".join(parts)


# --- A card; these raise ValueError for a broken one


def _read_card(lines: list[bytes] | None, region: str, handsets: Container[str]) -> Contact:
    from vobject.base import VObjectError  # noqa: PLC0415 - most never need it

    if lines is None:
        raise ValueError("a card without an end")
    fields: defaultdict[str, list[ContentLine]] = defaultdict(list)
    try:
        for line in lines:
            content = _content_line(line)
            fields[content.name].append(content)
    except (VObjectError, LookupError, TypeError) as err:
        # vobject raises the last two for an unknown character set and for two encodings.
        raise ValueError("a broken line") from err
    nicknames = [name for line in fields["NICKNAME"] for name in map(_clean, _texts(line)) if name]
    categories = {text.strip().casefold() for line in fields["CATEGORIES"] for text in _texts(line)}
    name = _name(fields, nicknames)
    numbers = _numbers(fields["TEL"], region, handsets)
    if not name or not numbers:
        raise ValueError("a card without a name or a number")
    return Contact(
        name=name,
        numbers=numbers,
        aliases=tuple(alias for alias in dict.fromkeys(nicknames) if alias != name),
        favourite=not categories.isdisjoint(_FAVOURITES),
    )


def _content_line(line: bytes) -> ContentLine:
    from vobject.base import textLineToContentLine  # noqa: PLC0415 - most never need it

    if len(line) > _LONGEST_LINE:
        raise ValueError("a line without end")
    text = _decoded(line)
    head = _HEAD.match(text)
    if head is None:
        raise ValueError("a line of no known form")
    # vobject recognises an encoding only if its name is in capitals.
    return textLineToContentLine(head[0].upper() + text[head.end() :])


def _decoded(line: bytes) -> str:
    """Return a line's text, decoded from the character set it names, or else from a usual one.

    vobject decodes quoted-printable.
    """
    named = _CHARSET.match(line)
    for charset in (named[1].decode() if named else "utf-8", "utf-8"):
        try:
            return line.decode(charset)
        except ValueError:
            continue
    return line.decode("cp1252", "replace")


def _name(fields: defaultdict[str, list[ContentLine]], nicknames: list[str]) -> str:
    """Return the person's name, or else the company's, or else a nickname."""
    names = [",".join(_texts(line)) for line in fields["FN"]]
    for line in fields["N"]:
        family, given, additional, *_ = [*_parts(line), "", "", ""]
        names.append(f"{given} {additional} {family}")
    names += [" ".join(_parts(line)) for line in fields["ORG"]]
    return next(filter(None, map(_clean, [*names, *nicknames])), "")


def _numbers(lines: list[ContentLine], region: str, handsets: Container[str]) -> tuple[str, ...]:
    """Return the numbers that can be called, preferred ones first."""
    numbers: list[str] = []
    for line in sorted(lines, key=_rank):
        try:
            found = understand(
                _without_uri(",".join(_texts(line))), region=region, handsets=handsets
            )
        except ValueError:
            continue
        numbers.append(found.international or found.dialled)
    return tuple(dict.fromkeys(numbers))


def _rank(line: ContentLine) -> tuple[bool, int]:
    """Return a sort key that puts the number to call first in front."""
    # Since vCard 4.0 the types may come as one quoted string.
    types = set(",".join([*line.params.get("TYPE", []), *line.singletonparams]).split(","))
    preference = next(iter(line.params.get("PREF", [])), "")
    if "PREF" in types:
        preference = str(_PREFERRED)
    known = re.fullmatch("[0-9]{1,3}", preference, re.ASCII)
    return not types.isdisjoint(_NO_VOICE), int(preference) if known else _NOT_PREFERRED


def _without_uri(text: str) -> str:
    """Return the number of a tel: URI without extension, with its phone-context in front if any."""
    uri = _TEL.fullmatch(text.strip())
    if uri is None:
        return text
    number, context = unquote(uri[1]), _CONTEXT.search(uri[2])
    return context[1] + number if context and not number.startswith("+") else number


def _texts(line: ContentLine) -> list[str]:
    """Return a value's texts, which are separated by commas."""
    from vobject.icalendar import stringToTextValues  # noqa: PLC0415 - most never need it

    texts: list[str] = stringToTextValues(line.value)
    return texts


def _parts(line: ContentLine) -> list[str]:
    """Return a value's parts, which are separated by semicolons; each may be several texts."""
    from vobject.vcard import splitFields  # noqa: PLC0415 - most never need it

    return [part if isinstance(part, str) else " ".join(part) for part in splitFields(line.value)]


def _clean(text: str) -> str:
    """Return a name in one line, without unprintable characters and not too long."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(shown.split())[:_LONGEST_NAME].rstrip()
