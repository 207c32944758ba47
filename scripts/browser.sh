#!/bin/sh
# Makes sure that Debian's chromium and a Chinese font are there; installs them when run as root. Ends with 1 if not.
set -eu

has_browser() { command -v chromium >/dev/null 2>&1; }
has_font() { ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1 || { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh family)" ]; }; }

if has_browser && has_font; then
    exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "chromium and fonts-noto-cjk are not installed, and only root on Debian can install them" >&2
    exit 1
fi
echo "installing chromium and fonts-noto-cjk" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null
has_browser && has_font
