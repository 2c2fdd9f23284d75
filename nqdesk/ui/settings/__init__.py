"""The page Einstellungen."""
