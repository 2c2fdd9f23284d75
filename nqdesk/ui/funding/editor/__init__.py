"""Writing an own instrument of the centre."""
