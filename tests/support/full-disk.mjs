// A disk without room, for a process started with --import of this file: while the file named by FULL_DISK_FLAG exists, nothing under
// FULL_DISK_DIR (default: nothing anywhere) grows, though what is there can be written over, as on a real disk. Faked is only the
// answer of the file system's writes.
import fs from 'node:fs';

const flag = process.env['FULL_DISK_FLAG'];
const directory = process.env['FULL_DISK_DIR'] ?? '';
const { openSync, writeSync } = fs;
const elsewhere = new Set();

fs.openSync = (path, ...rest) => {
  const file = openSync(path, ...rest);
  if (String(path).startsWith(directory)) elsewhere.delete(file);
  else elsewhere.add(file);
  return file;
};

fs.writeSync = (file, buffer, offset, length, position, ...rest) => {
  const fills = flag && !elsewhere.has(file) && fs.existsSync(flag) && fs.fstatSync(file).isFile();
  if (fills && (position ?? Infinity) + length > fs.fstatSync(file).size) {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      errno: -28,
      syscall: 'write',
    });
  }
  return writeSync(file, buffer, offset, length, position, ...rest);
};
