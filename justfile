# What is done every day. `just` lists it; `just --show RECIPE` prints a recipe.

# List the recipes.
[private]
default:
    @{{ just_executable() }} --list --unsorted

# Start the service with a private Postgres.
serve *ARGS:
    cargo run --locked -- serve {{ ARGS }}

# Run the tests, or those whose names contain NAME.
test NAME='':
    cargo test --locked {{ NAME }}

# Run everything that CI runs.
check:
    .ci/run

# Run what CI runs before the tests: format, lints, the contract, the migrations.
lint:
    .ci/run lint

# Format the Rust code and the contract.
fmt:
    #!/usr/bin/env bash
    set -euo pipefail
    . .ci/tools
    need_buf
    cargo fmt
    "$buf" format -w

# Check the queries against the migrations, and write .sqlx.
sqlx:
    .ci/prepare-sqlx

# Run the commands that the documents show; --write puts their output into the documents.
tour *ARGS: build
    .ci/tour {{ ARGS }}

# Run the examples and the clients in other languages; --write as above.
clients *ARGS:
    cargo build --locked --bins --examples
    .ci/clients {{ ARGS }}

# Try the built program with a client in another language.
smoke: build
    .ci/smoke

# Write docs/errors.md from what the server answers.
errors:
    UPDATE_GOLDEN=1 cargo test --locked golden

# Write proto/released.binpb, the contract of a release; CONTRIBUTING.md says when.
release-contract:
    #!/usr/bin/env bash
    set -euo pipefail
    . .ci/tools
    need_buf
    "$buf" build -o proto/released.binpb --exclude-source-info

# Validate the Dockerfile and the Kubernetes manifests.
k8s:
    .ci/k8s

# Build the container image and run it, without a container daemon; takes root.
image:
    .ci/image

# Run one of the benchmarks: anchors, conflicts, lists, reach, reads or speed.
bench NAME *ARGS:
    cargo bench --locked --bench {{ NAME }} -- {{ ARGS }}

[private]
build:
    cargo build --locked
