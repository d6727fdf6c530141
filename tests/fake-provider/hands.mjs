// The few types that really do something, for tests/replay: a database is created and dropped by psql (PGHOST, PGPORT, PGUSER), a backup
// directory is made and removed, but only where the replay has left its mark in it.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const mark = ".made-by-plangate-replay";

function sql(statement, name) {
  if (!/^[a-z_]+$/.test(name)) throw new Error(`${name} is no name for a database of the replay`);
  execFileSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "postgres", "-c", `${statement} "${name}"`], { stdio: ["ignore", "ignore", "pipe"] });
}

export const hands = {
  postgresql_database: {
    create: ({ name }) => sql("CREATE DATABASE", name),
    destroy: ({ name }) => sql("DROP DATABASE", name),
  },
  acme_backup: {
    create: ({ path }) => {
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, mark), "");
    },
    destroy: ({ path }) => {
      if (!existsSync(join(path, mark))) throw new Error(`${path} was not made by the replay`);
      rmSync(path, { recursive: true });
    },
  },
};
