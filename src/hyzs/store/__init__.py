"""Files of a store: its trees in the folder, in git's index and in commits; git itself; ``.hyzs/``."""
