"""nqdesk: the desk of a counselling centre in Nachqualifizierung."""

__version__ = "0.1.0"
