"""The encrypted database: one module per subject reads, changing/ writes, nothing here commits by itself."""
