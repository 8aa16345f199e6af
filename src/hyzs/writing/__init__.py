"""Changes to record files: judged first, then written all or none, and undone."""
