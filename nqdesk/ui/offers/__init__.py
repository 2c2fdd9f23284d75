"""The page Angebote: list, filters, detail, form, import, export."""
