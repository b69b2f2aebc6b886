"""What builds, starts and measures Stoa; nothing of it runs in production."""
