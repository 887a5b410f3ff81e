# A fresh machine with Python >= 3.11 needs nothing else: uv is fetched into .tools, the course into .venv.
PYTHON ?= python3
UV := .tools/bin/uv
ifeq ($(OS),Windows_NT)
UV := .tools/Scripts/uv.exe
endif

.PHONY: start desk hub test lint release clean

start: .venv/ready
	$(UV) run --no-sync netvaerk start $(ARGS)

desk: .venv/ready
	$(UV) run --no-sync netvaerk desk $(ARGS)

# as root, in a folder that all accounts may read (see hub/README.md)
hub: .venv/whole hub/proxy/node_modules/ready
	$(UV) run --no-sync netvaerk hub $(ARGS)

test: .venv/whole hub/proxy/node_modules/ready lint
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

# without npm the hub's tests are skipped, but in CI nothing may be
hub/proxy/node_modules/ready: hub/proxy/package-lock.json
	if command -v npm >/dev/null; then npm ci --prefix hub/proxy --no-audit --no-fund && touch $@; fi

$(UV):
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: https://www.python.org/downloads/")'
	$(PYTHON) -m venv .tools
	.tools/*/python -m pip install --quiet --disable-pip-version-check 'uv==0.13.9'

clean:
	rm -rf .venv .tools
