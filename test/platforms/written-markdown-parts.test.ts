import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { PartReader } from '../../src/platforms/markdown-part-reader.ts'
import { createMarkdownParts, splitMarkdown } from '../../src/platforms/markdown-parts.ts'
import { filler, inPieces, openFence, partsOf, RUNS, substance } from './part-texts.ts'

describe('while a text is written', () => {
  it('it is passed on at once far from the limit, then by words, then by the lines', () => {
    const writer = createMarkdownParts({ limit: 400, softLimit: 300 })
    const push = (text: string) => partsOf(writer.push(text)).join('·')
    expect(push('Hel')).toBe('Hel')
    expect(push(`lo ${'x'.repeat(94)}`)).toBe(`lo ${'x'.repeat(94)}`)
    expect(push('yyy z')).toBe('yyy')
    expect(push('z `a ')).toBe('')
    expect(push('b` c')).toBe(' zz `a b`')
    expect(push('w '.repeat(97))).toBe(` c${'w '.repeat(96)}`.trimEnd())
    expect(push('Line\nsecond ')).toBe(' w')
    expect(push('line\n\nthird')).toBe(' Line')
    expect(push(' line\nfourth')).toBe('\nsecond line')
    expect(partsOf(writer.end())).toEqual(['\n\nthird line\nfourth'])
  })

  it('a part ends at the next good place when asked to, and no sooner than text follows', () => {
    const writer = createMarkdownParts({ limit: 11_000 })
    writer.push('One paragraph that')
    expect(writer.cut()).toEqual([])
    const operations = [
      ...writer.push(' goes on. And on\nfor a while.\n\n'),
      ...writer.push('Another'),
      ...writer.push(' one.\n'),
      ...writer.end(),
    ]
    expect(partsOf(operations)).toEqual([' goes on. And on\nfor a while.', 'Another one.\n'])
  })

  it('a part that was asked to end does so soon without any good place', () => {
    const writer = createMarkdownParts({ limit: 11_000 })
    writer.push('Begun ')
    writer.cut()
    const [first = '', ...more] = partsOf([...writer.push('many words '.repeat(200)), ...writer.end()])
    expect(first.length).toBeLessThan(700)
    expect(more).toHaveLength(1)
    expect([first, ...more].join(' ').trim()).toBe('many words '.repeat(200).trim())
  })

  it('asking for an end where nothing was written changes nothing', () => {
    const writer = createMarkdownParts({ limit: 1_000 })
    writer.cut()
    expect(partsOf([...writer.push('Text.\n\nMore.\n'), ...writer.end()])).toEqual(['Text.\n\nMore.\n'])
  })

  it('an answer of 40,000 characters comes out whole', () => {
    const section = (index: number) =>
      [
        `## Section ${index}`,
        filler(`s${index}`, 140),
        `\`\`\`ts\n${Array.from({ length: 25 }, (_, line) => `const v${index}_${line} = f(${line})`).join('\n')}\n\`\`\``,
        `| Head | Head 2 |\n|---|---|\n${Array.from({ length: 12 }, (_, row) => `| r${index}_${row} | \`x\` |`).join('\n')}`,
        Array.from({ length: 6 }, (_, item) => `${item + 1}. ${filler(`i${index}_${item}`, 12)}`).join('\n'),
      ].join('\n\n')
    const text = Array.from({ length: 20 }, (_, index) => section(index)).join('\n\n')
    expect(text.length).toBeGreaterThan(40_000)
    for (const limit of [2_000, 11_000]) {
      const parts = splitMarkdown(text, limit)
      expect(inPieces(text, limit, () => 7)).toEqual(parts)
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(limit)
        expect(openFence(part)).toBeUndefined()
      }
      expect(parts.length).toBeLessThan(1.4 * (text.length / limit) + 1)
      expect(substance(parts)).toBe(substance([text]))
    }
  })
})

describe('code whose line begins with the mark of a quote', () => {
  const limit = 11_000
  const word = 'x'.repeat(2 * limit)

  // An opening line of this length leaves the mark where breaks between words begin.
  it.each([2_743, 2_745, 2_747])('does not hold the text for ever, behind an info string of %i', (length) => {
    const parts = splitMarkdown(`\`\`\`${'i'.repeat(length)}\n> ${word}\n\`\`\``, limit)
    expect(parts.join('').match(/x/g)).toHaveLength(word.length)
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(limit)
  })

  it('gets no more such marks where it is cut, unless the code stands in a quote', () => {
    const inCode = splitMarkdown(`\`\`\`\n> ${word}\n\`\`\``, limit).join('\n')
    expect(inCode.match(/^> /gm)).toHaveLength(1)
    const inQuote = splitMarkdown(`> \`\`\`\n> ${word}\n> \`\`\``, limit)
    for (const part of inQuote) expect(part).toMatch(/^> ```\n> x/)
  })
})

describe('a line in more quotes than a part could repeat', () => {
  it('is divided all the same', () => {
    const limit = 11_000
    const parts = splitMarkdown(`${'>'.repeat(6_000)} ${'word '.repeat(3_000)}`, limit)
    expect(parts.join(' ').match(/word/g)).toHaveLength(3_000)
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(limit)
  })
})

describe('parts without room', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  const hostile = fc
    .array(
      fc.constantFrom(
        ...[
          '`',
          '```',
          '```js\n',
          `\`\`\`${'i'.repeat(20)}\n`,
          '> ```\n',
          '- ```\n',
          '~~~',
          '````````````x\n',
        ],
        ...['\n', '\n\n', '\r\n', ' ', '    ', '\t', ' '.repeat(30)],
        ...['>', '> ', '>'.repeat(20), '- ', '1. ', '# ', '|', '|-|-|\n', '| a | b |\n', '[', '](', ')'],
        ...['word', 'end. ', '中文', '。', '😀', '\ud83d', '\u0301', '\u200d', 'x'.repeat(30)],
      ),
      { maxLength: 60 },
    )
    .map((pieces) => pieces.join(''))

  it('take at least one character of the text each', () => {
    const find = PartReader.prototype.break
    let left = 0
    vi.spyOn(PartReader.prototype, 'break').mockImplementation(function (this: PartReader, held, start) {
      left -= 1
      if (left < 0) throw new Error('More parts than characters.')
      return find.call(this, held, start)
    })
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 60 }), fc.nat(60), (text, limit, softLimit) => {
        left = text.length
        const writer = createMarkdownParts({ limit, softLimit })
        for (const part of partsOf([...writer.push(text), ...writer.end()])) {
          expect(part.length).toBeLessThanOrEqual(limit)
        }
      }),
      RUNS,
    )
  })

  it('are refused where no character has room', () => {
    for (const limit of [0, -1, Number.NaN]) expect(() => createMarkdownParts({ limit })).toThrow(RangeError)
  })
})
