"""Tests of the project itself: its layers, names, texts, documents and packages."""
