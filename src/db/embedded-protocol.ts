/** What the thread of the embedded database is asked and what it says; both sides import these shapes and nothing else of each other. */

/** What the thread is started for. */
export type EmbeddedTask =
  /** Make an empty database in a directory that does not exist yet, and end. */
  | { type: 'create'; directory: string }
  /** Open the database and serve it, at a unix socket or (Windows) on a free loopback port, until told to close. */
  | { type: 'serve'; directory: string; address: EmbeddedAddress }
  /** Open a copy, read every row of it, close it cleanly, and end. */
  | { type: 'verify'; directory: string };

export type EmbeddedAddress = { path: string } | { host: string; port: number };

export type EmbeddedRequest =
  /** Checkpoint, close PostgreSQL and end the thread. */
  | { type: 'close'; id: number }
  /** Copy the files as they are, leaving out the write-ahead log before `oldestLog`; nothing else happens meanwhile. */
  | { type: 'copy'; id: number; to: string; oldestLog: string };

export type EmbeddedReply =
  /** It serves; `port` where the address was one. */
  | { type: 'ready'; port: number | null }
  | { type: 'done'; id: number; error: string | null }
  /** PostgreSQL warned. */
  | { type: 'said'; line: string }
  /** The task of creating or verifying is finished. */
  | { type: 'finished'; rowCount: number }
  /** It could not start, or what it opened is damaged. */
  | { type: 'failed'; reason: string; lastWords: string[] }
  /** PostgreSQL aborted while serving; the thread ends. */
  | { type: 'died'; reason: string; lastWords: string[] };
