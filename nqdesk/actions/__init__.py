"""The verbs, shared by window and command line."""
