"""The numbers of a quarter as they are, before anything protects them, and the record of those that became public."""
