"""The ground: documents and what they say. No RDF, no index, no web."""
