"""Whatever goes wrong: right or honestly unavailable, and never dialled twice."""
