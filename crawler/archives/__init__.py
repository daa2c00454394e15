"""Captures from web archives on the network: what an index names, asked for one by one, politely.

``cdx`` and ``memento`` are pure: what an archive's answers say. ``asking`` asks, ``wayback`` and ``commoncrawl`` know
the addresses of each archive, ``spider`` takes what is not on record yet.
"""
