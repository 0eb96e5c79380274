"""The page for a person who got nothing at an address: words and a way back, without any script."""

from __future__ import annotations

from html import escape
from http import HTTPStatus

from dashboard.words import Words

PAGE = """<!DOCTYPE html>
<html lang="{language}" data-look="desk">
<head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="/assets/00-tokens.css"><link rel="stylesheet" href="/assets/01-fonts.css">
<link rel="stylesheet" href="/assets/20-desk.css"></head>
<body class="desk" data-look="desk"><main class="desk-card desk-told"><h2>{title}</h2><p>{said}</p>
<p><a class="desk-button" href="/">{back}</a></p></main></body>
</html>"""
TITLES: dict[int, str] = {HTTPStatus.NOT_FOUND: "There is no such page", HTTPStatus.FORBIDDEN: "The door is shut"}


def lost(said: str, words: Words, status: int = HTTPStatus.NOT_FOUND) -> str:
    """Return the page as HTML; `said` is what is wrong, in the reader's words."""
    title = words(TITLES.get(status, "This did not work"))
    return PAGE.format(language=words.language, title=escape(title), said=escape(said),
                       back=escape(words("To the desk")))
