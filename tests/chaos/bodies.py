"""Answers that no server should send."""

from functools import partial
import json

from hypothesis import strategies as st

LONG = 10**6

FIELDS = (
    *("extensionnumber", "name", "password", "location", "outgoingcli", "recording", "notes"),
    *("status", "registrationipaddress", "state", "calldirection", "calldurationseconds"),
    *("otherpartyphonenumber", "app", "registrationaddress", "registeredaddress"),
    *("id", "startdatetime", "startdatetimeutc", "durationseconds", "direction", "directiontype"),
    *("callerphonenumber", "callername", "destinationphonenumber", "destinationname", "caller"),
    *("subject", "rating", "audiolengthbytes", "type", "answerdelayms", "audiourl"),
)

any_character = st.characters(exclude_categories=())
texts = st.one_of(
    st.text(any_character, max_size=12),
    st.sampled_from(
        [
            *("../../handset", "..", "100/../101", "100%2f101", "100?name=x", "-5", "_", "--"),
            *("\ud800", "Desk \udfff", "\x00", "\x1b[31mred\n\r", "\u202egnp", "\ufeff100", " "),
            *("1" * 33, "9" * 32, "é" * 300, "0", "idle", "Ringing", "connected to 0491570156"),
            *("2026-10-05 8:05:00", "incoming", "internal", "recorded", "unanswered", "call/4277"),
            *("connected" + " " * 240 + "x", "[::1]:99999999", "1.2.3.4:-1", "true"),
        ]
    ),
)
deep = st.sampled_from([50, 500, 2_000, 100_000])
values = st.one_of(
    texts.map(json.dumps),
    texts.map(partial(json.dumps, ensure_ascii=False)),
    st.sampled_from(['"100"', '"101"', "100", "true", "null", "-5", "1.5", "100.0", "{}", "[]"]),
    st.sampled_from(["NaN", "-Infinity", "1e400", "-0", "9" * 5000, "0." + "3" * 5000]),
    st.sampled_from([f'"{"x" * LONG}"', f'"{"9" * LONG}"', f'"{"\\u00e9" * 1000}"', '"a\x01b"']),
    deep.map(lambda depth: "[" * depth + "]" * depth),
    deep.map(lambda depth: '{"name":' * depth + "1" + "}" * depth),
)
keys = st.one_of(
    st.sampled_from(FIELDS).map(json.dumps),
    st.sampled_from(FIELDS).map(lambda name: json.dumps(f" {name.upper()} ")),
    texts.map(json.dumps),
)
# Pairs, not dictionaries, so that a key may appear twice.
records = st.lists(st.tuples(keys, values), max_size=12).map(
    lambda pairs: "{" + ",".join(f"{key}:{value}" for key, value in pairs) + "}"
)
SOUND = tuple(f'{{"extensionnumber":"{extension}"}}' for extension in (100, 101, 102))
answers = st.one_of(
    records,
    st.lists(st.one_of(records, records, values, st.sampled_from(SOUND)), max_size=6).map(
        lambda array: f"[{','.join(array)}]"
    ),
)
bodies = st.one_of(
    answers.map(lambda text: text.encode(errors="surrogatepass")),
    st.tuples(answers, st.integers(0, 60)).map(
        lambda cut: cut[0].encode(errors="surrogatepass")[: -cut[1] or None]
    ),
    answers.map(lambda text: b"\xef\xbb\xbf" + text.encode(errors="replace")),
    answers.map(lambda text: text.encode("utf-16", errors="replace")),
    st.binary(max_size=200),
    st.sampled_from([b" " * LONG, b"[" + b"{}," * LONG, b"[" + b"1," * 6000 + b"1]"]),
)
