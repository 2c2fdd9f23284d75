"""Tests of set-up, packages and the builders of the shipped data."""
