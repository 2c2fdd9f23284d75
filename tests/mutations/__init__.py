"""Are the example cases sharp enough? Every small change of a rule must make one of them fail.

``python -m tests.mutations`` tries all changes and keeps the counts; the test suite tries a seeded tenth.
"""
