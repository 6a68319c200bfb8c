# Everything runs from a fresh clone with Python 3.11 or later and make; the first target
# that needs it sets up .venv from requirements.lock.
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
PYTHON ?= py -3
else
BIN := .venv/bin
PYTHON ?= python3
endif

.PHONY: setup demo desk fuzz docs changelog test coverage test-lowest test-spark lint bench pictures wheel wheelhouse clean

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -c "open('.venv/ready', 'w').close()"

demo: setup
	$(BIN)/shuangkong demo --output out/demo

# the same year in a browser, on a workspace of invented cities
desk: setup
	$(BIN)/shuangkong desk out/desk --demo

# in an order that a number makes, so that no test leans on another, and with inputs drawn by it,
# so that a run can be had again: make test SEED=…; a process for each core, eight at most
SEED ?= 2026
DRAWN := --randomly-seed=$(SEED) --hypothesis-seed=$(SEED)
SPREAD := -n auto --maxprocesses 8 --dist worksteal -q
test: setup
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	$(BIN)/python tests/built.py $(SPREAD) $(DRAWN) $(COVER)

# the same, counting lines and branches in all processes: fewer than 95 of 100 fail
coverage: COVER = --cov --cov-report=term
coverage: test

# the same with the lowest versions of all libraries that pyproject.toml admits
test-lowest: .venv-lowest/ready
	$(subst .venv,.venv-lowest,$(BIN))/python tests/built.py $(SPREAD) $(DRAWN)

.venv-lowest/ready: requirements-lowest.lock
	$(PYTHON) -m venv .venv-lowest
	$(subst .venv,.venv-lowest,$(BIN))/python -m pip install --quiet --disable-pip-version-check -r requirements-lowest.lock
	$(subst .venv,.venv-lowest,$(BIN))/python -c "open('.venv-lowest/ready', 'w').close()"

# Spark is 500 MB and needs Java 17: its tests run where it is, and this brings it
test-spark: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-spark.lock
	$(BIN)/python -m pytest -q tests/backends

# damaged files, each read, checked, shown, marked and recorded: make fuzz N=50000 FROM=0
N ?= 1000
FROM ?= 0
fuzz: setup
	$(BIN)/python -m tests.fuzz $(N) $(FROM)

lint: setup
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

# beside pandas, which the scripts of the comparison use, and Spark
bench: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-spark.lock
	$(BIN)/python -m benchmarks

# the documentation as a site in dist/docs, read and searched without the internet
docs: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-docs.lock
	$(BIN)/python -m mkdocs build --strict --quiet

# gathers changelog.d/ into CHANGELOG.md: make changelog VERSION=0.2.0
changelog: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-docs.lock
	$(BIN)/python -m towncrier build --yes --name shuangkong --version $(VERSION)

pictures: setup
	$(BIN)/python docs/make_pictures.py

wheel: setup
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

# All wheels for a machine without the internet: pip install --no-index --find-links dist/wheelhouse shuangkong
wheelhouse: wheel
	$(BIN)/python -m pip download --quiet --dest dist/wheelhouse -r requirements.lock
	$(BIN)/python -c "import shutil, glob; [shutil.copy(w, 'dist/wheelhouse') for w in glob.glob('dist/*.whl')]"

clean:
	$(PYTHON) -c "import shutil; [shutil.rmtree(p, ignore_errors=True) for p in ('out', 'dist', 'build')]"
