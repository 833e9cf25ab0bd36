import { LogStore } from '../log/log-store.ts'
import { MemoryStorage } from './memory-storage.ts'

/** A store in memory: the log's own code on a storage without a database. */
export class MemoryStore extends LogStore {
  constructor() {
    super(new MemoryStorage())
  }
}
