"""What runs: one short digest of the code, so that pages of another build reload themselves."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

CODE = ("*.py", "assets/*", "layouts/**/*.py", "callbacks/*.py", "dashboard/**/*.py", "locale/**/*.po")


def build_of(root: Path) -> str:
    """Return a short digest of the code under a folder."""
    files = sorted(path for pattern in CODE for path in root.glob(pattern) if path.is_file())
    return blake2b(b"".join(path.read_bytes() for path in files), digest_size=5).hexdigest()
