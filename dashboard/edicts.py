"""What a body of policy must look like before anyone acts on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from dashboard.errors import FormError, RoomError, StoreError

FORMS = {
    "missing": "it is missing", "extra_forbidden": "there is no such field", "bool_type": "it is true or false",
    "bool_parsing": "it is true or false", "int_type": "it is a whole number", "int_parsing": "it is a whole number",
    "int_from_float": "it is a whole number", "float_type": "it is a number", "float_parsing": "it is a number",
    "finite_number": "it is a number",
    "string_type": "it is a text", "list_type": "it is a list", "tuple_type": "it is a list",
    "dict_type": "it is a group of fields", "model_type": "it is a group of fields",
    "mapping_type": "it is a group of fields",
    "enum": "it is one of: {expected}", "literal_error": "it is one of: {expected}",
    "greater_than_equal": "it is at least {ge}", "greater_than": "it is more than {gt}",
    "less_than_equal": "it is at most {le}", "less_than": "it is less than {lt}",
    "string_too_short": "it is too short", "too_short": "it has too few rows", "too_long": "it has too many rows",
    "date_type": "it is a day, such as 2026-11-24", "date_parsing": "it is a day, such as 2026-11-24",
    "date_from_datetime_parsing": "it is a day, such as 2026-11-24", "time_parsing": "it is a time, such as 09:00",
    "date_from_datetime_inexact": "it is a day, such as 2026-11-24", "time_type": "it is a time, such as 09:00",
    "string_pattern_mismatch": "it is not written as it should be",
}
"""What the checker finds → what a person is told; a fault that is not here is told in the checker's words."""
Body = TypeVar("Body", bound=BaseModel)


class Sourced(BaseModel):
    """A row of policy: where it comes from, and whether somebody has confirmed it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    confirmed: bool


def checked(kind: str, model: type[Body], body: Mapping[str, Any]) -> Body:
    """Return the policy's body as its model.

    Raises:
        StoreError: the body has another form; the message names the first fault and its place.
    """
    try:
        return model.model_validate(body)
    except ValidationError as broken:
        fault = broken.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        if not place:
            raise StoreError("The policy {kind} cannot be read: {why}", kind=kind, why=_why(dict(fault))) from broken
        raise StoreError("The policy {kind} cannot be read: {why}, at {place}", kind=kind, why=_why(dict(fault)),
                         place=place) from broken


def _why(fault: Mapping[str, Any]) -> RoomError:
    told: Mapping[str, Any] = fault.get("ctx", {})
    own = told.get("error")
    if isinstance(own, RoomError):
        return own
    says = FORMS.get(fault["type"])
    return FormError("{said}", said=fault["msg"]) if says is None else FormError(says, **told)
