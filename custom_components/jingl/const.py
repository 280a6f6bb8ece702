"""Names that more than one file uses."""

import logging
from typing import Final

DOMAIN: Final = "jingl"
LOGGER: Final = logging.getLogger(__package__)

# The account's short domain, e.g. "mycompany"; homeassistant.const has no such name.
CONF_DOMAIN: Final = "domain"
# What the ids of the account's devices and entities are made from: written when it is added, and
# never changed.
CONF_ACCOUNT_ID: Final = "account_id"

# On the event bus, for the logbook: a handset's call that is over, or what its registration did.
EVENT_HANDSET: Final = "jingl_handset"

# The followed handsets' extension numbers.
CONF_HANDSETS: Final = "handsets"
# Those of them that came by themselves, and leave by themselves: absent for none.
CONF_ARRIVED: Final = "arrived"
# Extension numbers that the user left out, so that they do not count as new.
CONF_IGNORED: Final = "ignored"
# Whether handsets that Jingl adds later are followed by themselves.
CONF_TRACK_NEW: Final = "track_new"
# What may be dialled: the fields of a dial policy, once the user has set them.
CONF_DIALLING: Final = "dialling"
# How voice assistants are answered.
CONF_VOICE: Final = "voice"
# Of the options for voice: whether sentences work without files of the user's, and which handset
# calls for a user, or for somebody who speaks in an area, as lists of CONF_USER or CONF_AREA and
# CONF_HANDSET.
CONF_SENTENCES: Final = "sentences"
CONF_USER_HANDSETS: Final = "user_handsets"
CONF_USER: Final = "user"
CONF_AREA_HANDSETS: Final = "area_handsets"
CONF_AREA: Final = "area"
CONF_HANDSET: Final = "handset"
