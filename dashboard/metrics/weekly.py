"""The week's sentences are the domain's; screens ask for them here."""

from dashboard.domain.examples import Done, Group
from dashboard.domain.weekly import Named, Week, week_of

__all__ = ["Done", "Group", "Named", "Week", "week_of"]
