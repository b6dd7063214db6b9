"""Released figures: what they are, how they are written down and read back. Public, and without the store.

catalog    the tables of a release: what each counts, of what, and how (dictionary, metadata and pages come from it)
release    a release and its rows; a suppressed value is None
files      CSV, JSON, dictionary and DCAT of a release, and reading them back, whole or not at all
"""
