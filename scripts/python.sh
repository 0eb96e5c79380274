#!/bin/sh
# Runs the first Python on this machine that is 3.11 or newer (a pyenv shim may be there and not work).
# The locks are made for 3.11, so 3.11 is asked first.
for python in ${PYTHON:-} python3.11 python3 python3.12 python3.13 python3.14; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$python" "$@"
    fi
done
echo "Нужен Python 3.11 или новее: apt-get install python3 (Debian 12), либо make PYTHON=/путь/к/python3.11" >&2
exit 1
