"""How it thinks: deterministic, (state, event) to (state, effects)."""
