"""The page Veranstaltungen: events, their portfolio with preview and print, their attendance list."""
