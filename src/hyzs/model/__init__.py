"""Types and rules of the domain: records, weeks, findings, answers. Opens no file, prints nothing."""
