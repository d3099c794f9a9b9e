import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lockFolder } from '../../src/evaluation/lock-folder.ts'

const LOCK = new URL('../../src/evaluation/lock-folder.ts', import.meta.url).href

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'recourse-lock-'))
})
afterAll(() => rm(root, { recursive: true }))

/** Another process that locks a folder and is killed with the lock in its hands. */
async function killedWhileFilling(folder: string): Promise<void> {
  const script = `const { lockFolder } = await import(${JSON.stringify(LOCK)})
await lockFolder(${JSON.stringify(folder)})
process.kill(process.pid, 'SIGKILL')`
  const killed = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  await expect(killed).rejects.toMatchObject({ signal: 'SIGKILL' })
}

describe('the lock of a folder', () => {
  it('is held by one at a time, and keeps nothing but an empty file', async () => {
    const folder = join(root, 'one')
    const unlock = await lockFolder(folder)
    await expect(lockFolder(folder)).rejects.toThrow(`Another process is filling ${folder} just now`)
    unlock()
    const again = await lockFolder(folder)
    again()
    expect(await readdir(folder)).toEqual(['lock.sqlite'])
  })

  it('ends with a process that is killed, and then one of many takes it', async () => {
    const folder = join(root, 'killed')
    await killedWhileFilling(folder)
    expect(existsSync(folder)).toBe(true)
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('says where there can be no folder, or nothing be written in it', async () => {
    const file = join(root, 'file')
    await writeFile(file, '')
    await expect(lockFolder(file)).rejects.toThrow('cannot be made')
    await expect(lockFolder('/proc/self')).rejects.toThrow('cannot be written')
  })
})
