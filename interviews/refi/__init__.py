"""REFI-QDA, the exchange format of tools for qualitative data analysis: projects (.qdpx) and codebooks (.qdc).

Reads and writes files of the standard's version 1.5 (qdasoftware.org) without knowing Django or the database. What a
file can't carry is told in remarks: lines with counts, never with a name or a word out of a file.
"""
