# A fresh machine with Python >= 3.11 needs nothing else: uv is fetched into .tools, the course into .venv.
PYTHON ?= python3
UV := .tools/bin/uv
ifeq ($(OS),Windows_NT)
UV := .tools/Scripts/uv.exe
endif

.PHONY: start desk test lint release clean

start: .venv/ready
	$(UV) run --no-sync netvaerk start $(ARGS)

desk: .venv/ready
	$(UV) run --no-sync netvaerk desk $(ARGS)

test: .venv/whole lint
	$(UV) run --no-sync pytest -n auto --dist loadfile $(ARGS)

lint: .venv/ready
	$(UV) run --no-sync ruff check .
	$(UV) run --no-sync ruff format --check .

# release/ is nbgrader's work: never edit it, make it again
release: .venv/ready
	$(UV) run --no-sync python -m facilitation.release

.venv/ready: pyproject.toml uv.lock | $(UV)
	$(UV) sync --frozen --inexact
	@touch $@

# with the hub and what grades on many machines
.venv/whole: pyproject.toml uv.lock | $(UV)
	$(UV) sync --frozen --all-extras
	@touch $@ .venv/ready

$(UV):
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: https://www.python.org/downloads/")'
	$(PYTHON) -m venv .tools
	.tools/*/python -m pip install --quiet --disable-pip-version-check 'uv==0.13.9'

clean:
	rm -rf .venv .tools
