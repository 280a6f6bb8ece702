"""The call log, for those who ask: who may read which calls, and how a call is told."""
