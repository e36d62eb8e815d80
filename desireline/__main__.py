"""Run `python -m desireline`."""

from desireline.cli import main

if __name__ == "__main__":  # worker processes import this module and must not run it
    main()
