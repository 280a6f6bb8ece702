"""Names that more than one file uses."""

import logging
from typing import Final

DOMAIN: Final = "jingl"
LOGGER: Final = logging.getLogger(__package__)

# The account's short domain, e.g. "mycompany"; homeassistant.const has no such name.
CONF_DOMAIN: Final = "domain"
# The account's ID, from which those of its devices and entities are made: set when the account is
# added, and never changed.
CONF_ACCOUNT_ID: Final = "account_id"

# On the event bus, for the logbook: a handset's call is over, or its registration changed.
EVENT_HANDSET: Final = "jingl_handset"
# On the event bus, for the logbook: somebody has played or deleted a recording.
EVENT_RECORDING: Final = "jingl_recording"

# The followed handsets' extension numbers.
CONF_HANDSETS: Final = "handsets"
# Those added automatically, which are also removed automatically; absent if there are none.
CONF_ARRIVED: Final = "arrived"
# Extension numbers the user left out, so that they don't count as new.
CONF_IGNORED: Final = "ignored"
# Whether to follow handsets automatically when they are added at Jingl.
CONF_TRACK_NEW: Final = "track_new"
# What may be dialled: the fields of a dial policy, once the user has set them.
CONF_DIALLING: Final = "dialling"
# How much of the call log to keep: the fields of a Keep, once the user has set them.
CONF_CALL_LOG: Final = "call_log"
CONF_DAYS_KEPT: Final = "days"
CONF_CALLS_KEPT: Final = "calls"
# Who may play recordings, besides administrators: users who may control the handset, and
# automations.
CONF_RECORDINGS: Final = "recordings"
CONF_USERS: Final = "users"
CONF_AUTOMATIONS: Final = "automations"
# How to answer voice assistants.
CONF_VOICE: Final = "voice"
# The options for voice: whether sentences work without custom sentence files, and which handset to
# use for a user, or for somebody speaking in an area, as lists of CONF_USER or CONF_AREA with
# CONF_HANDSET.
CONF_SENTENCES: Final = "sentences"
CONF_USER_HANDSETS: Final = "user_handsets"
CONF_USER: Final = "user"
CONF_AREA_HANDSETS: Final = "area_handsets"
CONF_AREA: Final = "area"
CONF_HANDSET: Final = "handset"
