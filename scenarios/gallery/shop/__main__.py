"""`python -m desireline.scenarios.gallery.shop` opens the shop."""

import sys

from .serve import main

sys.exit(main(sys.argv[1:]))
