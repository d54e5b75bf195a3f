"""The graph as linked data: addresses, formats, and what is said of a thing."""
