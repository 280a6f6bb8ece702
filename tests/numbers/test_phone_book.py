"""Read and write vCard files."""

from collections.abc import Sequence

from hypothesis import example, given, strategies as st
import pytest

from custom_components.jingl.numbers.contacts import Contact
from custom_components.jingl.numbers.phone_book import (
    PhoneBook,
    read_phone_book,
    write_phone_book,
)

JANE = "FN:Jane\r\nTEL:0409 123 456"
KEPT_JANE = Contact(name="Jane", numbers=("+61409123456",))


def card(*lines: str, version: str = "3.0") -> str:
    """Return a card with these lines."""
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def read(content: str | bytes, region: str = "AU", handsets: Sequence[str] = ()) -> PhoneBook:
    """Read a file."""
    content = content.encode() if isinstance(content, str) else content
    return read_phone_book(content, region=region, handsets=handsets)


def names(content: str | bytes) -> list[str]:
    """Return the names in a file, none of which may be skipped."""
    book = read(content)
    assert book.skipped == 0
    return [contact.name for contact in book.contacts]


def numbers(*lines: str, region: str = "AU", handsets: Sequence[str] = ()) -> list[str]:
    """Return the numbers of a card with these lines."""
    (contact,) = read(card("FN:Jane", *lines), region, handsets).contacts
    return list(contact.numbers)


def one_of_every_version() -> str:
    return "".join(
        [
            card(
                "N:Smith;Jane;;;",
                "TEL;HOME;VOICE:(03) 9123 4567",
                "TEL;CELL;PREF:0409 123 456",
                version="2.1",
            ),
            card(
                "N:Smith;Bob;;;",
                "FN:Bob Smith",
                "item1.TEL;type=CELL;type=VOICE;type=pref:+61 412 345 678",
                "item1.X-ABLabel:_$!<Mobile>!$_",
                "NICKNAME:Bobby,Rob",
                "CATEGORIES:myContacts,starred",
                "UID:1",
            ),
            card(
                "FN:Anna Müller",
                'TEL;VALUE=uri;TYPE="voice,home":tel:+49-40-1234567;ext=101',
                "TEL;VALUE=uri;PREF=1;TYPE=cell:tel:+61-498-765-432",
                version="4.0",
            ),
        ]
    )


def test_a_file_of_every_version_is_read() -> None:
    assert read(one_of_every_version()) == PhoneBook(
        contacts=[
            Contact(name="Jane Smith", numbers=("+61409123456", "+61391234567")),
            Contact(
                name="Bob Smith",
                numbers=("+61412345678",),
                aliases=("Bobby", "Rob"),
                favourite=True,
            ),
            Contact(name="Anna Müller", numbers=("+61498765432", "+49401234567")),
        ],
        skipped=0,
    )


def test_cards_beyond_a_phone_books_limit_are_skipped() -> None:
    cards = [card(f"FN:Person {place}", f"TEL:{200_000 + place}") for place in range(5000)]
    full = read("".join([*cards[:3], card("FN:Nobody"), *cards[3:]]))
    assert (len(full.contacts), full.skipped, full.is_cut) == (5000, 1, False)
    cut = read("".join([*cards, *[card("FN:Last", "TEL:101")] * 2]))
    assert (len(cut.contacts), cut.skipped, cut.is_cut) == (5000, 2, True)
    assert cut.contacts == full.contacts


class TestNames:
    """A person's name."""

    @pytest.mark.parametrize(
        ("lines", "name"),
        [
            (["FN:Jane Smith", "N:Other;Name;;;"], "Jane Smith"),
            (["N:Smith;Jane;Mary;Dr;PhD"], "Jane Mary Smith"),
            (["FN:", "N:Smith;;;;"], "Smith"),
            (["N:Smith"], "Smith"),
            (["ORG:Acme\\, Ltd.;Sales"], "Acme, Ltd. Sales"),
            (["NICKNAME:Mum"], "Mum"),
            # As 2.1 allows, and as later versions require.
            (["FN:Smith, Jane"], "Smith, Jane"),
            (["FN:Smith\\, Jane"], "Smith, Jane"),
            (["fn:Jane"], "Jane"),
            (["FN:Jane\\nSmith \t of\\NX"], "Jane Smith of X"),
            (["FN:Ja\x00ne\u202e\u200b"], "Ja ne"),
            (["FN:J" + "a" * 300], "J" + "a" * 254),
            (['FN;X-A="b:c;d";X-E=f,g:Jane'], "Jane"),
        ],
    )
    def test_a_name_is_taken_from_whatever_is_there(self, lines: list[str], name: str) -> None:
        assert names(card(*lines, "TEL:101")) == [name]

    def test_a_nickname_equal_to_the_name_is_not_an_alias(self) -> None:
        content = card("FN:Jane", "NICKNAME:Jane, Mum ,,Mum", "TEL:101")
        assert read(content).contacts[0].aliases == ("Mum",)

    @pytest.mark.parametrize(
        ("category", "is_favourite"),
        [
            ("starred", True),
            ("Favorites", True),
            ("FAVOURITE", True),
            ("friends", False),
            ("not starred", False),
        ],
    )
    def test_a_favourite_is_recognised_by_its_category(
        self, category: str, is_favourite: bool
    ) -> None:
        content = card(JANE, f"CATEGORIES:work, {category}")
        assert read(content).contacts[0].favourite is is_favourite


class TestText:
    """How names are written in files."""

    @pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
    def test_a_folded_line_is_one_line(self, end: str) -> None:
        content = card("FN:Jane Sm", " ith", "\t-Jones", "TEL:101").replace("\r\n", end)
        assert names(content) == ["Jane Smith-Jones"]

    def test_a_line_folded_within_a_letter_is_one_line(self) -> None:
        content = card("FN:Mü?ller", "TEL:101").encode().replace(b"\xbc?", b"\r\n \xbc")
        assert names(content) == ["Müller"]

    @pytest.mark.parametrize(
        "line",
        [
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen",
            "FN;ENCODING=quoted-printable:J=C3=BCrgen",
            "FN;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:J=FCrgen",
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=\r\n=BCrgen",
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BC=\r\nrge=\r\nn",
        ],
    )
    def test_quoted_printable_is_decoded(self, line: str) -> None:
        assert names(card(line, "TEL:101", version="2.1")) == ["Jürgen"]

    @pytest.mark.parametrize(
        ("line", "encoding"),
        [
            ("FN:Jürgen", "utf-8"),
            ("FN:Jürgen", "utf-8-sig"),
            ("FN:Jürgen", "utf-16"),
            ("FN:Jürgen", "latin-1"),
            ("FN;CHARSET=ISO-8859-1:Jürgen", "latin-1"),
            ("FN;CHARSET=CP437:Jürgen", "cp437"),
            # Its declaration is wrong.
            ("FN;CHARSET=US-ASCII:Jürgen", "utf-8"),
        ],
    )
    def test_a_name_may_be_in_any_character_set(self, line: str, encoding: str) -> None:
        assert names(card(line, "TEL:101").encode(encoding)) == ["Jürgen"]

    def test_concatenated_files_are_read_as_one(self) -> None:
        one, other = card("FN:Jane", "TEL:101"), card("FN:Bob", "TEL:102")
        assert names(one.encode("utf-8-sig") + other.encode("utf-8-sig")) == ["Jane", "Bob"]

    def test_text_around_the_cards_is_ignored(self) -> None:
        content = f"FN:Nobody\nTEL:101\n{card(JANE)}\nBEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCARD\n"
        assert read(content) == PhoneBook(contacts=[KEPT_JANE], skipped=0)

    def test_photos_are_ignored(self) -> None:
        folded = "PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(["A" * 74] * 5000)
        unfolded = "PHOTO;ENCODING=BASE64;JPEG:\r\n" + "\r\n".join(["A" * 74] * 5000) + "\r\n"
        assert names(card(folded, "FN:Jane", unfolded, "TEL:101")) == ["Jane"]


class TestNumbers:
    """A person's numbers."""

    @pytest.mark.parametrize(
        ("value", "number"),
        [
            ("(03) 9123-4567", "+61391234567"),
            ("+44 20 7946 0958", "+442079460958"),
            ("13 12 13", "+61131213"),
            ("101", "101"),
            ("*98", "*98"),
            ("tel:+61-3-9123-4567", "+61391234567"),
            ("TEL:+61391234567;ext=101", "+61391234567"),
            ("tel:9123-4567;phone-context=+61-3", "+61391234567"),
            ("tel:9123-4567;isub=1;phone-context=+613", "+61391234567"),
            ("tel:+61391234567;phone-context=+44", "+61391234567"),
            ("tel:101;phone-context=pbx.example.com", "101"),
            ("tel:%2B61391234567", "+61391234567"),
        ],
    )
    def test_an_international_number_is_kept_as_it_is_in_any_country(
        self, value: str, number: str
    ) -> None:
        assert numbers(f"TEL;VALUE=uri:{value}") == [number]

    def test_a_number_is_written_as_in_the_country_of_home_assistant(self) -> None:
        assert numbers("TEL:020 7946 0958", region="GB") == ["+442079460958"]

    def test_a_handset_with_a_long_extension_is_recognised(self) -> None:
        assert numbers("TEL:101", "TEL:12345678") == ["101"]
        assert numbers("TEL:101", "TEL:12345678", handsets=["12345678"]) == ["101", "12345678"]

    def test_the_preferred_number_comes_first_and_a_fax_last(self) -> None:
        assert numbers(
            "TEL;TYPE=FAX,PREF:101", "TEL;PREF=2:102", "TEL:103", "TEL;PREF=1:104", "TEL;PREF=x:105"
        ) == ["104", "102", "103", "105", "101"]

    def test_numbers_that_cannot_be_called_and_duplicates_are_left_out(self) -> None:
        assert numbers(
            "TEL:0409 123 456", "TEL:+61 409 123 456", "TEL:9123 4567", "TEL:0409123456,,1", "TEL:"
        ) == ["+61409123456"]


BROKEN = {
    "without a name": ["TEL:101"],
    "without letters in its name": ["FN:\\n", "TEL:101"],
    "without a number": ["FN:Jane"],
    "without a complete number": ["FN:Jane", "TEL:9123 4567"],
    "with an address for a number": ["FN:Jane", "TEL;VALUE=uri:sip:jane@example.com"],
    "with a line that goes on and on": [f"FN:{'a' * 5000}", "TEL:101"],
    "with a line that is folded on and on": ["FN:" + "\r\n ".join("a" * 5000), "TEL:101"],
    "with a line that is quoted on and on": [
        "FN;QUOTED-PRINTABLE:" + "=\r\n".join("a" * 5000),
        "TEL:101",
    ],
    "in an unknown character set": ["FN;CHARSET=X-1;QUOTED-PRINTABLE:Jane", "TEL:101"],
    "in something that is no character set": ["FN;CHARSET=rot13;QUOTED-PRINTABLE:Jane", "TEL:101"],
    "in another character set than it says": [
        "FN;CHARSET=UTF-8;QUOTED-PRINTABLE:J=FCrgen",
        "TEL:101",
    ],
    "with a parameter of no known form": ["FN:Jane", 'TEL;TYPE="HOME:101'],
    # vobject alone would be at this for years.
    "with a parameter made to be read in many ways": ["FN:Jane", "TEL;A" + "=a" * 200],
}


class TestBrokenCards:
    """A broken card affects only itself."""

    @pytest.mark.parametrize("lines", BROKEN.values(), ids=BROKEN)
    def test_a_broken_card_is_skipped_and_counted(self, lines: list[str]) -> None:
        content = card("FN:Anna", "TEL:102") + card(*lines) + card("FN:Bob", "TEL:103")
        book = read(content)
        assert {"Anna", "Bob"} == {contact.name for contact in book.contacts}
        assert book.skipped == 1

    def test_a_card_that_does_not_end_is_skipped_and_counted(self) -> None:
        content = card(JANE).replace("END:VCARD", "") + card("FN:Bob", "TEL:102") + "BEGIN:VCARD\n"
        book = read(content)
        assert [contact.name for contact in book.contacts] == ["Bob"]
        assert book.skipped == 2

    def test_if_a_card_is_within_another_the_inner_one_is_read(self) -> None:
        book = read(card("FN:Anna", "AGENT:", card(JANE), "TEL:102"))
        assert book == PhoneBook(contacts=[KEPT_JANE], skipped=1)

    def test_a_duplicate_card_is_read_once(self) -> None:
        same = card("FN:JANE", "TEL:+61 409 123 456")
        assert read(card(JANE) + same) == PhoneBook(contacts=[KEPT_JANE], skipped=1)

    def test_two_people_with_the_same_name_stay_two(self) -> None:
        assert names(card("FN:Jane", "TEL:101") + card("FN:Jane", "TEL:102")) == ["Jane", "Jane"]

    @pytest.mark.parametrize("content", [b"", b"\x00\xff" * 99, b"PK\x03\x04", b"name,number\n"])
    def test_a_file_that_is_not_a_vcard_gives_nothing(self, content: bytes) -> None:
        assert read(content) == PhoneBook(contacts=[], skipped=0)

    @given(
        st.lists(
            st.sampled_from(
                [
                    *(
                        "BEGIN:VCARD",
                        "END:VCARD",
                        "VERSION:2.1",
                        "FN:Jane",
                        "N:Smith;Jane",
                        "TEL:101",
                    ),
                    *(
                        "FN",
                        "N",
                        "TEL",
                        "ORG",
                        "CATEGORIES",
                        "NICKNAME",
                        ":",
                        ";",
                        ",",
                        "=",
                        "\\",
                        '"',
                    ),
                    *(
                        "CHARSET=",
                        "UTF-16",
                        "ENCODING=",
                        "QUOTED-PRINTABLE",
                        "BASE64",
                        "TYPE=",
                        "PREF=",
                    ),
                    *(
                        "\r\n",
                        "\r",
                        "\n",
                        "\r\n ",
                        "=\r\n",
                        "=FC",
                        "\x00",
                        "\x85",
                        "ü",
                        "tel:",
                        "%",
                    ),
                ]
            )
            | st.text(max_size=5),
            max_size=40,
        ).map("".join),
        st.sampled_from(["utf-8", "latin-1", "utf-16"]),
    )
    @example("BEGIN:VCARD\nFN;ENCODING=BASE64;QUOTED-PRINTABLE:=\n\nTEL:101\nEND:VCARD", "utf-8")
    def test_no_file_content_raises_an_error(self, text: str, encoding: str) -> None:
        garbled = card(text).encode(encoding, "replace")
        book = read(garbled + b"\r\n" + card("FN:Bob", "TEL:102").encode(encoding))
        for contact in book.contacts:
            assert contact.name == contact.name.strip()
            assert contact.name.isprintable()
            assert all(contact.numbers)


# --- Writing

someone = st.text(min_size=1, max_size=60).map(
    lambda text: " ".join("".join(c if c.isprintable() else " " for c in text).split())
)
anybody = st.builds(
    Contact,
    name=someone.filter(bool),
    numbers=st.lists(
        st.sampled_from(["+61409123456", "+61391234567", "+442079460958", "101", "*98"]),
        min_size=1,
        max_size=3,
        unique=True,
    ).map(tuple),
    aliases=st.lists(someone.filter(bool), max_size=3, unique=True).map(tuple),
    favourite=st.booleans(),
)


@given(
    st.lists(anybody, max_size=5, unique_by=lambda one: (one.name.casefold(), one.numbers)).map(
        lambda people: [one for one in people if one.name not in one.aliases]
    )
)
@example([Contact(name="a;b,c\\n:d\\", numbers=("101",), aliases=("e,f", "g;h"))])
@example([Contact(name="日本語" * 20, numbers=("101",))])
def test_a_written_phone_book_reads_back_unchanged(contacts: list[Contact]) -> None:
    written = write_phone_book(contacts, region="AU")
    assert read(written) == PhoneBook(contacts=contacts, skipped=0)


def test_a_card_is_written_so_that_every_phone_reads_it() -> None:
    jane = Contact(
        name="Jane Smith",
        numbers=("0409 123 456", "+61 409 123 456", "101"),
        aliases=("Mum",),
        favourite=True,
    )
    assert write_phone_book([jane], region="AU").split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "CATEGORIES:favourite",
        "FN:Jane Smith",
        "N:;Jane Smith;;;",
        "NICKNAME:Mum",
        "TEL:+61409123456",
        "TEL:101",
        "END:VCARD",
        "",
    ]


def test_nobody_is_written_twice_or_without_a_name() -> None:
    people = [
        Contact(name="Jane", numbers=("0409 123 456",), favourite=True),
        Contact(name="jane", numbers=("+61409123456",)),
        Contact(name="", numbers=("101",)),
    ]
    written = read(write_phone_book(people, region="AU"))
    assert written.contacts == [Contact(name="Jane", numbers=("+61409123456",), favourite=True)]


def test_a_number_that_is_no_longer_understood_is_written_as_it_is() -> None:
    jane = Contact(name="Jane", numbers=("020 7946 0958",))
    assert "TEL:020 7946 0958\r\n" in write_phone_book([jane], region="AU")
    assert "TEL:+442079460958\r\n" in write_phone_book([jane], region="GB")
