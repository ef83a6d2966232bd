# `make` lists the targets; `make assess` and `make test` are all a newcomer needs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
RAW    ?= ../shared/data
PORT   ?= 8765

.DEFAULT_GOAL := help
.PHONY: help assess serve test lint types docs site-docs screenshots bench soak data lock wheel clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

# Two stamps, so that the main job never waits for the development tools.
$(VENV)/.run: requirements/run.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "technostate needs Python 3.11 or newer; set PYTHON=")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes --only-binary=:all: -r requirements/run.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PIP) install --quiet --require-hashes --only-binary=:all: --no-binary=jsonpath-rw -r requirements/dev.txt
	@touch $@

assess: $(VENV)/.run ## set up, then write the brief on China against the United States to brief.html
	$(BIN)/technostate assess CHN --against USA --out brief.html

serve: $(VENV)/.run ## set up, then serve the observatory at http://127.0.0.1:8765/
	$(BIN)/technostate serve --port $(PORT)

test: $(VENV)/.dev ## set up, then run the tests (oracles from ../shared are skipped where it is absent)
	$(BIN)/python -m pytest -n auto --dist loadgroup --ignore tests/docs

lint: $(VENV)/.dev ## ruff, style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy --strict
	$(BIN)/mypy

docs: $(VENV)/.dev ## run every example of README and docs/
	$(BIN)/python -m pytest -n auto --dist loadgroup tests/docs

site-docs: $(VENV)/.dev ## build the documentation into build/site, the notebooks run
	EXECUTE=1 NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --site-dir build/site

screenshots: $(VENV)/.dev ## make the pictures of the README (needs Chromium; minutes)
	$(BIN)/python docs/hooks/screenshots.py

$(VENV)/.peers: requirements/peers.txt $(VENV)/.dev
	$(PIP) install --quiet --require-hashes --only-binary=:all: -r requirements/peers.txt
	@touch $@

bench: $(VENV)/.peers ## the benchmarks, beside the named peers
	$(BIN)/python -m benchmarks

soak: $(VENV)/.dev ## long fuzzing (ten minutes)
	$(BIN)/python -m pytest tests/fuzz --soak

data: $(VENV)/.run ## rebuild the embedded data from RAW (default ../shared/data)
	$(BIN)/technostate data build --from $(RAW) --from raw

lock: ## refresh the pinned requirements (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --group build -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --extra charts --extra distributed --extra doctrine --extra mcp --group dev -c requirements/run.txt -o requirements/dev.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --group peers -c requirements/dev.txt -o requirements/peers.txt

wheel: $(VENV)/.dev ## build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

clean: ## remove the environment and what was built
	rm -rf $(VENV) dist build brief.html
