// For a process started with --import of this file: adds one byte to the file named by SYNC_COUNT whenever data is forced to disk.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const count = process.env['SYNC_COUNT'];
const sync = fs.fdatasyncSync;

fs.fdatasyncSync = (file) => {
  sync(file);
  if (count) fs.appendFileSync(count, '.');
};
// The bot imports it by name.
syncBuiltinESMExports();
