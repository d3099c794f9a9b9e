import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { labelReader, readGold, readVotes } from '../../src/command-line/read-votes.ts'
import type { Level } from '../../src/crowd/scale.ts'

const HEADER = 'task,worker,label\n'
const read = (text: string | Buffer, level: Level = 'nominal', order?: readonly string[]) =>
  readVotes(Readable.from([Buffer.from(text)]), '-', labelReader(level, order))

describe('reading votes', () => {
  it('keeps each name once, and each vote', async () => {
    const table = await read(`${HEADER}t,a,x\nt,b,y\nu,a,x\n`)
    expect(table).toEqual({
      tasks: ['t', 'u'],
      annotators: ['a', 'b'],
      labels: ['x', 'y'],
      task: Uint32Array.of(0, 0, 1),
      annotator: Uint32Array.of(0, 1, 0),
      label: Uint32Array.of(0, 1, 0),
    })
  })

  it('grows with the votes', async () => {
    const rows = Array.from({ length: 5_000 }, (_, id) => `t${id},a,${id % 3}\n`)
    const table = await read(HEADER + rows.join(''))
    expect(table.task).toEqual(Uint32Array.from({ length: 5_000 }, (_, id) => id))
    expect(table.labels).toEqual(['0', '1', '2'])
  })

  it('does not take two names for one because their bytes are not UTF-8', async () => {
    const latin = Buffer.from(`${HEADER}t,Jos\u00e9,a\nt,Jos\u00e8,a\n`, 'latin1')
    await expect(read(latin)).rejects.toThrow(
      'standard input, line 2: the row is not UTF-8 text; save the file as "CSV UTF-8".',
    )
  })

  it.each([
    ['interval', undefined, 'the label "many" is not a number, as interval labels are.'],
    ['ratio', undefined, 'the label "many" is not a number, as ratio labels are.'],
    ['ordinal', undefined, 'as ordinal labels are; give the order of the labels by --order.'],
    ['ordinal', ['1', '2'], 'the label "many" is not in the order given by --order.'],
  ] as const)('names the line of a label that is not %s, by the order %j', async (level, order, message) => {
    await expect(read(`${HEADER}t,a,1\nt,b,many\n`, level, order)).rejects.toThrow(
      new RegExp(`line 3: .*${RegExp.escape(message)}$`),
    )
  })

  it('refuses ratio labels below zero, of which −0 is none', async () => {
    await expect(read(`${HEADER}t,a,-0\nt,b,-1\n`, 'ratio')).rejects.toThrow(
      'line 3: the label "-1" is below',
    )
  })

  it('takes one number for one label, however it is written', async () => {
    expect((await read(`${HEADER}t,a,1\nt,b,1.0\nu,a,+1\nu,b,10e-1\n`, 'interval')).labels).toEqual(['1'])
  })
})

describe('reading gold', () => {
  const gold = (text: string) => readGold(Readable.from([Buffer.from(text)]), '-')

  it('gives the label of each task, which may be there twice', async () => {
    expect(await gold('task,label\nt,x\nu,y\nt,x\n')).toEqual(
      new Map([
        ['t', 'x'],
        ['u', 'y'],
      ]),
    )
  })

  it('refuses two labels for one task, with the line', async () => {
    await expect(gold('task,label\nt,x\nt,y\n')).rejects.toThrow(
      'standard input, line 3: the task "t" was "x" before, and is "y" here.',
    )
  })
})
