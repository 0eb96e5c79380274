"""The desk: what one person who drives a meeting sees; pure functions of the board."""
