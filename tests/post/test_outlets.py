"""What the settings of the post must say, and the one sentence that is said when they do not."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cli.commands import run
from cli.rooms import pair

from dashboard.errors import UsageError
from dashboard.post.outlets import HookPlace, MailPlace, Outlets, outlets_of
from dashboard.settings import Settings
from dashboard.words import Words

WORDS = Words.load("ru", ZoneInfo("UTC"))
MAIL = {"smtp_host": "mail.town.ru", "smtp_sender": "room@town.ru"}


def told(home: Path, **given: object) -> Outlets:
    return outlets_of(Settings(home=home, **given))  # type: ignore[arg-type]


def file(folder: Path, content: bytes) -> Path:
    path = folder / "kept"
    path.write_bytes(content)
    return path


def test_nothing_is_set_up_by_itself(tmp_path: Path) -> None:
    assert told(tmp_path) == Outlets(None, None, "")


def test_secrets_come_from_files_and_one_line_end_is_no_part_of_them(tmp_path: Path) -> None:
    secret = file(tmp_path, b"open sesame\n")
    found = told(tmp_path, **MAIL, smtp_user="room", smtp_password_file=secret, webhook_url="https://x.town.ru/a?b=c",
                 webhook_secret_file=secret, public_url="https://room.town.ru/")
    assert found == Outlets(MailPlace("mail.town.ru", 587, "starttls", "room", "open sesame", "room@town.ru"),
                            HookPlace("https://x.town.ru/a?b=c", b"open sesame"), "https://room.town.ru")


def test_a_town_s_own_authority_is_trusted_by_both(tmp_path: Path) -> None:
    own = pair(tmp_path / "own").certificate
    found = told(tmp_path, **MAIL, webhook_url="https://x.town.ru", outgoing_ca=own)
    assert found.mail is not None and found.hook is not None
    assert (found.mail.ca, found.hook.ca) == (own, own)


@pytest.mark.parametrize("given, says", [
    ({"smtp_host": "m"}, "SITUATION_ROOM_SMTP_SENDER"), ({**MAIL, "smtp_sender": "room"}, "отправителя"),
    ({**MAIL, "smtp_sender": "a@b\r\nBcc: x@y"}, "отправителя"),
    ({**MAIL, "smtp_user": "room"}, "SITUATION_ROOM_SMTP_PASSWORD_FILE"),
    ({**MAIL, "smtp_user": "room", "smtp_security": "none"}, "без TLS"),
    ({**MAIL, "smtp_user": "room", "smtp_password_file": "/nosuch"}, "/nosuch"),
    ({"webhook_url": "ftp://x"}, "SITUATION_ROOM_WEBHOOK_URL"), ({"webhook_url": "https://"}, "WEBHOOK_URL"),
    ({"webhook_url": "http://x:99999"}, "WEBHOOK_URL"), ({"public_url": "room"}, "SITUATION_ROOM_PUBLIC_URL"),
    ({**MAIL, "outgoing_ca": "/nosuch.pem"}, "/nosuch.pem"),
])
def test_settings_that_contradict_each_other_are_told(tmp_path: Path, given: dict[str, object], says: str) -> None:
    with pytest.raises(UsageError) as wrong:
        told(tmp_path, **given)
    assert says in WORDS.error(wrong.value)


@pytest.mark.parametrize("content", [b"", b" \n", b"two\nlines", b"\xff\xfe", b"a\0b"])
def test_a_file_without_a_secret_is_told(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UsageError) as wrong:
        told(tmp_path, webhook_url="https://x.town.ru", webhook_secret_file=file(tmp_path, content))
    assert "нет секрета" in WORDS.error(wrong.value)


def test_a_file_without_certificates_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as wrong:
        told(tmp_path, **MAIL, outgoing_ca=file(tmp_path, b"no certificate"))
    assert "сертификатов" in WORDS.error(wrong.value)


def test_a_room_whose_post_is_set_up_wrong_does_not_begin_to_serve(tmp_path: Path) -> None:
    done = run(tmp_path, "serve", "--port", "0", smtp_host="mail.town.ru")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "SITUATION_ROOM_SMTP_SENDER" in done.stderr
    unknown = run(tmp_path, "serve", "--port", "0", smtp_security="ssl")
    assert unknown.returncode == 2 and "starttls, tls, none" in unknown.stderr


def test_a_test_letter_needs_a_server_and_an_address(tmp_path: Path) -> None:
    assert "Письма выключены" in run(tmp_path, "alerts", "test-mail", "ann@town.ru").stderr
    assert "ann@" in run(tmp_path, "alerts", "test-mail", "ann@", **MAIL).stderr
