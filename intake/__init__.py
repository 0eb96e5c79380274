"""Where sources meet the truth: files, services and the demonstration become deliveries and are taken."""
