"""Where sources meet the truth: files, the watch folder, services and the demonstration become deliveries and are taken."""
