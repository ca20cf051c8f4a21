# Petri in a few words: `make up` starts everything, `make test` proves it. Each line calls a script.
.PHONY: up down status test soak conformance conformance-table deploy remove logs bench lint lock install

setup := scripts/setup/run.sh
petri := .venv/bin/petri
python := .venv/bin/python
installed := test -x $(petri) || { echo "Petri is not installed here: run 'make up'." >&2; exit 1; }

up: ; @$(setup) && $(petri) up $(if $(ENGINE),--engine $(ENGINE))
down: ; @$(installed); $(petri) down
status: ; @$(installed); $(petri) status || test $$? -eq 3  # 3: nothing runs
test: ; @$(setup) --dev --browser && $(python) -m pytest
soak: ; @$(setup) --dev && PETRI_SOAK_SECONDS=$(or $(seconds),600) $(python) -m pytest tests/reliability/test_soak.py
conformance: ; @$(setup) --dev && $(python) -m tests.conformance.table --run
conformance-table: ; @$(setup) --dev && $(python) -m tests.conformance.table --write
deploy: ; @$(setup) && $(petri) deploy
remove: ; @$(setup) && $(petri) remove
logs: ; @$(installed); $(petri) logs
bench: ; @$(setup) --dev --browser && $(python) -m bench $(name)
lint: ; @$(setup) --dev && scripts/lint.sh
lock: ; @$(setup) && scripts/lock.sh
install: ; @$(setup) && echo "Petri is installed: start it with 'make up' or '$(petri) up'."
