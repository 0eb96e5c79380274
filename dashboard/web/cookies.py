"""The cookies of the room: whom they belong to, and how they are set."""

from __future__ import annotations

PERSON, SCREEN, CSRF, FORM, ASKED = "room", "room_screen", "_csrf_token", "room_form", "room_asked"
"""A person's session; a screen's link; what pages send back as X-CSRFToken to prove that they are ours (Dash does);
the same for the forms in front of the door; what a browser that signs in through a provider must bring back."""
LONG_S = 400 * 24 * 3600
"""As long as browsers keep a cookie at most; a screen's own address renews it."""


def set_cookie(name: str, value: str, *, secure: bool, script: bool = False, lasting: bool = False) -> str:
    """Return a Set-Cookie header: not for scripts unless `script`, gone with the browser unless `lasting`.

    SameSite is Lax, not Strict: a link in a letter must open the page for somebody who is signed in.
    """
    parts = [f"{name}={value}", "Path=/", "SameSite=Lax"]
    parts += ["HttpOnly"] * (not script) + ["Secure"] * secure + [f"Max-Age={LONG_S}"] * lasting
    return "; ".join(parts)


def drop_cookie(name: str) -> str:
    """Return a Set-Cookie header that removes a cookie."""
    return f"{name}=; Path=/; SameSite=Lax; Max-Age=0"
