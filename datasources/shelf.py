"""Where mapping profiles lie: shipped ones in `profiles/`, a town's own in its home."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from dashboard.errors import SourceError
from datasources.profile import Profile

SHIPPED = Path(__file__).parent / "profiles"


def load_profile(path: Path) -> Profile:
    """Return the profile of a YAML file.

    Raises:
        SourceError: the file is no profile; the reason names the places.
    """
    try:
        # All scalars are text: to YAML itself `no` is a boolean and `007` a number.
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        return Profile.model_validate(told)
    except ValidationError as error:
        places = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SourceError("The profile {name} is wrong: {reason}", name=path.name, reason=places) from error
    except (OSError, UnicodeDecodeError, RecursionError, yaml.YAMLError) as error:
        raise SourceError("The profile {name} is wrong: {reason}", name=path.name, reason=str(error)) from error


def load_profiles(*folders: Path) -> dict[str, Profile]:
    """Return the profiles of the folders by key; a later folder (the home's own) overrides an earlier one.

    Raises:
        SourceError: one of them is no profile.
    """
    found = [load_profile(path) for folder in folders for path in sorted(folder.glob("*.yaml"))]
    return {profile.key: profile for profile in found}


@cache
def shipped_profiles() -> Mapping[str, Profile]:
    """Return the profiles that come with the room, by key."""
    return load_profiles(SHIPPED)
