# The chores of the house; `just` lists them.

default:
    @just --list

# set up a virtual environment with everything for development
setup:
    python3 -m venv .venv
    .venv/bin/pip install -q -c requirements.lock -e '.[test,dev]'

# the ordinary tests
test *args:
    .venv/bin/python -m pytest -n 2 --dist loadfile -q {{args}}

# the slow evaluations on the public gold sets (needs ../shared)
evaluate:
    .venv/bin/python -m pytest -m slow -q

# lint and types
check:
    .venv/bin/ruff check
    .venv/bin/ruff format --check
    .venv/bin/mypy

# the example story
example:
    .venv/bin/onrecord build examples/paintings -o story

# speed beside the bare language model, and memory
bench:
    .venv/bin/python -m benchmarks.reading

# the documentation site
docs:
    .venv/bin/mkdocs build --strict

# write the JSON Schema again after a value changed
schema:
    .venv/bin/python -c "from onrecord.model.schemas import write_schema; write_schema()"

# pin what is installed now
lock:
    .venv/bin/pip freeze --exclude-editable | sort > requirements.lock
