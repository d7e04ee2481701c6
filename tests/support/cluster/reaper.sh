# Stops the shared test server once no test process has lived for a while, and clears up after
# processes that were killed. Arguments: the room, the seconds to wait.
#
# It takes no lock, for there is no portable one in sh; gate.rs says why that is safe.

trap '' HUP INT
cd "$1" || exit 1
idle_max=$2
echo $$ >reaper.pid

# One that has ended is not alive, even if nobody has waited for it.
alive() {
    kill -0 "$1" 2>/dev/null || return 1
    read -r stat 2>/dev/null <"/proc/$1/stat" || return 0
    case $stat in *") Z "*) return 1 ;; esac
}

# Removes the files of those that have ended; true if any lives.
any_client() {
    found=1
    for file in clients/*; do
        [ -e "$file" ] || continue
        if alive "${file#clients/}"; then found=0; else rm -f "$file"; fi
    done
    return $found
}

# The process id in postmaster.pid, if that process serves the directory: ids are reused.
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

# Harder each time.
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
