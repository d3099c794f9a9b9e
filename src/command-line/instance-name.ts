import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

/** A name for this process, as claims and leases know it: another one each time. */
export function instanceName(): string {
  return `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`
}
