"""How the parts of a header are read: one file per part; :mod:`corpus.header` puts them together."""
