"""Names that more than one file uses."""

import logging
from typing import Final

DOMAIN: Final = "jingl"
LOGGER: Final = logging.getLogger(__package__)

# The account's short domain, e.g. "mycompany"; homeassistant.const has no such name.
CONF_DOMAIN: Final = "domain"

# On the event bus, for the logbook: what happened to a handset, in words.
EVENT_HANDSET: Final = "jingl_handset"
ATTR_MESSAGE: Final = "message"

# The followed handsets' extension numbers.
CONF_HANDSETS: Final = "handsets"
# Extension numbers that the user left out, so that they do not count as new.
CONF_IGNORED: Final = "ignored"
# Whether handsets that Jingl adds later are followed by themselves.
CONF_TRACK_NEW: Final = "track_new"
