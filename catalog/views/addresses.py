"""Numbered addresses: /issues/MLQ-001/slug/. Whatever spelling comes in, one address answers."""

import re

from django.http import Http404


def number_in(code: str, prefix: str) -> int:
    """The number of a code such as MLQ-001 (case and leading zeros do not matter). Raises Http404."""
    match = re.fullmatch(rf"{prefix}-?0*([1-9]\d{{0,8}})", code, re.IGNORECASE)
    if match is None:
        raise Http404(f"{code} is no number of the form {prefix}-001")
    return int(match[1])
