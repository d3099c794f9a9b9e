import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvCell } from '../../src/crowd/csv-cell.ts'

describe('a cell of CSV', () => {
  it.each([
    '=1+1',
    '+SUM(A1)',
    '-cmd',
    '@import',
    '\tx',
    '\rx',
    '\nx',
    '＝1',
    '-1+2',
    '=',
    ' =1',
    '\u00a0@x',
    '\ufeff=1',
    '\u200b+x',
    '\0=1',
  ])('keeps a spreadsheet from running %j', (text) => {
    expect(csvCell(text).replace(/^"/, '')).toBe(
      `'${/[\r\n]/.test(text) ? `${text.replaceAll('"', '""')}"` : text}`,
    )
  })

  it.each(['-1', '+1.5', '0', 'refused', 'a=b', '', ' a', ' '])('leaves %j as it is', (text) => {
    expect(csvCell(text)).toBe(text)
  })

  it('quotes what would end it, and doubles quotes', () => {
    expect(csvCell('a,b')).toBe('"a,b"')
    expect(csvCell('say "no"')).toBe('"say ""no"""')
    expect(csvCell('two\nlines')).toBe('"two\nlines"')
  })

  it('is read back as what was written, apart from the apostrophe before a formula', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '=', '-', '1', 'é', "'") })
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 4 }), (cells) => {
        const [row] = parse(`${cells.map(csvCell).join()}\r\n`, { record_delimiter: '\r\n' })
        expect(row?.map((cell: string, at: number) => (cell === `'${cells[at]}` ? cells[at] : cell))).toEqual(
          cells,
        )
      }),
    )
  })
})
