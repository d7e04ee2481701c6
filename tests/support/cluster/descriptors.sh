# Closes all inherited descriptors. Otherwise, whoever waits for the end of a pipe would wait for
# this process, which outlives the test run. Only bash can name descriptors above 9.
if [ -n "${BASH_VERSION:-}" ]; then
    for fd in /dev/fd/*; do
        fd=${fd##*/}
        [ "$fd" -gt 2 ] && eval "exec $fd>&-"
    done
else
    exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
fi
