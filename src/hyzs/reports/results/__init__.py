"""Results of commands that write: what was done, left out, refused."""
