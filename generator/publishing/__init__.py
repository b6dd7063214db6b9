"""The public repository: what of the private one may stand in it, and how it is written so that nothing else does.

whole.py    which bundles may pass as they are on disk, and why another may not
tree.py     every file of the public tree, by path
history.py  git: one commit without a past for each publication, in a repository that is for nothing else
"""
