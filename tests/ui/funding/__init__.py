"""The page Förderung."""
