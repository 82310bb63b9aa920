# cvdeep: one machine, two commands: `make run` and `make test`. Everything else is listed by `make`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
SOURCES := services engine tools tests

.PHONY: help
help: ## Lists the commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  \033[1mmake %-14s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: setup ## Sets everything up and serves on loopback, in the background, with a demo client
	@$(PY) -m tools.run start

.PHONY: demo
demo: ## Submits the sample CV to the running system and prints the answer
	@$(PY) -m tools.run demo

.PHONY: stop
stop: ## Ends everything that `make run` started
	@$(PY) -m tools.run stop

.PHONY: test
test: setup model lint proto-check ## Everything the CI does: lint, generated code, all tests
	@$(PY) -m pytest

.PHONY: unit
unit: setup ## The tests without sockets only
	@$(PY) -m pytest tests/unit

.PHONY: lint
lint: setup ## ruff, mypy strict, the rules of the house, buf
	@$(PY) -m ruff format --check $(SOURCES)
	@$(PY) -m ruff check $(SOURCES)
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-cache
	@.venv/bin/buf lint protos
	@$(PY) -m tools.docs_errors --check

.PHONY: format
format: setup ## Formats the code and mends what can be mended
	@$(PY) -m ruff format $(SOURCES)
	@$(PY) -m ruff check --fix $(SOURCES)

.PHONY: proto
proto: setup ## Generates gen/ from protos/
	@tools/proto_gen.sh

.PHONY: proto-check
proto-check: setup ## Fails when gen/ is not what protos/ gives
	@tools/proto_gen.sh --check

.PHONY: docs
docs: setup ## Generates the pages of docs/ that are made from code
	@$(PY) -m tools.docs_errors

.PHONY: soak
soak: setup model ## The long ways round: replicas, crashes, model changes, 100,000 operations (about ten minutes)
	@CVDEEP_SOAK_S=60 CVDEEP_RYW_ROUNDS=1000 CVDEEP_F09_OPERATIONS=100000 CVDEEP_LONG=1 \
	  CVDEEP_DETERMINISM_RUNS=20 CVDEEP_DETERMINISM_MATCHES=20 $(PY) -m pytest -s tests/e2e/test_determinism.py \
	  tests/e2e/test_replicas.py tests/e2e/test_replica_crashes.py tests/e2e/test_model_change.py tests/integration/corpus/test_long_life.py

.PHONY: rolling
rolling: setup model ## Restarts every service under load, by SIGTERM and by kill -9 (about five minutes)
	@CVDEEP_ROLLING_S=60 $(PY) -m pytest -s tests/e2e/test_rolling.py

.PHONY: bench
bench: setup model ## Measures gateway, pipeline and memory, each beside its baseline
	@$(PY) -m tests.bench

.PHONY: bench-search
bench-search: setup model ## Measures embedding and the index beside hnswlib, Chroma, LanceDB and Qdrant (needs ../shared/data; installs them once)
	@$(PY) -m tests.bench.bench_index

.PHONY: bench-ranking
bench-ranking: setup model ## Measures whole searches, judging included, over 100,000 candidates (needs ../shared/data; 5 GB)
	@$(PY) -m tests.bench.bench_ranking --candidates 100000 --rounds 5

.PHONY: mutation
mutation: setup ## Plants mutants in the webhook guard and the signing (2 to 10 minutes)
	@tools/mutation.sh

.PHONY: bench-stages
bench-stages: setup model ## Measures one CV by stage beside pdfminer.six and the ONNX session alone
	@$(PY) -m tests.bench.bench_stages

.PHONY: bench-webhooks
bench-webhooks: setup ## Measures deliveries beside a bare client, and beside a black hole
	@$(PY) -m tests.bench.bench_webhooks

.PHONY: eval
eval: setup model ## Measures reading, judging and search beside their baselines (needs ../shared/data)
	@$(PY) -m tests.bench.eval

.PHONY: tune
tune: setup model ## Searches the constants of judging (needs ../shared/data)
	@$(PY) -m tools.tune_judging

.PHONY: eval-held-out
eval-held-out: setup model ## Judges jobs that nothing was tuned on
	@$(PY) -m tests.bench.eval_held_out

.PHONY: audit
audit: setup ## Changes who a CV is about, and games it: what does the score do? (needs ../shared/data; 10 to 20 minutes)
	@$(PY) -m tests.bench.audit

.PHONY: bench-flood
bench-flood: setup ## Measures what hostile PDFs cost the good ones beside them (needs ../shared/data)
	@$(PY) -m tests.bench.bench_flood

.PHONY: chart
chart: setup model ## Lints and renders the Helm chart with Helm 3 and 4, checks it against Kubernetes 1.25 to 1.37, and runs it as rendered
	@$(PY) -m pytest tests/deploy/chart

.PHONY: images
images: setup ## Builds the container images and prints their sizes (needs docker)
	@$(PY) -m tools.images

.PHONY: images-test
images-test: setup ## Images, compose stack, README's curl, a kill of each container (needs an engine, or root and Debian's docker.io)
	@CVDEEP_IMAGES=1 $(PY) -m pytest -s -rs tests/deploy/images

.PHONY: cluster-test
cluster-test: setup ## The chart on a real API server: install, roll forward, rollback, drain (CVDEEP_CLUSTER_KUBECONFIG, or root and tools/kubernetes.sh)
	@CVDEEP_CLUSTER=1 $(PY) -m pytest -s -rs tests/deploy/cluster

.PHONY: alerts
alerts: setup ## Tries the alerts on made-up series
	@$(PY) -m pytest -rs tests/deploy/monitoring

.PHONY: model
model: setup ## Fetches, verifies and builds the embedding model (cached)
	@$(PY) -m tools.model

.PHONY: setup
setup: ## Makes .venv from the lock
	@tools/setup.sh

.PHONY: lock
lock: setup ## Resolves requirements.lock anew from pyproject.toml
	@.venv/bin/uv pip compile -q pyproject.toml --all-extras --generate-hashes --python-version 3.11 --no-emit-index-url -o requirements.lock

.PHONY: clean
clean: stop ## Removes what set-up and runs made, the model cache excepted
	@rm -rf .venv .run .mypy_cache .ruff_cache .hypothesis
