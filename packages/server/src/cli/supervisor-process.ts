import { readConfig, warnings } from '../config.ts'
import { outliveReaders } from './outlive-readers.ts'
import { openLog } from './log-of-process.ts'
import { superviseOwner } from './supervise-owner.ts'

/* The program of the process that starts the owner of the store, and starts it again when it ends. */

outliveReaders()
const config = readConfig(process.env)
const logs = openLog(config)
for (const warning of warnings(config)) logs.log.warn(warning)
superviseOwner(logs)
