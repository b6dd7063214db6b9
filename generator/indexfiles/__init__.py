"""Opens Pagefind's compressed files. It imports nothing else of ours, so that another process has it at once."""
