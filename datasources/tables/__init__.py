"""Tables in files: every format becomes rows of text cells, decoded and checked whole."""

from datasources.tables.limits import Limits
from datasources.tables.reading import read
from datasources.tables.sheet import Sheet

__all__ = ["Limits", "Sheet", "read"]
