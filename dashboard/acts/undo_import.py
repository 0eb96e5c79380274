"""Take an import back."""

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.people import RUNNERS, Actor
from dashboard.store.stage import Stage
from dashboard.store.undo import undo_batch


def _apply(stage: Stage, actor: Actor, batch: int) -> tuple[str, dict[str, Any]]:
    touched = undo_batch(stage.store, int(batch), stage.teller, str(actor), stage.now)
    return "Batch {batch} is taken back; questions touched: {n}", {"batch": int(batch), "n": touched}


UNDO_IMPORT = Act("undo_import", "Take an import back", RUNNERS, ("batch",), _apply)
