#!/bin/sh
# Runs a command with a throw-away PostgreSQL: TEST_DATABASE_URL holds its address (a superuser's), and it is gone afterwards.
#
#   scripts/postgres-for-tests.sh npm test
#   TEST_POSTGRES_FSYNC=on scripts/postgres-for-tests.sh npm run bench
#
# The server comes from Debian's packages and runs as an ordinary user; root is needed only to install them where they are missing.
set -eu

if [ $# -eq 0 ]; then
  echo "usage: $0 command [argument...]" >&2
  exit 2
fi

# Debian keeps the server's programs of each version in a folder of its own, outside PATH.
newest_bin() {
  for found in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n -r); do
    if [ -x "$found/initdb" ]; then
      echo "$found"
      return
    fi
  done
  if command -v initdb >/dev/null 2>&1; then dirname "$(command -v initdb)"; fi
}

bin=$(newest_bin)
if [ -z "$bin" ]; then
  if [ "$(id -u)" -ne 0 ]; then
    echo "PostgreSQL is not installed. Run once as root: apt-get update && apt-get install -y postgresql" >&2
    exit 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  {
    apt-get update -qq
    # Without a cluster of its own: only the programs are needed.
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    apt-get install -y -qq --no-install-recommends postgresql
  } >&2
  bin=$(newest_bin)
fi

# PostgreSQL refuses to run as root.
user=$(id -un)
if [ "$(id -u)" -eq 0 ]; then
  user=postgres
  id -u "$user" >/dev/null 2>&1 || user=nobody
fi
as_user() {
  if [ "$(id -un)" = "$user" ]; then "$@"; else runuser -u "$user" -- "$@"; fi
}

dir=$(mktemp -d "${TMPDIR:-/tmp}/steward-postgres.XXXXXX")
[ "$(id -un)" = "$user" ] || chown "$user" "$dir"

stop() {
  trap - EXIT INT TERM
  as_user "$bin/pg_ctl" stop -D "$dir/data" -m immediate -s >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap 'stop' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

password=$(node -p 'crypto.randomBytes(12).toString("hex")')
port=$(node -e 'const s = net.createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
printf '%s\n' "$password" >"$dir/password"
[ "$(id -un)" = "$user" ] || chown "$user" "$dir/password"

cd "$dir"
as_user "$bin/initdb" -D "$dir/data" -U steward --pwfile="$dir/password" -A scram-sha-256 -E UTF8 --locale=C.UTF-8 >"$dir/initdb.log" 2>&1 || {
  cat "$dir/initdb.log" >&2
  exit 1
}
# Its data is thrown away, so it need not survive a power cut, unless it is to be as fast as a real one.
as_user "$bin/pg_ctl" start -D "$dir/data" -l "$dir/data/server.log" -w -s \
  -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='$dir' -c fsync=${TEST_POSTGRES_FSYNC:-off} -c max_connections=200" || {
  cat "$dir/data/server.log" >&2
  exit 1
}
cd "$OLDPWD"

export TEST_DATABASE_URL="postgresql://steward:$password@127.0.0.1:$port/postgres"
echo "PostgreSQL $("$bin/postgres" --version | sed 's/[^0-9]*//') runs for the tests: $TEST_DATABASE_URL" >&2
"$@"
