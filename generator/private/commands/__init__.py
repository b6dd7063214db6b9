"""The commands of the store, thin: they parse, call and print. A module for each group, its `COMMANDS` in order."""
