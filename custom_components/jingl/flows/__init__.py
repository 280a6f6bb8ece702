"""The forms of the config, options and subentry flows."""
