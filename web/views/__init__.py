"""Page contexts: one frozen dataclass per page and the pure functions that make it; templates only lay it out."""
