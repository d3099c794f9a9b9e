import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { InputError } from '../src/errors.ts'
import { readCsv } from '../src/read-csv.ts'

/** The rows of a file that comes in pieces of `size` bytes. */
async function rows(text: string | Buffer, size = 65_536): Promise<string[][]> {
  const bytes = Buffer.from(text)
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  )
  const read: string[][] = []
  await readCsv(Readable.from(pieces), '-', ['task', 'label'], (cells) => read.push([...cells]))
  return read
}

describe('reading CSV', () => {
  it.each([
    ['a byte-order mark', '\uFEFFtask,label\nt,x\n'],
    ['CRLF', 'task,label\r\nt,x\r\n'],
    ['CR alone', 'task,label\rt,x\r'],
    ['no last line end', 'task,label\nt,x'],
    ['line ends of two kinds', 'task,label\r\nt,x\n\n'],
    ['blank lines', '\n\ntask,label\n\nt,x\n\n'],
    ['the columns in another order, among others', 'n,label,task\n1,x,t\n'],
    ['spaces around the names of columns', ' task , label\nt,x\n'],
    ['quotes that are not needed', '"task","label"\n"t","x"\n'],
    ['UTF-16, by its mark', Buffer.from('\uFEFFtask,label\nt,x\n', 'utf16le')],
  ])('takes a file with %s', async (_, text) => {
    expect(await rows(text)).toEqual([['t', 'x']])
  })

  it('reads commas, quotes and line ends inside quotes, and keeps spaces', async () => {
    expect(await rows('task,label\n"a,b","say ""no""\r\nor yes"\n c , d\n')).toEqual([
      ['a,b', 'say "no"\r\nor yes'],
      [' c ', ' d'],
    ])
  })

  it('does not mind where a file is cut into pieces', async () => {
    const text = '\uFEFFtask,label\r\n"é, ""ü""",👍\r\nt2,"two\r\nlines"\r\n'
    const whole = await rows(text)
    for (const size of [1, 2, 3, 5]) expect(await rows(text, size)).toEqual(whole)
    expect(whole).toEqual([
      ['é, "ü"', '👍'],
      ['t2', 'two\r\nlines'],
    ])
  })

  it.each([
    ['a column is missing', 'task,worker\nt,w\n', 'line 1: the column "label" is missing'],
    ['a column is there twice', 'task,label,task\nt,x,u\n', 'line 1: the column "task" is there twice'],
    ['a row is short', 'task,label\nt,x\nu\n', 'line 3: the row has more or fewer cells'],
    ['a row is long', 'task,label\nt,x,y\n', 'line 2: the row has more or fewer cells'],
    ['a cell is empty', 'task,label\nt,x\n\nu,\n', 'line 4: the label is empty'],
    ['lines are inside quotes before it', 'task,label\n"t\n1",x\nu\n', 'line 4: the row has more or fewer'],
    ['a quote stands in an unquoted cell', 'task,label\nt,x"y\n', 'line 2: a quote stands inside a cell'],
    ['a quoted cell goes on', 'task,label\nt,"x"y\n', 'line 2: something follows the closing quote'],
    ['a quote is not closed', 'task,label\nt,x\nu,"y\nv,z\n', 'line 3: a quote opened from here on'],
    ['a quote takes in megabytes', `task,label\nt,"${'x\n'.repeat(600_000)}`, 'line 2: a row from here on'],
    ['there is nothing', '', 'is empty: the first line must name task and label'],
  ])('names the line where %s', async (_, text, message) => {
    const reading = rows(text)
    await expect(reading).rejects.toThrow(message)
    await expect(reading).rejects.toBeInstanceOf(InputError)
  })

  it('reads no row after one that is refused', async () => {
    const read: string[] = []
    const text = Readable.from([Buffer.from('task,label\nt,x\nu,y\nv,z\n')])
    const reading = readCsv(text, '-', ['task', 'label'], ([task = '']) => {
      if (task === 'u') throw new InputError('not this one')
      read.push(task)
    })
    await expect(reading).rejects.toThrow('standard input, line 3: not this one.')
    expect(read).toEqual(['t'])
  })

  it('says of a file that is not there, or is none, what it is', async () => {
    const nothing = () => undefined
    await expect(
      readCsv(Readable.from([]), '/nowhere/votes.csv', ['task', 'label'], nothing),
    ).rejects.toThrow('There is no file "/nowhere/votes.csv".')
    await expect(readCsv(Readable.from([]), import.meta.dirname, ['task', 'label'], nothing)).rejects.toThrow(
      'cannot be read; give a CSV file',
    )
  })
})
