import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { PartReader } from '../../src/platforms/markdown-part-reader.ts'
import { createMarkdownParts, type PartOperation, splitMarkdown } from '../../src/platforms/markdown-parts.ts'

function partsOf(operations: readonly PartOperation[]): string[] {
  const parts: string[] = []
  let current: string | undefined
  for (const operation of operations) {
    if (operation.type === 'text') current = (current ?? '') + operation.text
    else {
      parts.push(current ?? '')
      current = undefined
    }
  }
  return current === undefined ? parts : [...parts, current]
}

function inPieces(text: string, limit: number, size: () => number): string[] {
  const writer = createMarkdownParts({ limit })
  const operations: PartOperation[] = []
  for (let at = 0; at < text.length; ) {
    const next = at + Math.max(1, size())
    operations.push(...writer.push(text.slice(at, next)))
    at = next
  }
  return partsOf([...operations, ...writer.end()])
}

const FENCE = /^[ >]*(?:[-*+] +|\d+[.)] +)*(`{3,}|~{3,})(.*)$/

/** The fence a text leaves open, found line by line. */
function openFence(text: string): string | undefined {
  let open: string | undefined
  for (const line of text.split('\n')) {
    const [, marker = '', info = ''] = FENCE.exec(line) ?? []
    if (open === undefined) {
      if (marker !== '' && !info.includes('`')) open = marker
    } else if (marker.startsWith(open) && info.trim() === '') open = undefined
  }
  return open
}

/** What is left of a text without blanks, quote marks, fences and rows that may be repeated. */
function substance(texts: readonly string[]): string {
  return texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => !FENCE.test(line) && !line.includes('Head') && !/^[ >|:-]*-[ |:-]*$/.test(line))
    .map((line) => line.replace(/^[ >]+/, ''))
    .join('\n')
    .replaceAll(/\s/g, '')
}

const word = fc.oneof(
  { weight: 12, arbitrary: fc.stringMatching(/^[a-z]{1,9}$/) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('end.', 'really?', '“so!”', '3.5', '-', '`let x = a + b`', '``a ` b``'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('[a label](https://x.io/a)', 'https://x.io/中文/a', '👨‍👩‍👧', 'é́', '🇩🇪'),
  },
  { weight: 1, arbitrary: fc.constantFrom('*', '1.', '#', '`', '[', 'a*b*c', '|', '>') },
)
const words = (minLength: number, maxLength: number) =>
  fc.array(word, { minLength, maxLength }).map((found) => found.join(' '))
const cjk = fc
  .array(fc.constantFrom('中文字', '，', '。', 'かな', '「語」', 'カタ', '！'), {
    minLength: 1,
    maxLength: 40,
  })
  .map((found) => `字${found.join('')}`)
const paragraph = fc.oneof(
  { weight: 5, arbitrary: words(1, 60).map((text) => `P ${text}`) },
  {
    weight: 1,
    arbitrary: fc
      .array(words(1, 9), { minLength: 1, maxLength: 6 })
      .map((lines) => lines.map((line) => `p ${line}`).join('\n')),
  },
  { weight: 1, arbitrary: cjk },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 90 }).map((length) => '👨‍👩‍👧'.repeat(Math.ceil(length / 4))),
  },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-z]{60,400}$/) },
)
const code = fc
  .array(fc.stringMatching(/^[a-z ;=(){}`[\]|#*-]{0,50}$/), { minLength: 1, maxLength: 25 })
  .map((lines) => lines.map((line) => `c${line}`))
const fence = fc
  .tuple(fc.constantFrom('```', '~~~', '````'), fc.constantFrom('', 'ts', 'python title="x y"'), code)
  .map(([marker, info, lines]) => [marker + info, ...lines, marker])
const table = fc
  .array(fc.tuple(words(1, 3), words(1, 3)), { minLength: 1, maxLength: 15 })
  .map((rows) => [
    '| Head | Head 2 |',
    '|:--|---|',
    ...rows.map(([a, b]) => `| ${a.replaceAll('|', '/')} | ${b.replaceAll('|', '/')} |`),
  ])
const list = fc
  .array(fc.tuple(fc.nat(2), words(1, 25), fc.boolean(), fence), { minLength: 1, maxLength: 8 })
  .map((items) =>
    items.flatMap(([depth, text, withCode, lines], index) => {
      const indent = ' '.repeat(depth * 3)
      const marker = index % 2 === 0 ? `${index + 1}. ` : '-  '
      const block = withCode ? lines.map((line) => `${indent}   ${line}`) : []
      return [`${indent}${marker}i ${text}`, ...block]
    }),
  )
const lines = (found: fc.Arbitrary<readonly string[]>) => found.map((all) => all.join('\n'))
const quote = lines(fence).map((text) => text.replaceAll(/^/gm, '> '))
const heading = words(1, 6).map((text) => `## h ${text}`)
const document = fc
  .array(fc.oneof(paragraph, paragraph, lines(fence), lines(table), lines(list), heading, quote), {
    minLength: 1,
    maxLength: 14,
  })
  .map((blocks) => blocks.join('\n\n'))
const limits = fc.constantFrom(200, 350, 900)

const RUNS = { numRuns: Number(process.env['FUZZ'] ?? 300) }

describe('the parts of a text', () => {
  it('are within the limit, and not empty', () => {
    fc.assert(
      fc.property(document, limits, (text, limit) => {
        for (const part of splitMarkdown(text, limit)) {
          expect(part.length).toBeLessThanOrEqual(limit)
          expect(substance([part])).not.toBe('')
          expect(part).toMatch(/^ *\S/)
        }
      }),
      RUNS,
    )
  })

  it('hold the whole text in order, with nothing but fences, headers and blanks put in', () => {
    fc.assert(
      fc.property(document, limits, (text, limit) => {
        expect(substance(splitMarkdown(text, limit))).toBe(substance([text]))
      }),
      RUNS,
    )
  })

  it('close every fence that they open', () => {
    fc.assert(
      fc.property(document, limits, (text, limit) => {
        for (const part of splitMarkdown(text, limit)) expect(openFence(part)).toBeUndefined()
      }),
      RUNS,
    )
  })

  it('are the same however the text is cut into pieces', () => {
    fc.assert(
      fc.property(document, limits, fc.array(fc.nat(40), { minLength: 1 }), (text, limit, sizes) => {
        const whole = splitMarkdown(text, limit)
        expect(inPieces(text, limit, () => 1)).toEqual(whole)
        let turn = 0
        expect(inPieces(text, limit, () => sizes[turn++ % sizes.length] ?? 1)).toEqual(whole)
      }),
      RUNS,
    )
  })

  it('are the same however a jumble is cut into pieces, and within the limit', () => {
    const jumble = fc
      .array(
        fc.constantFrom(
          ...[
            '`',
            '```',
            '```js\n',
            '~~~',
            '\n',
            '\n\n',
            '\r\n',
            ' ',
            '    ',
            '\t',
            '> ',
            '- ',
            '1. ',
            '# ',
            '|',
            '|-|-|\n',
            '| a | b |\n',
          ],
          ...[
            '[',
            '](',
            ')',
            'word',
            'end. ',
            '中文',
            '。',
            '😀',
            '\ud83d',
            '\u0301',
            '\u200d',
            'https://x.io/',
            'x'.repeat(70),
            ' '.repeat(90),
          ],
        ),
        { maxLength: 150 },
      )
      .map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(
        jumble,
        fc.constantFrom(64, 120, 300),
        fc.array(fc.nat(30), { minLength: 1 }),
        (text, limit, sizes) => {
          const whole = splitMarkdown(text, limit)
          for (const part of whole) expect(part.length).toBeLessThanOrEqual(limit)
          expect(inPieces(text, limit, () => 1)).toEqual(whole)
          let turn = 0
          expect(inPieces(text, limit, () => sizes[turn++ % sizes.length] ?? 1)).toEqual(whole)
        },
      ),
      RUNS,
    )
  })

  it('never break a word, a link or a span of code that is short enough', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(words(1, 40), words(40, 90)), { minLength: 3, maxLength: 30 }),
        (paragraphs) => {
          const text = paragraphs
            .flat()
            .map((found) => found.replaceAll(/(?<=^|\s)[`[>](?=\s|$)/g, 'x'))
            .join('\n\n')
          const atoms = (found: string) => found.match(/`let x = a \+ b`|``a ` b``|\[a label\]\S+|\S+/g) ?? []
          expect(splitMarkdown(text, 1400).flatMap(atoms)).toEqual(atoms(text))
        },
      ),
      RUNS,
    )
  })

  it('never break a grapheme cluster', () => {
    const cluster = fc.constantFrom('👨‍👩‍👧', 'e\u0301\u0323', '👍🏽', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'x', '한')
    fc.assert(
      fc.property(fc.array(cluster, { minLength: 60, maxLength: 300 }), (clusters) => {
        const segments = (text: string) =>
          [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
        expect(splitMarkdown(clusters.join(''), 200).flatMap(segments)).toEqual(segments(clusters.join('')))
      }),
      RUNS,
    )
  })

  it('are the text itself where it is short', () => {
    fc.assert(
      fc.property(document, (text) => {
        const padded = `\n\n${text}\n\n`
        expect(splitMarkdown(padded, padded.length * 2)).toEqual([padded])
      }),
      RUNS,
    )
    expect(splitMarkdown(' \n\n', 100)).toEqual([])
  })
})

/** A paragraph of so many words of five letters, with a mark. */
const filler = (mark: string, count: number) => `${mark} ${'words '.repeat(count).trim()}.`

describe('a part ends', () => {
  it('between blocks before anything else', () => {
    const text = `${filler('a', 26)}\n\n${filler('b', 2)} More.\nline\n- item\n${filler('c', 20)}`
    expect(splitMarkdown(text, 200)[1]).toMatch(/^b words/)
  })

  it('between list items before their lines', () => {
    const items = Array.from({ length: 12 }, (_, index) => `${index + 1}. ${filler('i', 4)}\n   more. Text`)
    const parts = splitMarkdown(items.join('\n'), 200)
    expect(parts.length).toBeGreaterThan(2)
    for (const part of parts) expect(part).toMatch(/^\d+\. i .*Text$/s)
    expect(parts.join('\n')).toBe(items.join('\n'))
  })

  it('between sentences before words', () => {
    const text = `${'One two three four. '.repeat(30)}`
    for (const part of splitMarkdown(text, 200)) expect(part.trim()).toMatch(/^One.*four\.$/)
  })

  it('between the lines of a list item that is longer than a part', () => {
    const text = `- ${Array.from({ length: 20 }, (_, index) => `line ${index} of the item`).join('\n  ')}`
    for (const part of splitMarkdown(text, 200)) expect(part.trim()).toMatch(/^(?:- )?line .*of the item$/s)
  })

  it('before a table, or else between its rows, and the next one begins with its header', () => {
    const header = '| Name | Value |\n|---|--:|\n'
    const rows = Array.from({ length: 40 }, (_, index) => `| row ${index} | ${index} |`)
    const parts = splitMarkdown(`${filler('a', 28)}\n\n${header}${rows.join('\n')}`, 200)
    expect(parts[0]).toBe(filler('a', 28))
    for (const part of parts.slice(1)) expect(part.startsWith(`${header}| row`)).toBe(true)
    expect(
      parts
        .slice(1)
        .map((part) => part.slice(header.length))
        .join('\n'),
    ).toBe(rows.join('\n'))
  })

  it('within code by closing the fence, which the next one opens again', () => {
    const code = Array.from({ length: 40 }, (_, index) => `  call(${index});`)
    const parts = splitMarkdown(`Text\n\n  ~~~~js title\n${code.join('\n')}\n  ~~~~\n`, 200)
    for (const part of parts)
      expect(part.replace('Text\n\n', '')).toMatch(/^ {2}~~~~js title\n.*\n {2}~~~~\n?$/s)
    expect(parts.length).toBeGreaterThan(2)
  })

  it('never with a fence that holds nothing yet', () => {
    for (let length = 20; length < 34; length += 1) {
      const parts = splitMarkdown(`${filler('a', length)}\n\n\`\`\`\n${'code;\n'.repeat(30)}\`\`\``, 200)
      for (const part of parts) expect(part).not.toMatch(/```\n*(?:```|$)(?!\n*$)/)
      expect(parts.join('\n').match(/code;/g)?.length).toBe(30)
      for (const part of parts) expect(part).toMatch(/code;|words/)
    }
  })

  it('so that what was deep in a list is no indented code in the next', () => {
    const nested = Array.from({ length: 20 }, (_, index) => `      - item ${index} of a deep list`)
    const [, second = ''] = splitMarkdown(`- a\n  - b\n    - c\n${nested.join('\n')}`, 200)
    expect(second).toMatch(/^- item \d+ of a deep list\n- item/)
    const code = `      \`\`\`js\n${'      code();\n'.repeat(30)}      \`\`\``
    const parts = splitMarkdown(`- a\n  - b\n    - c\n${code}`, 200)
    expect(parts[1]).toMatch(/^```js\n(?:code\(\);\n)+```$/)
  })
})

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
