import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitMarkdown } from '../../src/platforms/markdown-parts.ts'
import { filler, inPieces, openFence, RUNS, substance } from './part-texts.ts'

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
