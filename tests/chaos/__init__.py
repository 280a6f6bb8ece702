"""Whatever goes wrong, states are right or unavailable, and nothing is dialled twice."""
