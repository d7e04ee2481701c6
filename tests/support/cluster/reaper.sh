# Stops the shared test server when no test process has run for a while, and cleans up after
# processes that were killed. Arguments: the shared directory, and the seconds to wait.
#
# It takes no lock, because sh has no portable one. gate.rs explains why that is safe.

trap '' HUP INT
cd "$1" || exit 1
idle_max=$2
echo $$ >reaper.pid

# A zombie is not alive.
alive() {
    kill -0 "$1" 2>/dev/null || return 1
    read -r stat 2>/dev/null <"/proc/$1/stat" || return 0
    case $stat in *") Z "*) return 1 ;; esac
}

# Removes the files of processes that have ended. True if any process lives.
any_client() {
    found=1
    for file in clients/*; do
        [ -e "$file" ] || continue
        if alive "${file#clients/}"; then found=0; else rm -f "$file"; fi
    done
    return $found
}

# The process id in postmaster.pid, if that process serves this directory. Ids are reused, so it
# is checked.
server_of() {
    server=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) || return
    if [ -e /proc/self/cmdline ]; then
        arguments=$(tr '\0' ' ' 2>/dev/null <"/proc/$server/cmdline") || return
        case $arguments in *"-D $PWD/$1/data "*) ;; *) return ;; esac
    fi
    echo "$server"
}

remove_own_servers() {
    for dir in own-*; do
        [ -d "$dir" ] || continue
        pid=${dir#own-}
        alive "${pid%-*}" && continue
        server=$(server_of "$dir") && [ -n "$server" ] && kill -QUIT "$server" 2>/dev/null
        rm -rf "$dir"
    done
}

# Sends a harder signal each time.
stop_shared_server() {
    for signal in INT QUIT KILL; do
        tries=50
        while server=$(server_of server) && [ -n "$server" ]; do
            [ $tries -eq 50 ] && { kill -$signal "$server" 2>/dev/null || return; }
            tries=$((tries - 1))
            [ $tries -eq 0 ] && break
            sleep 0.2 2>/dev/null || sleep 1
        done
    done
}

idle=0
while [ "$(cat reaper.pid 2>/dev/null)" = $$ ]; do
    touch reaper.pid
    remove_own_servers
    if any_client; then idle=0; else idle=$((idle + 1)); fi
    if [ $idle -ge "$idle_max" ]; then
        : >stopping
        if any_client; then
            idle=0
            rm -f stopping
        else
            stop_shared_server
            rm -rf server
            rm -f reaper.pid stopping
            exit 0
        fi
    fi
    sleep 1
done
