"""What a body of policy must look like before anyone acts on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from dashboard.errors import StoreError

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
        raise StoreError("The policy {kind} cannot be read: {why}, at {place}", kind=kind, why=fault["msg"],
                         place=".".join(str(part) for part in fault["loc"])) from broken
