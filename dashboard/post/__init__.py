"""How alerts leave the room: letters by SMTP and a webhook, each off by default, each at most once."""
