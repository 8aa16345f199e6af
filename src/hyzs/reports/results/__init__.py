"""Results of commands that write: records done, left out, refused."""
