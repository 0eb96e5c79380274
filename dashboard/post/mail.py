"""Letters by SMTP: spoken step by step, because what matters is before or after which word a server fell silent."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from dashboard.post.couriers import NotTakenError, RefusedError, UnsureError, short
from dashboard.post.news import News
from dashboard.post.outlets import MailPlace, trusting
from dashboard.store.deliveries import Delivery, Way

OK, GO_ON, FOR_GOOD = 200, 354, 500
SHUT = "The mail server does not let letters in: {said}"
SILENT = "The mail server cannot be reached: {said}"
LOST = "The mail server fell silent before the letter was handed over: {said}"


class MailHand:
    """An open conversation with a mail server."""

    def __init__(self, server: smtplib.SMTP, sender: str) -> None:
        self._server, self._sender = server, sender
        self.alive = True

    def give(self, one: Delivery, parcel: bytes) -> None:
        """Hand over one letter; see `Hand`."""
        self.hand_over(one.address, parcel)

    def hand_over(self, address: str, parcel: bytes) -> str:
        """Hand over a letter to an address and return what the server said when it had taken it.

        Raises:
            NotTakenError, RefusedError, UnsureError: see `couriers`.
        """
        try:
            self._envelope(address)
            self._server.send(smtplib.quotedata(parcel.decode("ascii")).encode("ascii"))
        except (OSError, smtplib.SMTPException) as broken:
            self.alive = False
            raise NotTakenError(LOST, said=_why(broken)) from broken
        return self._end()

    def _envelope(self, address: str) -> None:
        self._expect(self._server.mail(self._sender), OK)
        code, said = self._server.rcpt(address)
        if code >= FOR_GOOD:
            self._again()
            raise RefusedError("The mail server refuses this address: {said}", said=f"{code} {short(said)}")
        self._expect((code, said), OK)
        self._expect(self._server.docmd("DATA"), GO_ON)

    def _end(self) -> str:
        """Say that the letter ends here: from this word on a missing answer leaves everything open."""
        try:
            self._server.send(b".\r\n")
            code, said = self._server.getreply()
        except (OSError, smtplib.SMTPException) as broken:
            self.alive = False
            raise UnsureError("The mail server fell silent after it had the letter: it may have come: {said}",
                              said=_why(broken)) from broken
        self._expect((code, said), OK)
        return f"{code} {short(said)}"

    def _expect(self, reply: tuple[int, bytes], wanted: int) -> None:
        code, said = reply
        if (code != wanted) if wanted == GO_ON else code // 100 * 100 != wanted:
            self._again()
            raise NotTakenError(SHUT, said=f"{code} {short(said)}")

    def _again(self) -> None:
        """Begin anew for the next letter; a server that will not is left."""
        try:
            self.alive = self._server.rset()[0] // 100 * 100 == OK
        except (OSError, smtplib.SMTPException):
            self.alive = False


class Mail:
    """Carries letters to one mail server.

    Args:
        place: where it is.
        write: makes a letter of news, as it travels: ASCII, lines ended by CRLF.
    """

    way = Way.MAIL

    def __init__(self, place: MailPlace, write: Callable[[Delivery, News], bytes]) -> None:
        self._place, self._write = place, write

    def pack(self, one: Delivery, news: News) -> bytes:
        """Return the letter."""
        return self._write(one, news)

    @contextmanager
    def open(self) -> Iterator[MailHand]:
        """Yield a conversation with the server, signed in.

        Raises:
            NotTakenError: it cannot be reached, its certificate is not trusted, or it does not let the room in.
        """
        try:
            server = self._met()
        except smtplib.SMTPResponseException as refused:
            said = f"{refused.smtp_code} {short(refused.smtp_error)}"
            raise NotTakenError(SHUT, said=said) from refused
        except (OSError, ValueError, smtplib.SMTPException) as broken:
            raise NotTakenError(SILENT, said=_why(broken)) from broken
        hand = MailHand(server, self._place.sender)
        try:
            yield hand
        finally:
            with suppress(OSError, smtplib.SMTPException):
                if hand.alive:
                    server.quit()
            server.close()

    def _met(self) -> smtplib.SMTP:
        place, trusted = self._place, trusting(self._place.ca)
        # Its own name is given to it: left alone the library would ask the network what this machine is called.
        if place.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(place.host, place.port, place.domain, timeout=place.patience_s,
                                                    context=trusted)
        else:
            server = smtplib.SMTP(place.host, place.port, place.domain, timeout=place.patience_s)
        try:
            self._greeted(server, trusted)
        except BaseException:
            server.close()
            raise
        return server

    def _greeted(self, server: smtplib.SMTP, trusted: ssl.SSLContext) -> None:
        if self._place.security == "starttls":
            server.starttls(context=trusted)
        server.ehlo_or_helo_if_needed()
        if self._place.user:
            server.login(self._place.user, self._place.password)


def _why(broken: Exception) -> str:
    said = getattr(broken, "strerror", None) or str(broken)
    return short(said) or type(broken).__name__
