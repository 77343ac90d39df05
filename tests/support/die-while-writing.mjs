// A process that dies half way through writing to a file, for one started with --import of this file: while the file named by
// DIE_WHILE_WRITING_FLAG exists, the next write to a file whose name ends like the flag's content writes half of it, and the process is killed.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const flag = process.env['DIE_WHILE_WRITING_FLAG'];
const { openSync, writeSync } = fs;
const names = new Map();

fs.openSync = (path, ...rest) => {
  const file = openSync(path, ...rest);
  names.set(file, String(path));
  return file;
};

fs.writeSync = (file, buffer, offset = 0, length = buffer.length - offset, ...rest) => {
  if (flag && fs.existsSync(flag) && names.get(file)?.endsWith(fs.readFileSync(flag, 'utf8'))) {
    writeSync(file, buffer, offset, Math.floor(length / 2), ...rest);
    process.kill(process.pid, 'SIGKILL');
  }
  return writeSync(file, buffer, offset, length, ...rest);
};
syncBuiltinESMExports();
