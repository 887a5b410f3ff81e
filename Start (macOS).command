#!/bin/sh
# Double-click: opens the course. Fetches uv, which fetches Python and the rest, the first time.
cd "$(dirname "$0")" || exit 1
PATH="$PATH:$HOME/.local/bin:$HOME/.cargo/bin"
if ! command -v uv >/dev/null; then
    echo "Henter det, kurset mangler. Det tager et par minutter. / Fetching what the course lacks. This takes a few minutes."
    if command -v curl >/dev/null; then
        curl -LsSf https://astral.sh/uv/install.sh | sh
    else
        wget -qO- https://astral.sh/uv/install.sh | sh
    fi
fi
if ! uv run --frozen netvaerk start "$@"; then
    echo "Kurset kunne ikke starte. Se linjerne ovenfor. / The course could not start. See the lines above."
    printf '%s' "Tryk Enter. / Press Enter."
    read -r _
fi
