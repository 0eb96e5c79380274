"""The pages in front of the door: self-contained, so that a stranger needs nothing else from the room."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from dashboard.words import Words

PAGE = """<!DOCTYPE html>
<html lang="{language}" data-look="{look}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><meta name="robots" content="noindex"><title>{title}</title><style>{style}</style></head>
<body><main>{body}</main></body></html>"""
FORM = """<h1>{town}</h1><p class="sub">{title}</p>{said}
<form method="post" action="{action}"><input type="hidden" name="csrf" value="{csrf}">
<input type="hidden" name="next" value="{next}">{fields}<button>{button}</button></form>{foot}"""
FIELD = '<label>{label}<input name="{name}" type="{kind}" autocomplete="{auto}" required {more}></label>'


@dataclass(frozen=True, slots=True)
class Front:
    """What every page in front of the door says: the words, the town's name, the style with its letters."""

    words: Words
    town: str
    style: str

    def login(self, csrf: str, wanted: str, said: str = "", *, provider: bool = False) -> str:
        """Return the login page; `said` is what went wrong the last time."""
        words = self.words
        fields = [FIELD.format(label=escape(words("Login")), name="login", kind="text", auto="username",
                               more='autofocus autocapitalize="none" spellcheck="false" maxlength="64"'),
                  FIELD.format(label=escape(words("Password")), name="password", kind="password",
                               auto="current-password", more='maxlength="256"')]
        place = f"/login/provider?next={quote(wanted, safe='')}"
        way = f'<p><a class="other" href="{place}">{escape(words("Sign in through the network"))}</a></p>'
        hint = f'<p class="foot">{escape(words("No account or a lost password? Ask the administrator of the room."))}'
        return self._form("/login", "Signing in", (csrf, wanted), fields, "Sign in", said, way * provider + hint)

    def password(self, csrf: str, least: int, said: str = "") -> str:
        """Return the page on which somebody who is inside chooses a password."""
        words = self.words
        fields = [FIELD.format(label=escape(words(label)), name=name, kind="password", auto="new-password",
                               more=f'minlength="{least}" maxlength="256"')
                  for label, name in (("New password", "password"), ("Once more", "again"))]
        hint = words("At least {least} characters; a sentence that only you know is best.", least=least)
        foot = f'<p class="foot">{escape(hint)}</p>'
        return self._form("/password", "A new password", (csrf, ""), fields, "Keep", said, foot)

    def told(self, title: str, said: str, *, dark: bool = False) -> str:
        """Return a page with one sentence."""
        body = f"<h1>{escape(self.town)}</h1><p class='sub'>{escape(title)}</p><p>{escape(said)}</p>"
        return PAGE.format(language=self.words.language, title=escape(title), style=self.style, body=body,
                           look="wall" if dark else "desk")

    def strange(self) -> str:
        """Return the page for somebody who came by a name that the room does not know."""
        return self.told(self.words("The door is shut"), self.words("The room does not answer to this name"))

    def _form(self, action: str, title: str, hidden: tuple[str, str], fields: list[str],  # noqa: PLR0913, PLR0917
              button: str, said: str, foot: str) -> str:
        words = self.words
        wrong = f'<p class="wrong" role="alert">▲ {escape(said)}</p>' if said else ""
        body = FORM.format(town=escape(self.town), title=escape(words(title)), said=wrong, action=action,
                           csrf=escape(hidden[0]), next=escape(hidden[1]), fields="".join(fields),
                           button=escape(words(button)), foot=foot)
        return PAGE.format(language=words.language, title=escape(words(title)), style=self.style, look="desk",
                           body=body)


def style_of(assets: Path) -> str:
    """Return the style of these pages with the tokens and the letters inside."""
    letters = b64encode((assets / "fonts" / "noto-sans-cyrillic-400-normal.woff2").read_bytes()).decode()
    face = ("@font-face{font-family:'Noto Sans';font-weight:400;"
            f"src:url(data:font/woff2;base64,{letters}) format('woff2')}}")
    tokens = (assets / "00-tokens.css").read_text(encoding="utf-8")
    return face + tokens + Path(__file__).with_name("door.css").read_text(encoding="utf-8")
