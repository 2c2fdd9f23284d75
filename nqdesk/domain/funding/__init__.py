"""The funding check: dated rules as data, three-valued logic, ranges for what is unknown, the next question."""
