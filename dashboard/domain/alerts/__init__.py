"""Alerts: what one person should act on, who has taken it, and who hears of it when nobody does."""
