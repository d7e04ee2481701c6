#!/usr/bin/env bash
# Backs up the database of claimstore, restores it, and tries backups. Made to be taken as it is;
# docs/operating.md says what a restore means to those who call claimstore.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: backup.sh backup FILE
       backup.sh restore FILE
       backup.sh verify FILE

  backup   writes the whole database into FILE, which must not exist. Servers go on meanwhile.
  restore  fills the database from FILE. It must be empty: a failure leaves it so. Then brings it to
           the release of the program claimstore, and runs `claimstore check`.
  verify   does the same in a new database on the same Postgres, and drops it. The role of the url
           must be allowed to create databases.

The variable CLAIMSTORE_DATABASE_URL says which database, as it does for claimstore:
postgres://USER:PASSWORD@HOST/DATABASE. It leads to Postgres itself, not to a pooler. The password can
also be in PGPASSWORD or in ~/.pgpass; it is never part of a command line.

backup needs pg_dump and pg_restore on the PATH, restore also psql and claimstore, and verify also
createdb and dropdb. Those of Postgres are of the same major version as the server.

exit codes:
  0  done
  1  failed: nothing was changed, and there is no new FILE
  2  the command or the url is not valid
  3  FILE was restored, but claimstore cannot serve from it: the messages say why
TEXT
}

fail() {
    echo "backup.sh: $1" >&2
    exit "${2:-1}"
}

# Reads the url as `before`, `name` and `after`: the name of the database, and what is around it, without
# the password. `before_secret` has the password, which goes to the programs of Postgres in PGPASSWORD.
read_url() {
    local url=${CLAIMSTORE_DATABASE_URL:-}
    local form='^(postgres(ql)?://)(([^:@/?]*)(:[^@/?]*)?@)?([^@/?]*)(/([^@/?]*))?(\?[^@]*)?$'
    [ -n "$url" ] || fail "CLAIMSTORE_DATABASE_URL is not set" 2
    # The url is not printed: what is wrong with it may be its password.
    [[ $url =~ $form ]] || fail "CLAIMSTORE_DATABASE_URL is not postgres://USER:PASSWORD@HOST/DATABASE; \
write : / ? @ in the password as %3A %2F %3F %40" 2
    local scheme=${BASH_REMATCH[1]} user=${BASH_REMATCH[4]} secret=${BASH_REMATCH[5]}
    local host=${BASH_REMATCH[6]}
    name=${BASH_REMATCH[8]}
    after=${BASH_REMATCH[9]}
    case $after in
        *[?\&]password=* | *[?\&]sslpassword=*)
            fail "the password is not before the @ in CLAIMSTORE_DATABASE_URL" 2 ;;
        *[?\&]dbname=*) fail "the database is not after the / in CLAIMSTORE_DATABASE_URL" 2 ;;
    esac
    [ -n "$name" ] || fail "CLAIMSTORE_DATABASE_URL names no database" 2
    # No other setting can lead claimstore to another database.
    unset "${!CLAIMSTORE_@}"
    before=$scheme${user:+$user@}$host/
    before_secret=$scheme${user:+$user$secret@}$host/
    if [ -n "$secret" ]; then
        secret=${secret#:}
        secret=${secret//\\/\\\\}
        PGPASSWORD=$(printf '%b' "${secret//%/\\x}")
        export PGPASSWORD
    fi
}

require_backup() {
    local content
    content=$(pg_restore --list "$1") || fail "$1 is not a backup, or is damaged"
    grep -q ' TABLE DATA [^ ]* changes ' <<<"$content" || fail "$1 has no log of claimstore"
    # The list is only of what comes first in the file; this reads all of it.
    pg_restore --file=/dev/null "$1" || fail "$1 is damaged"
}

backup() {
    local file=$1
    [ ! -e "$file" ] || fail "$file is there already"
    # Only its owner can read what mktemp makes.
    partial=$(mktemp "$file.partial.XXXXXX") || fail "$file cannot be written"
    trap 'rm -f "$partial"' EXIT
    # Behind a migration it does not wait for ever.
    pg_dump --dbname="$before$name$after" --no-password --format=custom --lock-wait-timeout=60s \
        --file="$partial" || fail "the database was not backed up"
    require_backup "$partial"
    # Another run may have made it meanwhile; some versions of mv call that an error, others do not.
    mv -n "$partial" "$file" || true
    [ ! -e "$partial" ] || fail "$file was not written, or is there by now"
    echo "backed up into $file"
}

# Fills the empty database of a name.
fill() {
    local file=$1 url=$before$2$after is_empty content
    is_empty=$(psql --dbname="$url" --no-password --no-psqlrc --tuples-only --no-align --command="
        select not exists (
            select from pg_class
            where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
              and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
              -- Tables of extensions do not count.
              and not exists (
                  select from pg_depend
                  where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e'))
        ") || fail "the database $2 cannot be read"
    [ "$is_empty" = t ] || fail "the database $2 is not empty; nothing was changed"
    # Only what is claimstore's, so that its role may do it: all else is a matter of the server.
    content=$(pg_restore --list "$file") || fail "$file cannot be read; nothing was changed"
    pg_restore --dbname="$url" --no-password --exit-on-error --single-transaction \
        --no-owner --no-privileges --no-tablespaces --no-publications --no-subscriptions \
        --use-list=<(grep -v ' EXTENSION ' <<<"$content") "$file" ||
        fail "$file was not restored; nothing was changed"

    export CLAIMSTORE_DATABASE_URL=$before_secret$2$after
    # Until Postgres has counted the rows, its plans are bad.
    psql --dbname="$url" --no-password --no-psqlrc --quiet \
        --command="set client_min_messages = error" --command="analyze" ||
        fail "restored, but not analyzed" 3
    claimstore migrate || fail "restored, but not migrated" 3
    claimstore check || fail "restored, but not as claimstore writes it" 3
}

restore() {
    require_backup "$1"
    fill "$1" "$name"
    echo "restored from $1"
}

verify() {
    require_backup "$1"
    new=claimstore_verify_$$_$RANDOM
    createdb --maintenance-db="$before$name$after" --no-password --template=template0 --encoding=UTF8 \
        "$new" || fail "no database was created"
    trap 'dropdb --maintenance-db="$before$name$after" --no-password --force "$new"' EXIT
    fill "$1" "$new"
    echo "verified $1"
}

case "$# ${1:-} ${2:+FILE}" in
    "2 backup FILE") needed="pg_dump pg_restore" ;;
    "2 restore FILE") needed="pg_restore psql claimstore" ;;
    "2 verify FILE") needed="pg_restore psql claimstore createdb dropdb" ;;
    "1 --help " | "1 -h ")
        usage
        exit
        ;;
    *)
        usage >&2
        exit 2
        ;;
esac
for program in $needed; do
    command -v "$program" >/dev/null || fail "$program is not on the PATH"
done
read_url
# A name that begins with - is not to be read as an option.
"$1" "${2/#-/./-}"
