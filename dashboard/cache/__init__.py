"""The metrics cache: a columnar mirror of the truth, and the boards computed from it."""
