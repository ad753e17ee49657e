"""What each page shows: pure functions from what was admitted to frozen values, which the templates print."""
