# A thin front: what each line does is in the script or the CMake target it calls.
BUILD ?= build
JOBS ?= $(shell nproc)
RUNS ?= 20
SEED ?= 1
LANES ?= 2
SEEDS ?= 10000
# Debian puts servers where plain users do not look: nats-server lies in /usr/sbin.
export PATH := $(PATH):/usr/local/sbin:/usr/sbin:/sbin

.DEFAULT_GOAL := help
.PHONY: help install build run watch demo test journeys faults simulate explain fuzz bench generate generate-check fmt tidy images compose k8s-test clean clean-data

help: ## these lines
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

install: ## install what is missing (apt, by sudo when not root)
	@deploy/local/install.sh

build: install ## compile everything into build/
	@test -f $(BUILD)/build.ninja || cmake -S . -B $(BUILD) -G Ninja
	@cmake --build $(BUILD) -j $(JOBS)

run: build ## start the whole house and load the demo estate; Ctrl-C stops it, data is kept in .run/
	@exec $(BUILD)/bin/linlictl up --seed

watch: ## Prometheus with our rules beside the running house (make run in another terminal); Ctrl-C stops it
	@deploy/local/install.sh watch
	@exec node deploy/observability/watch.mjs

demo: build ## one evening in the demo estate, played against the running house (make run in another terminal); WEEK=1: a leader's week
	@exec node tests/journeys/demo.mjs

test: build ## all tests, from nothing
	@deploy/local/install.sh test
	@exec node tests/run.mjs --build $(BUILD)

journeys: build ## the journeys alone, against a private house
	@deploy/local/install.sh test
	@exec node tests/run.mjs --build $(BUILD) --only journeys

faults: build ## RUNS=20 runs of the fault bench from SEED=1: what is asked and what breaks is drawn from the seed
	@deploy/local/install.sh test
	@exec node tests/faults/run.mjs --build $(BUILD) --runs $(RUNS) --seed $(SEED) --lanes $(LANES)

simulate: build ## SEEDS=10000 worlds out of seeds, in which everything may go wrong, by the services' own rules
	@exec $(BUILD)/tests/simulation/simulation --seeds $(SEEDS)

explain: build ## what the hottest statements cost beside 1,000,000 orders, by their plans
	@ctest --test-dir $(BUILD) -C explain -L explain --output-on-failure

fuzz: ## every fuzz target for 200,000 executions
	@deploy/local/install.sh fuzz
	@exec tests/fuzz/run

bench: build ## the product, floors and peers side by side, with their goals (a quarter of an hour)
	@deploy/local/install.sh bench
	@exec node tests/bench/run.mjs --build $(BUILD)

generate: build ## write the files that derive from others: openapi.json, routes.txt, the SDK, settings.md, rules, dashboards
	@$(BUILD)/bin/linlictl contract generate
	@node clients/sdk/generate.mjs
	@$(BUILD)/bin/linlictl settings > deploy/settings.md
	@node deploy/observability/generate.mjs

generate-check: build ## fail when a derived file is not what the contract says
	@$(BUILD)/bin/linlictl contract check
	@node clients/sdk/generate.mjs --check
	@$(BUILD)/bin/linlictl settings | diff -u deploy/settings.md -
	@node deploy/observability/generate.mjs --check

fmt: ## lay out C as .clang-format says
	@deploy/local/install.sh fmt
	@git ls-files '*.c' '*.h' | xargs clang-format -i

tidy: ## the rules of the house that a compiler does not check
	@exec node --test tests/tidy/*.test.mjs

compose: ## the whole house in containers, as make run has it (deploy/compose): needs podman, nothing else built
	@deploy/local/install.sh compose
	@exec deploy/compose/up

images: ## an image a process, with the list of what is in it (deploy/images): needs podman, nothing else built
	@deploy/local/install.sh images
	@exec deploy/images/build

k8s-test: build ## on a real Kubernetes: deployed, rolled, killed, scaled; KUBECONFIG names it, else one is brought up here (root, an hour at first)
	@deploy/local/install.sh test images k8s
	@test -n "$(KUBECONFIG)" || deploy/images/build
	@LINLI_BUILD=$(BUILD) exec node tests/deploy/k8s/cluster/run.mjs

clean: ## forget what was built
	@rm -rf $(BUILD) build-*

clean-data: ## forget the data of make run
	@deploy/local/clean-data.sh
