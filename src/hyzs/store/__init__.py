"""The files of a store: its trees in the folder, in the index of git and in commits; git itself."""
