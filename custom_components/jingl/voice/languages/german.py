"""German."""

from typing import Final

from .language import Answers, Day, Language, Replies, Request

_CALL: Final = "[bitte] (ruf|rufe) [bitte|mal]"
_FROM: Final = "(von|vom)"
_TO: Final = "(zu|zum|zur|an|mit)"
_THE_CALL: Final = "((den|diesen|meinen) Anruf|(das|dieses|mein) Gespräch)"
_ON: Final = "(von|vom|(vom|mit dem|auf dem) (Telefon|Apparat) (von|vom|im|in|am))"
_WANT: Final = "((kannst|könntest|würdest) du [bitte]|ich (möchte|will|würde) [gern[e]])"
_THEM: Final = "(ihn|sie|den Anrufer|den letzten [verpassten] (Anruf|Anrufer))"
_SOMEBODY: Final = "(wer|jemand)"
_WHO_HAS: Final = "(wer hat|hat jemand)"
_AT: Final = "(am|an|auf|bei|beim|in)"
_MISSED: Final = (
    "(habe|hab|haben) (ich|wir) [{day}] (einen Anruf|Anrufe|[irgend]welche Anrufe) verpasst",
    "[gibt es|gab es|habe ich|haben wir] [{day}] [irgendwelche] verpasste[n] Anrufe",
    "wie viele verpasste[n] Anrufe [gibt es|gab es|habe ich|haben wir] [{day}]",
    "(wen|wessen Anruf[e]|wie viele Anrufe) (habe|hab|haben) (ich|wir) [{day}] verpasst",
)
_LAST: Final = "(zuletzt|das letzte Mal)"
_TALKED: Final = "(gesprochen|telefoniert)"

_WEEKDAYS: Final = (
    *("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
)
_MONTHS: Final = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September"),
    *("Oktober", "November", "Dezember"),
)
_MORNING: Final = Day(end_hour=12)

_BELOW_TWENTY: Final = (
    "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn"
    " sechzehn siebzehn achtzehn neunzehn"
)
_TENS: Final = "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig"

_SMALL: Final = {word: str(value) for value, word in enumerate(_BELOW_TWENTY.split())}
_FIRST_DIGITS: Final = {word: str(value) for value, word in enumerate(_TENS.split(), start=2)}
# As the first part of a longer word.
_FIRST: Final = {
    word.replace("eins", "ein"): value for word, value in _SMALL.items() if value > "0"
}
_BELOW_HUNDRED: Final = {
    **_SMALL,
    **{ten: f"{value}0" for ten, value in _FIRST_DIGITS.items()},
    **{
        f"{word}und{ten}": value + digit
        for ten, value in _FIRST_DIGITS.items()
        for word, digit in _FIRST.items()
        if len(digit) == 1
    },
}
_HUNDREDS: Final = {
    "hundert": "1",
    **{f"{word}hundert": value for word, value in _FIRST.items()},
}

GERMAN: Final = Language(
    code="de",
    sentences={
        Request.MISSED_CALLS: (
            # A day comes before a name: that may be anything.
            *_MISSED,
            *(f"{each.replace('{day}', 'heute')} {_AT} {{handset}} [{{day}}]" for each in _MISSED),
            "hat {handset} [{day}] (einen Anruf|Anrufe|[irgend]welche Anrufe) verpasst",
            "wie viele verpasste Anrufe hat {handset} [{day}]",
            "wie viele Anrufe hat {handset} [{day}] verpasst",
        ),
        Request.WHO_CALLED: (
            f"{_WHO_HAS} [mich|uns|hier] [{{day}}] [hier] angerufen",
            f"{_WHO_HAS} [mich|uns|hier] [heute] angerufen {_AT} {{handset}}",
            f"{_WHO_HAS} [{{day}}] [{_AT}] {{handset}} [{{day}}] angerufen",
        ),
        Request.DID_CALL: (
            "hat {party} [mich|uns|hier] [{day}] angerufen",
            f"wann hat {{party}} [mich|uns|hier] {_LAST} angerufen",
        ),
        Request.LAST_TALKED: (
            f"wann (habe|hab) ich {_LAST} mit {{party}} {_TALKED}",
            f"wann (hat|haben) {{handset}} {_LAST} mit {{party}} {_TALKED}",
        ),
        Request.WHO_IS_ON_THE_PHONE: (
            f"{_SOMEBODY} telefoniert [gerade|jetzt]",
            "telefoniert [gerade|jetzt] jemand",
            "(wer ist|ist jemand) [gerade|jetzt] am (Telefon|Apparat)",
            "(wer ruft|ruft jemand) [gerade|jetzt] an",
        ),
        Request.IS_ON_THE_PHONE: (
            "mit wem (telefoniert|spricht) [gerade] {party}",
            "ist {party} am (Telefon|Apparat)",
            "telefoniert {party}",
        ),
        Request.TRANSFER: (
            f"[bitte] (verbinde|verbind) {_THE_CALL} [{_FROM} {{handset}}] {_TO} {{callee}}",
            f"[bitte] (stell|stelle) {_THE_CALL} [{_FROM} {{handset}}] {_TO} {{callee}} durch",
            f"[bitte] (leit|leite) {_THE_CALL} [{_FROM} {{handset}}] {_TO} {{callee}} weiter",
        ),
        Request.CALL_BACK: (
            f"{_CALL} [{_THEM}] [{_FROM} {{handset}}] zurück",
            f"{_WANT} [{_THEM}] [{_FROM} {{handset}}] zurückrufen",
        ),
        Request.HANG_UP: (
            "[bitte] (leg|lege) [bitte] [das Telefon|den Hörer] auf",
            f"[bitte] beende [bitte] {_THE_CALL}",
            "(kannst|könntest|würdest) du [bitte] [das Telefon|den Hörer] auflegen",
        ),
        Request.CALL: (
            f"{_CALL} {_FROM} {{handset}} aus {{callee}} an",
            f"{_CALL} {{callee}} [{_ON} {{handset}}] an",
            f"{_WANT} {{callee}} [{_ON} {{handset}}] anrufen",
            # Wählen also means to choose, for example a channel.
            f"[bitte] (wähl|wähle) [bitte] [die] Nummer {{callee}} [{_FROM} {{handset}}]",
        ),
    },
    sentences_with_names={
        Request.CALL: (
            f"[bitte] (klingel|klingle) [bitte|mal] bei {{callee}} {_FROM} {{handset}} durch",
            "[bitte] (klingel|klingle) [bitte|mal] bei {callee} [durch]",
            f"{_CALL} {{callee}} {_FROM} {{handset}} zurück",
            f"{_CALL} {{callee}} zurück",
        ),
        Request.IS_ON_THE_PHONE: ("ist {party} [gerade|jetzt] (belegt|besetzt|frei)",),
        # People say Verbinde about headphones.
        Request.TRANSFER: (f"[bitte] (stell|stelle) [bitte] {{handset}} {_TO} {{callee}} durch",),
    },
    please="bitte",
    between={"von", "vom"},
    before={
        *("der", "die", "das", "den", "dem", "eine", "einen"),
        *("mein", "meine", "meinen", "meiner", "meinem", "unser", "unsere", "unseren", "unserer"),
        *("bei", "gerade", "mal", "bitte", "nummer", "nebenstelle"),
        *("apparat", "telefon"),
    },
    after={"aus", "bitte", "gerade", "jetzt", "mal", "zuruck", "apparat", "telefon"},
    mine={
        *("meins", "mein telefon", "meinem telefon", "meinem apparat", "meinem eigenen telefon"),
        *("meiner nebenstelle", "ich"),
    },
    ours={"wir", "uns", "jemand", "irgendjemand"},
    days={
        "heute": Day(),
        "heute Morgen": _MORNING,
        "heute Vormittag": _MORNING,
        "heute früh": _MORNING,
        "heute Nachmittag": Day(first_hour=12, end_hour=18),
        "heute Abend": Day(first_hour=17),
        "gestern": Day(ago=1),
        "gestern Abend": Day(ago=1, first_hour=17),
        "letzte Nacht": Day(ago=1, first_hour=18, end_hour=30),
        **{f"am {name}": Day(weekday=number) for number, name in enumerate(_WEEKDAYS)},
        **{
            f"{words} {name}": Day(weekday=number, is_over=True)
            for words in ("letzten", "am letzten")
            for number, name in enumerate(_WEEKDAYS)
        },
    },
    weekdays=_WEEKDAYS,
    months=_MONTHS,
    answers=Answers(
        yes={"ja", "ja bitte", "ja genau", "genau", "richtig", "stimmt"},
        no={
            *("nein", "nein danke", "nee", "keinen", "keiner", "keine", "keines davon"),
            *("abbrechen", "vergiss es", "lass es", "schon gut"),
        },
        ordinals=[
            {f"{word}{ending}" for ending in ("", "n", "r", "s")}
            for word in ("erste", "zweite", "dritte", "vierte", "fünfte", "sechste")
        ],
    ),
    numbers={
        "zwo": "2",
        **_BELOW_HUNDRED,
        "ein": "1",
        **{f"{word}": f"{value}00" for word, value in _HUNDREDS.items()},
        **{
            f"{word}{link}{rest}": f"{value}{below.zfill(2)}"
            for word, value in _HUNDREDS.items()
            for link in ("", "und")
            for rest, below in _BELOW_HUNDRED.items()
            if below != "0"
        },
        **{f"{word}tausend": f"{value}000" for word, value in _FIRST.items() if len(value) == 1},
        "und": "",
        "plus": "+",
        "stern": "*",
        "sternchen": "*",
        "raute": "#",
    },
    possessive="",
    repeats={"doppel": 2, "zweimal": 2, "dreimal": 3},
    durations=(("Stunde", "Stunden"), ("Minute", "Minuten"), ("Sekunde", "Sekunden")),
    replies=Replies(
        calling="Ich rufe {callee} von {handset} aus an.",
        calling_number="Ich rufe {callee}, {number}, von {handset} aus an.",
        transferring="Ich verbinde das Gespräch von {handset} mit {callee}.",
        transferring_number="Ich verbinde das Gespräch von {handset} mit {callee}, {number}.",
        whom="Ich habe nicht verstanden, wen du anrufen möchtest. Sag den ganzen Satz noch einmal.",
        not_understood="Das habe ich nicht verstanden.",
        which_callee="Meinst du {choices}?",
        which_handset="Welches Telefon soll ich nehmen: {choices}?",
        nobody="Ich kenne niemanden, der {name} heißt.",
        no_such_handset="Ich kenne kein Telefon, das {name} heißt.",
        did_you_mean="Meintest du {choices}?",
        dropped="Alles klar.",
        no_handsets="Für Sprachassistenten ist kein Telefon freigegeben.",
        not_permitted="Du darfst {handset} nicht benutzen.",
        withheld="Der letzte verpasste Anruf auf {handset} kam von einer unterdrückten Nummer.",
        cannot_hang_up="Ich kann nicht auflegen. Leg am Telefon auf.",
        nobody_on_the_phone="Niemand telefoniert.",
        talking="{handset} spricht mit {party}.",
        holding="{handset} hält das Gespräch mit {party}.",
        ringing="{party} ruft {handset} an.",
        dialling="{handset} ruft {party} an.",
        application="{handset} ist mit {party} verbunden.",
        service="einem automatischen Dienst",
        idle="{handset} telefoniert nicht.",
        offline="{handset} ist offline.",
        state_unknown="Ich kann im Moment nicht sagen, was {handset} tut.",
        not_with_you="{party} spricht mit keinem deiner Telefone.",
        somebody="eine unbekannte Nummer",
        none_missed="Keine verpassten Anrufe {period}.",
        none_missed_by="{handset} hat {period} keinen Anruf verpasst.",
        one_missed="Ein verpasster Anruf: {calls}.",
        missed="{count} verpasste Anrufe: {calls}.",
        nobody_called="Niemand hat {period} angerufen.",
        nobody_called_handset="Niemand hat {period} {handset} angerufen.",
        one_call="Ein Anruf: {calls}.",
        calls="{count} Anrufe: {calls}.",
        called="{party} rief {moment} {handset} an",
        talked="{party} und {handset} sprachen {moment} miteinander",
        did_not_call="{party} hat {period} nicht angerufen.",
        last_talked="{handset} hat zuletzt {moment} mit {party} gesprochen.",
        has_not_talked="{handset} hat {period} nicht mit {party} gesprochen.",
        nobody_talked="Niemand hat {period} mit {party} gesprochen.",
        only_remembered="Ich weiß nur von Anrufen {period}.",
        more="und {count} weitere",
        at="um {time} Uhr",
        day_at="{day} um {time} Uhr",
        yesterday="gestern",
        on_weekday="am {weekday}",
        on_date="am {day}. {month}",
        last_day="in den letzten 24 Stunden",
        last_days="in den letzten {count} Tagen",
        named_like_number="{name} (Nebenstelle {extension})",
        alternative="{first} oder {last}",
        together="{first} und {last}",
        another="andere",
    ),
    refusals={
        **{
            key: f"Ich darf {numbers} nicht anrufen. Ein Administrator kann das in den Optionen von"
            " Jingl erlauben."
            for key, numbers in {
                "dial_handset_refused": "eure Telefone",
                "dial_contact_refused": "Kontakte",
                "dial_national_refused": "Festnetznummern, die keine Kontakte sind,",
                "dial_mobile_refused": "Mobilnummern, die keine Kontakte sind,",
                "dial_freephone_refused": "Servicenummern, die keine Kontakte sind,",
                "dial_international_refused": "Nummern im Ausland, die keine Kontakte sind,",
                "dial_premium_refused": "Premium-Nummern",
                "dial_short_code_refused": (
                    "Servicecodes und Nebenstellen, die keine Kontakte sind,"
                ),
                "dial_denied": "diese Nummer",
            }.items()
        },
        "dial_emergency_refused": (
            "Ich darf keinen Notruf wählen. Wähle im Notfall 000 an einem Telefon."
        ),
        "too_many_calls": (
            "Das waren zu viele Anrufe. Versuche es in {wait} noch einmal oder nimm ein Telefon."
        ),
        "handset_itself": "{handset} kann sich nicht selbst anrufen.",
        "invalid_number": "{number} ist keine vollständige Telefonnummer.",
        "handset_unavailable": "{handset} ist im Moment nicht verfügbar.",
        "handset_not_registered": (
            "{handset} ist offline. Prüfe, ob das Telefon an und verbunden ist."
        ),
        "no_connected_call": "{handset} ist gerade nicht im Gespräch.",
        "number_refused": "Jingl lehnt es ab, diese Nummer von {handset} aus anzurufen.",
        "outcome_unknown": (
            "Es ist unklar, ob {handset} reagiert hat. Sieh am Telefon nach, bevor du es noch"
            " einmal versuchst."
        ),
        "cannot_connect": "Ich kann Jingl nicht erreichen, daher ist nichts passiert.",
        "rate_limited": "Zu viele Anfragen an Jingl. Versuche es später noch einmal.",
        "login_not_allowed": "Die Anmeldedaten erlauben das bei Jingl nicht.",
    },
)
