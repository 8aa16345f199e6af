"""What things are: records, weeks, findings, answers. Opens no file, prints nothing."""
