"""The catalog for programs: read-only JSON below /api/v1/, described by an OpenAPI document.

`shapes/` says what answers look like and makes them from rows; the modules beside it say what may be asked.
`service.py` holds them together, `serving.py` gives every answer its language, validator and headers.
"""
