"""Serve pretix and its static files by a production server (arguments: host and port).

Runs in pretix's own environment. pretix leaves its static files to a web server in
front of it; WhiteNoise stands in for that one.
"""

from __future__ import annotations

import sys

from django.conf import settings  # type: ignore[import-not-found]
from pretix.wsgi import application  # type: ignore[import-not-found]
from waitress import serve  # type: ignore[import-untyped]
from whitenoise import WhiteNoise  # type: ignore[import-not-found]

if __name__ == "__main__":
    site = WhiteNoise(application, root=settings.STATIC_ROOT, prefix="static", max_age=86400)
    serve(site, host=sys.argv[1], port=int(sys.argv[2]), threads=8)
