import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { Connection } from '../../src/models/connection.ts'

const PATIENT = 60_000

describe('a connection', () => {
  it('keeps nothing of what was waited for, however long it lives', async () => {
    const connection = new Connection(undefined, PATIENT)
    const seen: WeakRef<object>[] = []
    for (let chunk = 0; chunk < 1_000; chunk += 1) {
      seen.push(new WeakRef(await connection.wait(Promise.resolve({ chunk }))))
    }
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    // What was just looked at is kept to the end of the turn.
    await new Promise((resolve) => setImmediate(resolve))
    collect()
    const kept = seen.filter((one) => one.deref() !== undefined)
    expect(kept.length).toBeLessThan(10)
    connection.close()
  })

  it('ends what is waited for when its caller aborts, and all that is waited for afterwards', async () => {
    const caller = new AbortController()
    const connection = new Connection(caller.signal, PATIENT)
    const waited = connection.wait(new Promise(() => {}))
    caller.abort()
    await expect(waited).rejects.toThrow('aborted')
    await expect(connection.wait(Promise.resolve('late'))).rejects.toThrow('aborted')
    expect(connection.stopped).toBe('aborted')
  })

  it('passes on why something failed, and can be waited on again', async () => {
    const connection = new Connection(undefined, PATIENT)
    await expect(connection.wait(Promise.reject(new Error('broken off')))).rejects.toThrow('broken off')
    expect(await connection.wait(Promise.resolve('more'))).toBe('more')
    connection.close()
    expect(connection.stopped).toBeUndefined()
  })
})
