"""Coded prints: what a coder's closed tool printed, read back into turns, spans and codes, and put on segments.

`reader.read_print` reads a PDF, `alignment.align` maps it onto a transcript's segments by words,
`codebook.parse_code` tells what kind of code a name is, `package.find_package_files` lists a study's files.
Nothing here knows Django.
"""
