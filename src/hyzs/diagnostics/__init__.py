"""Everything that `hyzs explain` knows: rules, rules about files, suppressions, the baseline."""
