// A disk whose forced writes cost nothing, for a process started with --import of this file. A process that is killed leaves what it wrote
// to the system all the same; only a power cut needs what is left out here (tests/db/embedded-durability.test.ts looks at that).
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

fs.fsyncSync = () => undefined;
fs.fdatasyncSync = () => undefined;
syncBuiltinESMExports();
