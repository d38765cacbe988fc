"""Figures of a study for the people who work on it: computed from the database, shown by commands and pages."""
