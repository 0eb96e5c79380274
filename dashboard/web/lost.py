"""The page for a person at an address where there is nothing: words and a way back, without any script."""

from __future__ import annotations

from html import escape

from dashboard.words import Words

PAGE = """<!DOCTYPE html>
<html lang="{language}" data-look="desk">
<head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="/assets/00-tokens.css"><link rel="stylesheet" href="/assets/01-fonts.css">
<link rel="stylesheet" href="/assets/20-desk.css"></head>
<body class="desk" data-look="desk"><main class="desk-card desk-told"><h2>{title}</h2><p>{said}</p>
<p><a class="desk-button" href="/">{back}</a></p></main></body>
</html>"""


def lost(said: str, words: Words) -> str:
    """Return the page as HTML; `said` is what is wrong, in the reader's words."""
    return PAGE.format(language=words.language, title=escape(words("There is no such page")), said=escape(said),
                       back=escape(words("To the desk")))
