"""What may be dialled."""

from hypothesis import example, given, strategies as st
import pytest

from custom_components.jingl.dial_policy import normalise_number, text_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0409123456", "0409123456"),
        ("0409 123 456", "0409123456"),
        ("(03) 9123-4567", "0391234567"),
        ("+61 409 123 456", "+61409123456"),
        ("+61.409.123.456", "+61409123456"),
        ("[03] 9123\u20134567", "0391234567"),
        ("0409\u00a0123\u202f456", "0409123456"),
        ("\n 13 12 13 \t", "131213"),
        ("101", "101"),
        ("*97", "*97"),
        ("#31#0409123456", "#31#0409123456"),
        # As a phone copies it.
        ("\u202a+61 409 123 456\u202c", "+61409123456"),
        ("1" * 32, "1" * 32),
    ],
)
def test_a_number_is_dialled_without_what_people_write_between_the_digits(
    text: str, number: str
) -> None:
    assert normalise_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "+",
        "++61409123456",
        "61+409123456",
        "1" * 33,
        "1300 JINGL",
        "0409123456 ext. 7",
        "0409123456,,1",
        "sip:101@jingl.com.au",
        "tel:0409123456",
        "101&callbarge=102",
        "101\n102",
        "101\t102",
        "10\x001",
        "٠٤٠٩١٢٣٤٥٦",
        "\uff11\uff10\uff11",
        "½",
    ],
)
def test_what_is_no_number_is_not_dialled(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a phone number$"):
        normalise_number(text)


@given(text=st.text() | st.text("+0123456789*#-. ()", max_size=40))
def test_what_is_dialled_is_clean_and_stays_as_it_is(text: str) -> None:
    try:
        number = normalise_number(text)
    except ValueError:
        return
    assert set(number) <= set("+0123456789*#")
    assert [char for char in text if char in "+0123456789*#"] == list(number)
    assert normalise_number(number) == number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0409123456", "0409123456"),
        ("anything", "anything"),
        (0, "0"),
        (101, "101"),
        (131213, "131213"),
        (1300975707, "1300975707"),
        (1800123456, "1800123456"),
        # What a template makes of "+61409123456".
        (61409123456, "+61409123456"),
        (442079460000, "+442079460000"),
    ],
)
def test_a_number_that_became_an_integer_is_a_text_again(value: object, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize("value", [True, False, None, 1.0, -101, ["101"], b"101"])
def test_what_is_neither_text_nor_integer_is_no_number(value: object) -> None:
    with pytest.raises(ValueError, match=r"^not a phone number$"):
        text_of(value)


@pytest.mark.parametrize("value", [1234567, 491570156, 0o312345670, 0o212345670])
def test_a_number_that_lost_its_leading_zero_is_not_guessed(value: int) -> None:
    with pytest.raises(ValueError, match="leading zero"):
        text_of(value)


@given(value=st.integers(2_000_000_000, 9_999_999_999))
@example(6561234567)  # what a template makes of "+6561234567", a number in Singapore
@example(4512345678)
@example(9999999999)
@example(2000000000)
def test_a_number_as_long_as_a_national_one_that_may_be_from_abroad_is_not_guessed(
    value: int,
) -> None:
    with pytest.raises(ValueError, match=r"^a number that lost its leading zero or \+$"):
        text_of(value)


@given(value=st.integers(1_000_000_000, 1_999_999_999))
@example(1000000000)
@example(1999999999)
def test_a_service_number_is_dialled_as_it_is(value: int) -> None:
    assert text_of(value) == str(value)


@given(digits=st.text("01234567", min_size=10, max_size=13))
def test_no_international_number_that_yaml_reads_as_octal_is_dialled(digits: str) -> None:
    with pytest.raises(ValueError, match="leading zero"):
        text_of(int(f"0011{digits}", 8))


@given(digits=st.text("01234567", min_size=9, max_size=9))
def test_no_national_number_that_yaml_reads_as_octal_is_dialled(digits: str) -> None:
    """Only numbers with an area code or of mobiles, which do not begin with two zeros."""
    if digits.startswith("0"):
        digits = f"3{digits[1:]}"
    with pytest.raises(ValueError, match="leading zero"):
        text_of(int(f"0{digits}", 8))
