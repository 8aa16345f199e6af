"""The command line: arguments, help, errors; it opens a session and runs one command."""
