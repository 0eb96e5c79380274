"""The week's sentences are the domain's; screens ask for them here."""

from dashboard.domain.weekly import Named, Week, week_of

__all__ = ["Named", "Week", "week_of"]
