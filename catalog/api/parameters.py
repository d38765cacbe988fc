"""What may be asked: query parameters, each with its rule, and nothing besides them."""

from typing import Annotated, Any, Literal

from ninja import Path
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from catalog.api.errors import BadParameter

Language = Literal["en", "fr"]
DEFAULT_PER_PAGE = 20
MOST_PER_PAGE = 100
SLUG = "^[-a-zA-Z0-9_]+$"
ISSUE_CODE = "^[Mm][Ll][Qq]-?0*[1-9][0-9]{0,8}$"
STRATEGY_CODE = "^[Mm][Ll][Ss]-?0*[1-9][0-9]{0,8}$"
# Any text without the character that databases cannot hold.
WORDS = "^[^\\u0000]*$"


class Parameters(BaseModel):
    """What every address takes. A parameter that it does not know is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")

    lang: Language | None = Field(
        None,
        description="The language of the answer's words. Without it the first known one of `Accept-Language`, else "
        "English. What is not translated comes in English; a text's `language` says so. Quotes stay as they were said.",
        examples=["fr"],
    )

    @model_validator(mode="before")
    @classmethod
    def nothing_else(cls, sent: Any, info: ValidationInfo) -> Any:
        """Look at the request itself: only known parameters are handed in."""
        request = (info.context or {}).get("request")
        known = cls.model_fields.keys()
        unknown = sorted(set(request.GET) - known) if request is not None else []
        if unknown:
            # No ValueError: it passes through pydantic, and names parameters that have no field to blame.
            raise BadParameter(**dict.fromkeys(unknown, f"Unknown; this address takes {', '.join(known)}"))
        return sent


class ListParameters(Parameters):
    """What every list takes."""

    page: int = Field(1, ge=1, description="Which page, from 1. One after the last is not found.", examples=[1])
    per_page: int = Field(
        DEFAULT_PER_PAGE, ge=1, le=MOST_PER_PAGE, description="How many items a page holds.", examples=[20]
    )


IssueCode = Annotated[
    str,
    Path(
        pattern=ISSUE_CODE,
        description="An issue's number. Another spelling than `MLQ-001` answers 301.",
        examples=["MLQ-001"],
    ),
]
StrategyCode = Annotated[
    str,
    Path(
        pattern=STRATEGY_CODE,
        description="A strategy's number. Another spelling than `MLS-001` answers 301.",
        examples=["MLS-001"],
    ),
]


def must_be_known(name: str, asked: list[str], known: list[str]) -> None:
    """Refuse values of a filter that no row has. Raises BadParameter, which names the values that there are."""
    if set(asked) - set(known):
        raise BadParameter(**{name: f"Input should be one of {', '.join(known)}"})
