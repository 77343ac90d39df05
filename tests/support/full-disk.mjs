// A disk without room, for a process started with --import of this file: while the file named by FULL_DISK_FLAG exists, nothing grows,
// though what is there can be written over, as on a real disk. Faked is only the answer of the file system's writes.
import fs from 'node:fs';

const flag = process.env['FULL_DISK_FLAG'];
const write = fs.writeSync;

fs.writeSync = (file, buffer, offset, length, position, ...rest) => {
  const grows = fs.fstatSync(file).isFile() && (position ?? Infinity) + length > fs.fstatSync(file).size;
  if (flag && grows && fs.existsSync(flag)) {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      errno: -28,
      syscall: 'write',
    });
  }
  return write(file, buffer, offset, length, position, ...rest);
};
