"""One module per format: bytes in, :class:`~corpus.reading.reading.Reading` out. ``corpus.read`` is the entry."""
