"""Who may come in: passwords, sessions, one-time links and the screens' own links."""
