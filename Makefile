# What there is to do with slp-exporter; `make help` lists it.

BIN     := .ci/bin
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
COMMIT  := $(shell git rev-parse HEAD 2>/dev/null || echo unknown)
DATE    := $(shell TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd 2>/dev/null || echo unknown)
PKG     := github.com/prometheus/common/version
LDFLAGS := -s -w -X $(PKG).Version=$(VERSION) -X $(PKG).Revision=$(COMMIT) -X $(PKG).BuildDate=$(DATE)
RELEASE := --snapshot
FUZZ    := 5000x

# Many tests wait for a program or a switch: more of them run at once than there are cores.
TESTS := -p 4 -parallel 8

.PHONY: help build demo try test test-all test-e2e test-helm race lint fuzz bench bench-fleet dashboards docs pictures tools release clean $(BIN)/gotest

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

build: ## the program, as ./slp-exporter
	CGO_ENABLED=0 go build -trimpath -ldflags '$(LDFLAGS)' -o slp-exporter ./cmd/slp-exporter

demo: ## simulated switches and their metrics on localhost:9952
	go run ./cmd/slp-exporter demo

test: $(BIN)/gotest ## the tests to run all day; ends with what was skipped and why
	@$(BIN)/gotest -short $(TESTS) ./...

test-all: $(BIN)/gotest ## all tests, the long ones, too
	@$(BIN)/gotest $(TESTS) -timeout 30m ./...

$(BIN)/gotest:
	@go build -o $@ ./internal/testenv/gotest

test-e2e: ## switches, exporter, Prometheus and Alertmanager together; installs the last two where it can
	.ci/programs
	go test -v -count=1 ./internal/e2e

test-helm: $(BIN)/helm ## the Helm chart; its tests are a module of their own, because of the types of Kubernetes
	cd deploy/helm && go vet . && go test .

# Not by go run, which takes Ctrl-C for a failure.
try: ## the demo with Prometheus and Alertmanager, which it installs where it can, to click through; TRY=-hasty=false as shipped
	@.ci/programs
	@go build -o $(BIN)/try ./internal/testenv/try
	@$(BIN)/try $(TRY)

# Readers, advice and what is shipped are functions of their input and start no goroutine: the detector finds nothing
# in their tests, and makes them ten times as long. Whoever calls them concurrently is among the packages that stay, of which
# the long tests that start nothing concurrent skip (internal/testenv/race).
race: ## the tests of make test under the race detector, of all packages in which something is concurrent
	go test -race -short $(TESTS) $$(go list ./... | grep -vE '/(dashboards|deploy|docs|parser|internal/(advise|platform|e2e|manual|mask|testenv/gotest))(/|$$)')

lint: $(BIN)/golangci-lint ## golangci-lint, which contains go vet
	$(BIN)/golangci-lint run ./...

# A number of inputs and not a time: with a time, Go's fuzzer sometimes ends in "context deadline exceeded" by itself.
fuzz: ## every fuzz target for some thousand inputs; FUZZ=1000000x for more
	@.ci/fuzz $(FUZZ)

bench: ## benchmarks; ratios are against a bare client in the same run
	go test -run '^$$' -bench . -benchmem ./...

bench-fleet: ## simulated fleets, polled; FLEET=-sizes=100,1000 for smaller ones
	go run ./internal/bench/fleets $(FLEET)

dashboards: ## the Grafana dashboards' JSON, from the tables in dashboards
	go generate ./dashboards

pictures: ## the pictures of the pages in docs/pictures, from the demo in Chromium
	go test ./internal/e2e/pages -run 'TestPages/demo/pictures' -update

docs: ## what is generated: tables in docs/, manual pages and completion in deploy/
	go test ./collector -run TestDocs -update
	go test ./internal/web -run TestDocs -update
	go test ./deploy/man -run TestDocs -update
	go test ./internal/advise -run TestDocs -update
	go test ./cmd/slp-exporter -run 'TestDocs$$' -update

tools: $(BIN)/promtool $(BIN)/prometheus3 $(BIN)/golangci-lint $(BIN)/goreleaser $(BIN)/helm $(BIN)/axe.min.js ## the tools of tests and releases, pinned, into .ci/bin

$(BIN)/promtool: .ci/tools/promtool/go.mod
	cd .ci/tools/promtool && go build -tags remove_all_sd -o ../../bin/promtool github.com/prometheus/prometheus/cmd/promtool

$(BIN)/prometheus3: .ci/tools/promtool/go.mod
	cd .ci/tools/promtool && go build -tags remove_all_sd -o ../../bin/prometheus3 github.com/prometheus/prometheus/cmd/prometheus

# Without npm the tests that need it skip.
$(BIN)/axe.min.js: .ci/tools/axe/package-lock.json
	if command -v npm >/dev/null; then \
		mkdir -p $(BIN) && \
		npm ci --prefix .ci/tools/axe --ignore-scripts --no-audit --no-fund && \
		cp .ci/tools/axe/node_modules/axe-core/axe.min.js $@; \
	fi

$(BIN)/golangci-lint: .ci/tools/lint/go.mod
	cd .ci/tools/lint && go build -o ../../bin/golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint

$(BIN)/goreleaser: .ci/tools/release/go.mod $(wildcard .ci/tools/release/image/*.go)
	cd .ci/tools/release && go build -o ../../bin/ ./image github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod github.com/goreleaser/goreleaser/v2

$(BIN)/helm: deploy/helm/go.mod
	cd deploy/helm && go build -o ../../.ci/bin/helm helm.sh/helm/v3/cmd/helm

release: $(BIN)/goreleaser ## archives, packages, image, checksums, into dist/; RELEASE= for a tagged version
	$(BIN)/goreleaser release $(RELEASE) --clean
	$(BIN)/image dist

clean: ## what was built
	rm -rf slp-exporter dist $(BIN) .ci/tools/axe/node_modules
