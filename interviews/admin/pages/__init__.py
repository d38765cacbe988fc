"""Pages of the workshop beyond Django's lists and forms: reading an interview, import, publication, withdrawal."""
