# The image of claimstore: the program and the libraries that it is linked to. It has no
# shell, no package manager and no Postgres; give it a database with CLAIMSTORE_DATABASE_URL.
#
#   docker build --tag claimstore --build-arg REVISION="$(git rev-parse HEAD)" .
#
# RUST_IMAGE is any Debian 12 (bookworm) with this Rust and a C compiler; make is added to it. Append a digest to
# pin it. The image keeps only the libraries of it that `ldd` lists. PROFILE is a cargo
# profile.
ARG RUST_IMAGE=rust:1.95-slim-bookworm

# The dependencies, built from stubs and the two files that name them. This layer is reused
# until one of these files changes.
FROM ${RUST_IMAGE} AS dependencies
ARG PROFILE=release
WORKDIR /build
# hadolint ignore=DL3008
RUN command -v make >/dev/null \
    || (apt-get update && apt-get install --yes --no-install-recommends make && rm -rf /var/lib/apt/lists/*)
COPY .cargo .cargo
COPY Cargo.toml Cargo.lock ./
RUN mkdir -p src tests examples benches/reach \
    && echo 'fn main() {}' >build.rs \
    && cp build.rs src/main.rs \
    && cp build.rs examples/fallen_source.rs \
    && touch src/lib.rs tests/main.rs \
        benches/anchors.rs benches/conflicts.rs benches/reach/main.rs \
    && cargo build --locked --profile "$PROFILE" --no-default-features --features server --bin claimstore

FROM dependencies AS build
ARG PROFILE=release
COPY .sqlx .sqlx
COPY build.rs ./
COPY migrations migrations
COPY proto proto
COPY src src
# Copied files can be older than the stubs that were built above. Cargo compares these times
# and would not build them. Packed relocations make the program a few percent smaller; glibc
# understands them since 2.36, which is the one of Debian 12. Functions that became the same are
# kept once, by the linker that Rust brings for this architecture. Functions are inlined where they
# are smaller than usual, which saves 2 percent.
RUN touch build.rs src/lib.rs src/main.rs \
    && if [ "$(uname -m)" = x86_64 ]; then fold=-Wl,--icf=all; else fold=-Wl,-O1; fi \
    && cargo rustc --locked --profile "$PROFILE" --no-default-features --features server --bin claimstore -- \
        -C link-arg=-Wl,-z,pack-relative-relocs -C link-arg="$fold" -C llvm-args=-inline-threshold=40

# Collects in /image what the program needs to run:
# - the program without its symbols, a ninth of it; a panic is logged with its file and line;
# - its libraries and the loader, where the loader looks for them;
# - how host names are resolved, and the user that it runs as;
# - the packages of the libraries with their licences, where scanners look for them.
RUN set -eu; \
    case "$PROFILE" in dev) built=target/debug ;; *) built=target/$PROFILE ;; esac; \
    install -D "$built/claimstore" /image/usr/bin/claimstore; \
    strip /image/usr/bin/claimstore; \
    mkdir -p /image/etc /image/var/lib/dpkg/status.d; \
    ldd /image/usr/bin/claimstore >/tmp/linked; \
    grep -o '/[^ ]*' /tmp/linked >/tmp/libraries; \
    while read -r library; do \
        cp --parents --dereference "$library" /image; \
        dpkg --search "*/${library##*/}" >/tmp/owner; \
        package=$(sed -n '1s/:.*//p' /tmp/owner); \
        dpkg-query --status "$package" >"/image/var/lib/dpkg/status.d/$package"; \
        cp --parents --dereference "/usr/share/doc/$package/copyright" /image; \
    done </tmp/libraries; \
    cp /etc/os-release /image/etc/; \
    echo 'hosts: files dns' >/image/etc/nsswitch.conf; \
    echo 'claimstore:x:65532:65532::/:/sbin/nologin' >/image/etc/passwd; \
    echo 'claimstore:x:65532:' >/image/etc/group

FROM scratch
ARG REVISION=unknown
LABEL org.opencontainers.image.title="claimstore" \
    org.opencontainers.image.description="A newsroom's memory of who said what, where it was printed, on whose word, and whether it held up" \
    org.opencontainers.image.version="0.1.0" \
    org.opencontainers.image.revision="${REVISION}"
COPY --from=build /image /
# Without a database the program fails at once and says so. It would otherwise look for a
# Postgres to start.
ENV CLAIMSTORE_DATABASE_REQUIRED=true
# A number, because Kubernetes can then verify that it is not root.
USER 65532:65532
EXPOSE 50051
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/bin/claimstore"]
CMD ["serve"]
