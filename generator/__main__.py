"""`python -m generator` is the same command as `inspira`."""

from generator.cli import main

if __name__ == "__main__":
    main()
