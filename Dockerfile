# The image of claimstore: one program, the C library it is linked to, and nothing else.
# No shell, no package manager, no Postgres: name a database with CLAIMSTORE_DATABASE_URL.
#
#   docker build --tag claimstore --build-arg REVISION="$(git rev-parse HEAD)" .
#
# RUST_IMAGE is any Debian 12 (bookworm) with this Rust and a C compiler; append a digest to
# pin it. Of it, the image keeps only what `ldd` names. PROFILE is a cargo profile.
ARG RUST_IMAGE=rust:1.95-slim-bookworm

# Everything that others wrote, built from the two files that name it: this layer is kept
# until one of them changes.
FROM ${RUST_IMAGE} AS dependencies
ARG PROFILE=release
WORKDIR /build
COPY Cargo.toml Cargo.lock ./
RUN mkdir -p src tests benches/reach \
    && echo 'fn main() {}' >build.rs \
    && cp build.rs src/main.rs \
    && touch src/lib.rs tests/main.rs \
        benches/anchors.rs benches/conflicts.rs benches/reach/main.rs \
    && cargo build --locked --profile "$PROFILE" --bin claimstore

FROM dependencies AS build
ARG PROFILE=release
# A build needs no database: queries are checked against what is in .sqlx.
ENV SQLX_OFFLINE=true
COPY .sqlx .sqlx
COPY build.rs ./
COPY migrations migrations
COPY proto proto
COPY src src
# Copied files are older than the stubs that were built above, and cargo goes by that.
RUN touch build.rs src/lib.rs src/main.rs \
    && cargo build --locked --profile "$PROFILE" --bin claimstore

# What the program needs to run, laid out as it will stand in the image: itself without its
# debug symbols (function names in backtraces stay), its libraries and the loader where the
# loader looks for them, how names are resolved, and who it runs as. The packages that the
# libraries come from are listed where scanners look, with their licences.
RUN set -eu; \
    case "$PROFILE" in dev) built=target/debug ;; *) built=target/$PROFILE ;; esac; \
    install -D "$built/claimstore" /image/usr/bin/claimstore; \
    strip --strip-debug /image/usr/bin/claimstore; \
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
# Without a database, a start fails and says so, in place of looking for a Postgres.
ENV CLAIMSTORE_DATABASE_REQUIRED=true
# By number, so that Kubernetes can tell that it is not root.
USER 65532:65532
EXPOSE 50051
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/bin/claimstore"]
CMD ["serve"]
