#!/bin/sh
# Installs those of the named Debian packages that are missing; asks apt for nothing when all are there.
# Exit 0: all there now; 1: some are missing and cannot be installed (the cure is printed).
set -eu
missing=""
for package in "$@"; do
    case "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" in
    installed) ;;
    *) missing="$missing $package" ;;
    esac
done
[ -z "$missing" ] && exit 0
cure="apt-get update && apt-get install$missing"
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Не хватает пакетов Debian:$missing; установите их аналоги в вашей системе" >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    root=""
elif command -v sudo >/dev/null 2>&1; then
    root="sudo"
else
    echo "Не хватает пакетов Debian, а прав на установку нет. Выполните от root: $cure" >&2
    exit 1
fi
echo "Устанавливаются пакеты Debian:$missing"
# An old package list asks for files the mirror has dropped, so it is refreshed, but only now.
# shellcheck disable=SC2086
{
    $root apt-get update -qq
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
} || {
    echo "apt-get не справился. Выполните от root: $cure" >&2
    exit 1
}
