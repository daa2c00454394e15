"""Captures from elsewhere into the record, each with its own time and observer: one module an input.

Every input is a stream of ``Archived`` and ``Refused``; ``intake`` stores what comes, whatever it came from.
"""
