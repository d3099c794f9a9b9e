import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { LineLog } from '../../src/evaluation/line-log.ts'
import { readLines } from '../../src/evaluation/read-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'recourse-log-'))
afterAll(() => rmSync(folder, { recursive: true }))

const read = (path: string) => Array.fromAsync(readLines(path, z.number()), ({ value }) => value)

describe('a log of lines', () => {
  it('holds every line the moment it is added', () => {
    const path = join(folder, 'at-once')
    const log = LineLog.open(path)
    log.append({ text: 'ä\n' })
    expect(readFileSync(path, 'utf8')).toBe('{"text":"ä\\n"}\n')
    log.close()
  })

  it.each([
    ['in the first line', '12', '3\n'],
    ['in a later line', '1\n2\n{"torn', '1\n2\n3\n'],
    ['in a line longer than is read at once', `1\n"${'x'.repeat(200_000)}`, '1\n3\n'],
    ['nowhere', '1\n2\n', '1\n2\n3\n'],
  ])('goes on after a writing that was broken off %s', (where, before, after) => {
    const path = join(folder, where)
    writeFileSync(path, before)
    const log = LineLog.open(path)
    log.append(3)
    log.close()
    expect(readFileSync(path, 'utf8')).toBe(after)
  })

  it('is read without the line whose writing was broken off', async () => {
    const path = join(folder, 'torn')
    writeFileSync(path, '1\n2\n')
    appendFileSync(path, '{"to')
    expect(await read(path)).toEqual([1, 2])
  })

  it('names the line that was damaged', async () => {
    const path = join(folder, 'damaged')
    writeFileSync(path, '1\n\u0000\n2\n')
    await expect(read(path)).rejects.toThrow('line 2')
  })

  it('is empty where there is no file', async () => {
    expect(await read(join(folder, 'none'))).toEqual([])
  })
})
