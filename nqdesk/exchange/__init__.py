"""Formats in and out: a file becomes domain records, records a file; never the store."""
