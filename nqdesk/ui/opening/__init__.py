"""The way to an open database: the first start, opening, restoring."""
