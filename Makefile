# A fresh machine with Python >= 3.11 needs nothing else: uv is fetched into .tools, the course into .venv.
PYTHON ?= python3
UV := .tools/bin/uv
ifeq ($(OS),Windows_NT)
UV := .tools/Scripts/uv.exe
endif

# tests start hundreds of processes: none need compile the course again
COMPILED = @$(UV) run --no-sync python -m compileall -q exercises facilitation

.PHONY: collected shots start desk hub site serve-site test quick faults lint lint-script docs release clean

start: .venv/ready
	$(UV) run --no-sync netvaerk start $(ARGS)

desk: .venv/desk
	$(UV) run --no-sync netvaerk desk $(ARGS)

# as root, in a folder that all accounts may read (see hub/README.md)
hub: .venv/whole
	$(UV) run --no-sync netvaerk hub $(ARGS)

# the course in a browser, as a folder for any web host (see docs/site.md)
site: .venv/whole facilitation/site/node_modules/ready
	$(UV) run --no-sync netvaerk site --to build/site $(ARGS)

serve-site: .venv/whole
	$(UV) run --no-sync netvaerk site --to build/site --show-only $(ARGS)

test: .venv/whole facilitation/site/node_modules/ready
	@$(MAKE) --no-print-directory -j2 lint collected
	$(UV) run --no-sync pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

# pytest writes each test anew before it runs it: once, on the core that `make lint` leaves, and not in each worker
collected: .venv/whole
	$(COMPILED)
	-@PYTHONDONTWRITEBYTECODE= $(UV) run --no-sync pytest -qq --collect-only >$(if $(filter Windows_NT,$(OS)),NUL,/dev/null)

# the inner loop: all that needs no browser, no server and no box
quick: .venv/whole
	$(COMPILED)
	$(UV) run --no-sync pytest -n auto --dist worksteal -m "not slow" $(ARGS)

# what people have saved through kills, power cuts and failing disks, for ten minutes; ARGS='--minutes 60'
faults: .venv/whole
	$(UV) run --no-sync python -m benchmarks.faults $(ARGS)

# pictures of every step of every lesson, to look at, in build/shots; ARGS=03 for one lesson
shots: .venv/whole
	$(UV) run --no-sync python tests/shots.py $(ARGS)

lint: .venv/whole
	$(UV) run --no-sync ruff check .
	$(UV) run --no-sync ruff format --check .
	$(UV) run --no-sync lint-imports --no-logo
	$(UV) run --no-sync mypy
	@$(MAKE) --no-print-directory lint-script

# the page's JavaScript is checked where npm is; in CI it must be
SCRIPT := tests/js/node_modules/.bin
lint-script: tests/js/node_modules/ready
	@if [ -e tests/js/node_modules/ready ]; then $(SCRIPT)/biome ci --error-on-warnings . && $(SCRIPT)/tsc -p tests/js; \
	elif [ "$$CI" = true ]; then echo 'npm is missing: apt-get install npm' >&2; exit 1; \
	else echo 'JavaScript was not checked: npm is missing (apt-get install npm)'; fi

# the pages for learners, facilitators, hosts, servers and contributors, in docs/_build
docs: .venv/whole
	$(UV) run --no-sync sphinx-build -q -W -b html docs docs/_build

# release/ is nbgrader's work: never edit it, make it again
release: .venv/ready
	$(UV) run --no-sync python -m facilitation.release

.venv/ready: pyproject.toml uv.lock | $(UV)
	$(UV) sync --frozen --inexact
	@touch $@

# with what the facilitator's pages compute with
.venv/desk: pyproject.toml uv.lock | $(UV)
	$(UV) sync --frozen --inexact --extra desk
	@touch $@ .venv/ready

# with the hub and what grades on many machines; compiled at once, since learners of a hub may write nothing there
.venv/whole: pyproject.toml uv.lock | $(UV)
	$(UV) sync --frozen --all-extras --compile-bytecode
	@touch $@ .venv/desk .venv/ready

# without npm what needs it is skipped, but in CI nothing may be
tests/js/node_modules/ready: tests/js/package-lock.json
	if command -v npm >/dev/null; then npm ci --prefix tests/js --ignore-scripts --no-audit --no-fund && touch $@; fi

facilitation/site/node_modules/ready: facilitation/site/package-lock.json
	if command -v npm >/dev/null; then npm ci --prefix facilitation/site --no-audit --no-fund && touch $@; fi

$(UV):
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: https://www.python.org/downloads/")'
	$(PYTHON) -m venv .tools
	.tools/*/python -m pip install --quiet --disable-pip-version-check 'uv==0.13.9'

clean:
	rm -rf .venv .tools
