"""English, as spoken in Australia."""

from typing import Final

from .language import Answers, Day, Language, Replies, Request

_ASK: Final = "[please] [(can|could|would) you|(I want|we want|I'd like|I would like) to] [please]"
_DIAL: Final = f"{_ASK} (call|phone|dial|ring up)"
_TRANSFER: Final = f"{_ASK} (transfer|forward|put through)"
_THE_CALL: Final = "(the|this|my) [phone] call"
_THE_CALLER: Final = "(him|her|them|the caller)"
_PUT: Final = f"[please] put ({_THE_CALL}|{_THE_CALLER})"
_THEM: Final = "(him|her|them|the caller|(the|my) last [missed] (call|caller))"
_CALL_BACK: Final = f"{_ASK} (call|phone|ring) (back [{_THEM}]|{_THEM} back)"
_PHONE: Final = "(phone|handset|telephone)"
_FROM: Final = f"((from|using) {{handset}}|on {{handset}} {_PHONE} [please])"
_ANYONE: Final = "(anyone|anybody|someone|somebody)"
_WHO_IS: Final = "(who is|who's)"
_NOW: Final = "[right] [now|at the moment]"
_CALLED: Final = f"(who (called|phoned)|(did|has) {_ANYONE} (call[ed]|phone[d]))"
_RANG: Final = f"(who rang|(did|has) {_ANYONE} (ring|rung))"
_GOT: Final = "did (I|we) (get|have|receive) (a|any|some) [phone] call[s]"
_MISSED: Final = (
    "((did|have) (I|we) miss[ed] (a|any|some|the) [phone] call[s]"
    "|[how many|(do|did) (I|we) have|have (I|we) got|are there|were there] [any] missed calls"
    "|how many missed calls ((do|did) (I|we) have|have (I|we) got|are there|were there)"
    "|(who|whose call[s]|how many [phone] calls) (did|have) (I|we) miss[ed])"
)
_TALK: Final = "last (talk|speak) (to|with)"

_WEEKDAYS: Final = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)

_BELOW_TWENTY: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"

_SMALL: Final = {word: str(value) for value, word in enumerate(_BELOW_TWENTY.split())}
_FIRST_DIGITS: Final = {word: str(value) for value, word in enumerate(_TENS.split(), start=2)}

ENGLISH: Final = Language(
    code="en",
    sentences={
        # A name may be anything, even a day: so sentences without one come first.
        Request.MISSED_CALLS: (
            f"{_MISSED} [{{day}}]",
            f"{_MISSED} [today] (on|at|for) {{handset}} [{{day}}]",
            "(did|has|have) {handset} miss[ed] (a|any|some|the) [phone] call[s] [{day}]",
            "how many missed calls (does|did) {handset} have [{day}]",
            "how many [phone] calls (did|has|have) {handset} miss[ed] [{day}]",
        ),
        Request.WHO_CALLED: (
            # Nothing else may follow: "who rang at the door" isn't about calls.
            f"({_CALLED}|{_RANG}|{_GOT}) [me|us|here] [{{day}}]",
            f"({_CALLED}|{_GOT}) [me|us|here] [today] (on|at|for) {{handset}} [{{day}}]",
            f"{_CALLED} {{handset}} [{{day}}]",
        ),
        Request.DID_CALL: (
            "(did|has) {party} (call[ed]|phone[d]) [me|us|here] [{day}]",
            "when did {party} last (call|phone) [me|us|here]",
        ),
        Request.LAST_TALKED: (
            f"when did I {_TALK} {{party}}",
            f"when did {{handset}} {_TALK} {{party}}",
        ),
        Request.WHO_IS_ON_THE_PHONE: (
            f"({_WHO_IS}|is {_ANYONE}) on the phone {_NOW}",
            f"({_WHO_IS}|is {_ANYONE}) (calling|ringing) [me|us] {_NOW}",
        ),
        Request.IS_ON_THE_PHONE: (
            f"{_WHO_IS} {{party}} on the phone (to|with) {_NOW}",
            f"{_WHO_IS} {{party}} (talking|speaking) (to|with) [on the phone] {_NOW}",
            f"is {{party}} on the phone {_NOW}",
            f"is {{party}} (on|in) a [phone] call {_NOW}",
        ),
        Request.TRANSFER: (
            f"{_TRANSFER} {_THE_CALL} from {{handset}} to {{callee}}",
            f"{_TRANSFER} {_THE_CALL} to {{callee}} [from {{handset}}]",
            f"{_TRANSFER} {_THE_CALLER} to {{callee}}",
            f"{_TRANSFER} {{handset}} [phone] call to {{callee}}",
            f"{_PUT} (on|at|from) {{handset}} through to {{callee}}",
            f"{_PUT} through to {{callee}}",
        ),
        Request.CALL_BACK: (f"{_CALL_BACK} [{_FROM}]",),
        Request.HANG_UP: (
            f"{_ASK} (hang up [(the|this|my) (call|phone)]|hang the phone up|end {_THE_CALL})",
        ),
        Request.CALL: (
            "from {handset} (call|phone|dial|ring up) {callee}",
            "use {handset} to (call|phone|dial|ring up) {callee}",
            "[please] give {callee} a [phone] (call|ring) [from {handset}]",
            "[please] (make|place|start) a [phone] call from {handset} to {callee}",
            "[please] (make|place|start) a [phone] call to {callee} [from {handset}]",
            f"{_DIAL} {{callee}} [{_FROM}]",
        ),
    },
    sentences_with_names={
        Request.WHO_CALLED: (f"{_RANG} {{handset}} [{{day}}]",),
        # The doorbell rings, too.
        Request.DID_CALL: ("(did|has) {party} (ring|rung) [me|us|here] [{day}]",),
        Request.CALL: (
            f"{_ASK} ring {{callee}} {_FROM}",
            f"{_ASK} ring {{callee}} [{_PHONE}] [back|again|for me|now] [please]",
        ),
        Request.IS_ON_THE_PHONE: (f"is {{party}} [phone|line] (busy|engaged|free|idle) {_NOW}",),
        Request.TRANSFER: (f"{_ASK} put {{handset}} through to {{callee}}",),
    },
    please="please",
    between={"from", "using"},
    before={"the", "a", "an", "my", "our", "your", "number", "extension"},
    after={
        *("please", "for me", "back", "again", "now", "right now"),
        *("phone", "handset", "telephone"),
    },
    mine={"my phone", "my handset", "my own phone", "my telephone", "mine", "i"},
    ours={"we", "us", "anyone", "anybody", "someone", "somebody"},
    days={
        "today": Day(),
        "this morning": Day(end_hour=12),
        "this afternoon": Day(first_hour=12, end_hour=18),
        "this evening": Day(first_hour=17),
        "yesterday": Day(ago=1),
        "last night": Day(ago=1, first_hour=18, end_hour=30),
        **{f"on {name}": Day(weekday=number) for number, name in enumerate(_WEEKDAYS)},
        **{
            f"last {name}": Day(weekday=number, is_over=True)
            for number, name in enumerate(_WEEKDAYS)
        },
    },
    weekdays=_WEEKDAYS,
    months=_MONTHS,
    answers=Answers(
        yes={"yes", "yes please", "yeah", "yep", "sure", "correct", "that's right"},
        no={
            *("no", "no thanks", "no thank you", "nope", "neither", "none of them"),
            *("cancel", "forget it", "never mind", "nevermind"),
        },
        ordinals=[
            {word, f"{word} one"}
            for word in ("first", "second", "third", "fourth", "fifth", "sixth")
        ],
    ),
    numbers={
        "oh": "0",
        "o": "0",
        "nil": "0",
        "nought": "0",
        "naught": "0",
        **_SMALL,
        **{ten: f"{value}0" for ten, value in _FIRST_DIGITS.items()},
        **{
            f"{ten} {word}": value + digit
            for ten, value in _FIRST_DIGITS.items()
            for word, digit in _SMALL.items()
            if digit in "123456789"
        },
        # 1800 begins with "eighteen hundred".
        **{
            f"{word} hundred": f"{value}00"
            for spoken, value in _SMALL.items()
            if value != "0"
            for word in (spoken, value)
        },
        **{
            f"{word} thousand": f"{value}000"
            for word, value in _SMALL.items()
            if value in "123456789"
        },
        "and": "",
        "plus": "+",
        "star": "*",
        "asterisk": "*",
        "hash": "#",
    },
    possessive="'s",
    repeats={"double": 2, "triple": 3, "treble": 3},
    durations=(("hour", "hours"), ("minute", "minutes"), ("second", "seconds")),
    replies=Replies(
        calling="Calling {callee} from {handset}.",
        calling_number="Calling {callee}, {number}, from {handset}.",
        transferring="Transferring the call on {handset} to {callee}.",
        transferring_number="Transferring the call on {handset} to {callee}, {number}.",
        whom="I didn't catch who to call. Say the whole sentence again.",
        not_understood="I didn't understand that.",
        which_callee="Do you mean {choices}?",
        which_handset="Which phone should I use: {choices}?",
        nobody="I don't know anyone called {name}.",
        no_such_handset="I don't know a phone called {name}.",
        did_you_mean="Did you mean {choices}?",
        dropped="Okay.",
        no_handsets="No phones are exposed to voice assistants.",
        not_permitted="You're not allowed to use {handset}.",
        withheld="The last call that {handset} missed was from a withheld number.",
        cannot_hang_up="I can't hang up. Use the phone instead.",
        nobody_on_the_phone="Nobody is on the phone.",
        talking="{handset} is talking to {party}.",
        holding="{handset} has {party} on hold.",
        ringing="{party} is calling {handset}.",
        dialling="{handset} is calling {party}.",
        application="{handset} is connected to {party}.",
        service="an automated service",
        idle="{handset} isn't on the phone.",
        offline="{handset} is offline.",
        state_unknown="I can't tell what {handset} is doing right now.",
        not_with_you="{party} isn't talking to any of your phones.",
        somebody="an unknown number",
        none_missed="No missed calls {period}.",
        none_missed_by="{handset} didn't miss any calls {period}.",
        one_missed="One missed call: {calls}.",
        missed="{count} missed calls: {calls}.",
        nobody_called="Nobody called {period}.",
        nobody_called_handset="Nobody called {handset} {period}.",
        one_call="One call: {calls}.",
        calls="{count} calls: {calls}.",
        called="{party} called {handset} {moment}",
        talked="{party} and {handset} talked {moment}",
        did_not_call="{party} didn't call {period}.",
        last_talked="{handset} last talked to {party} {moment}.",
        has_not_talked="{handset} didn't talk to {party} {period}.",
        nobody_talked="Nobody talked to {party} {period}.",
        only_remembered="I only know about calls {period}.",
        more="and {count} more",
        at="at {time}",
        day_at="{day} at {time}",
        yesterday="yesterday",
        on_weekday="on {weekday}",
        on_date="on {day} {month}",
        last_day="in the last 24 hours",
        last_days="in the last {count} days",
        named_like_number="{name} (extension {extension})",
        alternative="{first} or {last}",
        together="{first} and {last}",
        another="another",
    ),
    refusals={
        **{
            key: f"I'm not allowed to call {numbers}. An administrator can allow it in Jingl's"
            " options."
            for key, numbers in {
                "dial_handset_refused": "your handsets",
                "dial_contact_refused": "contacts",
                "dial_national_refused": "landline numbers that aren't contacts",
                "dial_mobile_refused": "mobile numbers that aren't contacts",
                "dial_freephone_refused": "freephone and local rate numbers that aren't contacts",
                "dial_international_refused": "international numbers that aren't contacts",
                "dial_premium_refused": "premium numbers",
                "dial_short_code_refused": "short codes, or extensions that aren't contacts",
                "dial_denied": "this number",
            }.items()
        },
        "dial_emergency_refused": (
            "I'm not allowed to call emergency numbers. In an emergency, dial triple zero on a"
            " phone."
        ),
        "too_many_calls": "That's too many calls. Try again in {wait}, or use a phone.",
        "handset_itself": "{handset} can't call itself.",
        "invalid_number": "{number} isn't a complete phone number.",
        "handset_unavailable": "{handset} is unavailable right now.",
        "handset_not_registered": "{handset} is offline. Check that the phone is on and connected.",
        "no_connected_call": "{handset} isn't on a call.",
        "number_refused": "Jingl refused to call this number from {handset}.",
        "outcome_unknown": (
            "I'm not sure whether {handset} did it. Look at the phone before you try again."
        ),
        "cannot_connect": "I can't reach Jingl, so nothing was done.",
        "rate_limited": "Jingl is busy. Try again later.",
        "login_not_allowed": "Jingl doesn't let this login do that.",
    },
)
