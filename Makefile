# make demo: set up all that is missing and run desireline on the demo shop.
# make test: set up and run all tests.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: help demo test lint types check wheel clean

help:
	@echo "make demo    set up what is missing, walk and simulate the demo shop, write its report"
	@echo "make test    set up and run all tests"
	@echo "make check   lint, types, the wheel, then all tests"
	@echo "make clean   remove what make has set up"

demo: $(VENV)/.demo $(VENV)/.browser
	@$(BIN)/desireline demo

test: $(VENV)/.test $(VENV)/.browser $(VENV)/.tools
	@$(BIN)/pytest -n auto --dist loadfile

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

wheel: $(VENV)/.test
	$(BIN)/pytest -q tests/test_wheel.py

# What only the tests need of the system: ffmpeg for videos, a screen and a hand for the recorder.
TOOLS = ffmpeg Xvfb xdotool chromium
PACKAGES = ffmpeg xvfb xdotool chromium
$(VENV)/.tools: | $(BIN)/python
	@for tool in $(TOOLS); do command -v $$tool >/dev/null || missing=1; done; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing $(PACKAGES) from Debian's packages …"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PACKAGES) >/dev/null; \
	  else echo "The tests need more. Run: sudo apt-get install $(PACKAGES)"; exit 1; fi; fi
	@touch $@

check: lint types test

clean:
	rm -rf $(VENV) build dist *.egg-info

# Debian keeps venv in a package of its own: installed when we may, else said.
$(BIN)/python:
	@echo "Setting up Python in $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "desireline needs Python 3.11 or newer; say which: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { \
	  rm -rf $(VENV); \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing python3-venv from Debian's packages …"; \
	    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null 2>&1 && $(PYTHON) -m venv $(VENV); \
	  else echo "Python cannot make a virtual environment here. Run: sudo apt-get install python3-venv"; exit 1; fi; }

$(VENV)/.demo: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing desireline and the demo shop …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[demo]'
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing desireline and what its tests need …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@ $(VENV)/.demo

$(VENV)/.browser: | $(BIN)/python
	@test -x $(BIN)/desireline || $(MAKE) --no-print-directory $(VENV)/.demo
	@$(BIN)/desireline doctor --install-browser
	@touch $@
