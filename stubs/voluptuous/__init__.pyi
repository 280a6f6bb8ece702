# Home Assistant runs probatio under the name of voluptuous (homeassistant/__init__.py).
from probatio import *
