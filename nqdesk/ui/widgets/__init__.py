"""Base widgets with the guards every page relies on."""
