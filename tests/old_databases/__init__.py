"""Databases as each released version wrote them, upgraded in every test run.

One folder a version of the tables, with the encrypted file, its slots and what it held (`content.json`). A folder is
never changed once its version is released; ``python -m tests.old_databases.make`` writes the one of today's version.
"""
