#!/bin/sh
# Fills an empty home with the demonstration town and serves the room. `demo --leave` leaves a mark in the
# home, so a town's own empty room is never filled by this.
set -eu
cd "$(dirname "$0")/.."
home=${SITUATION_ROOM_HOME:-home}
if [ -z "$(ls -A "$home" 2>/dev/null || true)" ]; then
    .venv/bin/situation-room demo
fi
exec .venv/bin/situation-room serve
