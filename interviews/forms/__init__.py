"""What people type in the workshop, checked before an action sees it."""

from interviews.forms.base import SameStudyForm

__all__ = ["SameStudyForm"]
