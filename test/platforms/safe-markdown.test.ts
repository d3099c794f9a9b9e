import fc from 'fast-check'
import { lexer, type Token, walkTokens } from 'marked'
import { describe, expect, it } from 'vitest'
import { createSafeMarkdown, safeMarkdown } from '../../src/platforms/safe-markdown.ts'

const JOINER = '\u2060'

/** Runs with the word joiner made visible. */
const shown = (text: string) => safeMarkdown(text).replaceAll(JOINER, '·')

function inPieces(text: string, cuts: readonly number[]): string {
  const safe = createSafeMarkdown()
  let out = ''
  let from = 0
  for (const cut of [...cuts.map((at) => at % (text.length + 1)).sort((a, b) => a - b), text.length]) {
    out += safe.push(text.slice(from, cut))
    from = cut
  }
  return out + safe.end()
}

/** Everything a lenient reader could make of a text: decoded and unescaped again and again. */
function readings(text: string): string[] {
  const found = [text]
  for (let round = 0; round < 4; round += 1) {
    const last = found.at(-1) ?? ''
    const decoded = last
      .replaceAll(/&amp;?|&#0*38;|&#x0*26;/gi, '&')
      .replaceAll(/&lt;?|&#0*60;|&#x0*3c;/gi, '<')
      .replaceAll(/&excl;|&#0*33;|&#x0*21;/gi, '!')
      .replaceAll(/&commat;|&#0*64;|&#x0*40;/gi, '@')
      .replaceAll(/&num;|&#0*35;|&#x0*23;/gi, '#')
    found.push(decoded)
  }
  return [...found, ...found.map((reading) => reading.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1'))]
}

const PING = /<(?:!(?:channel|here|everyone|group|subteam|date)|@[UWB][A-Z0-9]|#[CGD][A-Z0-9])/

function pingsIn(text: string): string[] {
  return readings(text).flatMap((reading) => reading.match(PING) ?? [])
}

function plainOf(text: string): string {
  return text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
}

/** What a parser of CommonMark finds of links with a label of their own, images, definitions and markup. */
function hidingIn(markdown: string): string[] {
  const found: string[] = []
  const tokens = lexer(markdown)
  for (const [label, { href }] of Object.entries(tokens.links)) found.push(`[${label}]: ${href}`)
  void walkTokens(tokens, (token: Token) => {
    if (token.type === 'image' || token.type === 'html') found.push(token.raw)
    if (token.type !== 'link') return
    const { text, href } = token as { text: string; href: string }
    const target = plainOf(href)
    if (![target, target.replace(/^(?:http:\/\/|mailto:)/, '')].includes(plainOf(text))) found.push(token.raw)
  })
  return found
}

const DANGEROUS = [
  '<',
  '>',
  '[',
  ']',
  '(',
  ')',
  '!',
  '@',
  '#',
  '&',
  '|',
  '`',
  '``',
  '```',
  '~~~',
  '~',
  '\\',
  '"',
  "'",
  ':',
  '^',
  '*',
  '**',
  '_',
  '-',
  ' ',
  ' ',
  '  ',
  '    ',
  '\t',
  '\n',
  '\n',
  '\n\n',
  '\r\n',
  '\r',
  '1. ',
  '- ',
  '* ',
  '> ',
  '# ',
  '=',
  '---',
  '|-|-|\n',
  'a',
  'b ',
  'U12AB',
  'C12AB',
  'channel',
  'here',
  'everyone',
  'subteam^S1',
  'lt;',
  '&lt;',
  '&amp;',
  '&#60;',
  '&#x3c;',
  '&#33;',
  '&commat;',
  '<!',
  '<@',
  '<#',
  'https://evil.example',
  'http://x.io/a(b)',
  'www.x.io',
  'javascript:x',
  'a@b.co',
  '[x](https://evil.example)',
  '[x]: https://evil.example',
  '[x][y]',
  '![i](https://evil.example)',
  '](',
  '][',
  ']:',
  '<https://x.io>',
  '<https://x.io|y>',
  '<div>',
  '<a href="',
  '<!--',
  '-->',
  '<script>',
  '\u{1f600}',
  '\ud83d',
  'é',
  '中文',
  '\u0000',
]

const dangerous = fc.array(fc.constantFrom(...DANGEROUS), { maxLength: 40 }).map((pieces) => pieces.join(''))

/** Whole constructs, so that code, lists and quotes are nested in one another more often than by chance. */
const nested = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        '',
        '',
        '',
        '  ',
        '   ',
        '    ',
        '      ',
        '> ',
        '> > ',
        '- ',
        '1. ',
        '  - ',
        '> - ',
        '- > ',
        '10. ',
        '\t',
      ),
      fc.constantFrom(
        '```',
        '````',
        '~~~',
        '```js',
        '``` `',
        '~~~ `',
        '```~~~',
        '``` ',
        '',
        '',
        'text',
        '`a`',
        '`',
        '``',
        'a `b',
        'b` c',
        '[x](https://evil.example)',
        '`[x](https://evil.example)`',
        '[x]: https://evil.example',
        '| a | b |',
        '|---|---|',
        '| `a | [x](https://evil.example) ` |',
        '<div>',
        '</div>',
        '---',
        '===',
        '# h `',
        '<@U123>',
        '<!here>',
        '*a `b* c`',
        '[a `](https://evil.example)`',
      ),
    ),
    { maxLength: 14 },
  )
  .map((lines) => lines.map(([prefix, content]) => prefix + content).join('\n'))

const RUNS = { numRuns: Number(process.env['FUZZ'] ?? 1500) }

describe('what Slack is told', () => {
  it.each([
    ['<!channel> and <!here|here>', '<·!channel> and <·!here|here>'],
    ['<!subteam^S012AB> <!date^1^{date}|x>', '<·!subteam^S012AB> <·!date^1^{date}|x>'],
    ['<@U012AB>, <@W012AB|bo>, <#C012AB|general>', '<·@U012AB>, <·@W012AB|bo>, <·#C012AB|general>'],
    ['# <!everyone>', '# <·!everyone>'],
    ['> - <!here>', '> - <·!here>'],
    ['| <!here> | b |\n|---|---|\n', '| <·!here> | b |\n|---|---|\n'],
    ['`<!here>` and `` <@U012AB> ``', '`<·!here>` and `` <·@U012AB> ``'],
    ['```\n<!channel>\n<@U012AB>\n```', '```\n<·!channel>\n<·@U012AB>\n```'],
    ['~~~ <!here>\n~~~', '~~~ <·!here>\n~~~'],
    ['&lt;!channel&gt; &#60;@U012AB> &amp;lt;!here>', '&lt;·!channel&gt; &#60;·@U012AB> &amp;lt;·!here>'],
    ['`&lt;!channel&gt;` <&#33;here>', '`&lt;·!channel&gt;` <·&#33;here>'],
    ['\\<!here> <\\!here>', '\\<·!here> <·\\!here>'],
    ['<[!here](x)>', '<·[!here]·(x)>'],
  ])('pings nobody: %s', (text, safe) => {
    expect(shown(text)).toBe(safe)
  })

  it.each([
    ['@channel, @here and (@Everyone)', '@·channel, @·here and (@·Everyone)'],
    ['me@here.org, @hereby, https://x.io/@here', 'me@here.org, @hereby, https://x.io/@here'],
    ['`@here` &#64;here', '`@here` &#64;·here'],
  ])('breaks the words that call everybody, and no others: %s', (text, safe) => {
    expect(shown(text)).toBe(safe)
  })

  it.each([
    ['See [the docs](https://x.io/a_b).', 'See the docs (https://x.io/a_b).'],
    ['[label](<https://x.io> "title") x', 'label (https://x.io) x'],
    ['a [**bold** `code]`](https://x.io)b', 'a **bold** `code]` (https://x.io) b'],
    ['a ![alt](https://x.io/i.png)', 'a alt (https://x.io/i.png)'],
    ['a [![alt](https://x.io/i.png)](https://y.io)', 'a alt (https://x.io/i.png) (https://y.io)'],
    ['<https://evil.example|bank.example> x', 'bank.example (https://evil.example) x'],
    ['[https://good.io](https://evil.example)', 'https://good.io (https://evil.example)'],
    ['x [a](javascript:alert) [b](data:text)', 'x a (javascript:alert) b (data:text)'],
    ['[two\nlines](https://x.io)', '[two\nlines]·(https://x.io)'],
    ['[label][ref]\n\n[ref]: https://x.io', '[label][ref]\n\n[ref]·: https://x.io'],
    ['[1. x](https://x.io)', '[1. x]·(https://x.io)'],
    ['\\[a](https://x.io)', '\\[a]·(https://x.io)'],
    [`[${'a'.repeat(300)}](https://x.io)`, `[${'a'.repeat(300)}]·(https://x.io)`],
  ])('shows where a link leads: %s', (text, safe) => {
    expect(shown(text)).toBe(safe)
  })

  it.each([
    'Plain *italics*, **bold**, ~~struck~~ & more: 3 < 4 > 2, f(x)[1] [note] - [x] done',
    '# Head\n\n- a\n  - b\n    1. c\n\n> quote\n\n| a | b |\n|:--|--:|\n| `x` | y |\n\n---\n',
    '<https://x.io/a?b=c&d=e>, https://x.io/(a), <me@x.io> and [https://x.io](https://x.io)',
    'Use `a < b && c > d`, `vec<T>`, `<div>` and `arr[i](x)`; ``a ` [b](c)``.',
    '```html\n<!DOCTYPE html>\n<!-- [a](b) -->\n<a href="x">@here</a>\n[r]: x\n```\n',
    '1. Step\n\n   ```sh\n   a[i](x) <b> && c\n\n   [x](y)\n   ```\n\n2. Step\n   - sub\n     ~~~\n     vec<T>[0](1)\n     ~~~\n',
    '> ```\n> arr[i](x) <T>\n> ```\n',
    '````md\n```js\n[a](b)\n```\n````\n',
    '- ```\n  a[i](x)\n  ```\n- b `arr[i](x)`',
    '字[注]、`a[i](x)`。\u{1f468}\u200d\u{1f469}\u200d\u{1f467} ok',
  ])('leaves ordinary Markdown and code as they are: %s', (text) => {
    expect(safeMarkdown(text)).toBe(text)
  })

  it.each([
    ['a closed span after a stray backtick', 'a ` b\n[x](https://evil.example) ` c'],
    ['a bar that ends a cell', '| ` | [x](https://evil.example) ` |\n|---|---|\n'],
    ['an escaped backtick', '\\` a ` [x](https://evil.example) `'],
    ['a backtick in an address', 'https://x.io/` [x](https://evil.example) `'],
    ['a fence that its list item ends', '- ```\n[x](https://evil.example)\n```'],
    ['a fence too deep to be one', '- a\n\n      ```\n\n[x](https://evil.example)'],
    ['a long span', `\`${'a '.repeat(300)}[x](https://evil.example)\``],
  ])('does not take for code what may not be: %s', (_, text) => {
    expect(safeMarkdown(text)).not.toContain('](')
  })

  it('passes text on at once, and holds back only what is undecided', () => {
    const safe = createSafeMarkdown()
    expect(safe.push('Hello wor')).toBe('Hello wor')
    expect(safe.push('ld `code')).toBe('ld `code')
    expect(safe.push('[')).toBe('')
    expect(safe.push('0]` and [la')).toBe('[0]` and ')
    expect(safe.push('bel](https://x.io')).toBe('')
    expect(safe.push(') <')).toBe('label (https://x.io) ')
    expect(safe.push('!here> [a')).toBe(`<${JOINER}!here> `)
    expect(safe.push('b\nc')).toBe('[ab\nc')
    expect(safe.push(` [${'x'.repeat(200)}`)).toBe(' ')
    expect(safe.push('yz')).toBe(`[${'x'.repeat(200)}yz`)
    expect(safe.push('](https://evil.example)')).toBe(`]${JOINER}(https://evil.example)`)
    expect(safe.end()).toBe('')
  })

  it('comes out the same however it is cut where runs of a character are long', () => {
    for (const [char, ending] of [
      ['`', '\n[x](https://x.io) `'],
      ['~', '\n[x](y)'],
      ['[', '](y)'],
      [' ', '`[x](y)`'],
      ['<', '!here>'],
      ['&amp;', 'lt;!here'],
    ] as const) {
      for (const length of [3, 199, 239, 240, 241, 242, 243, 405]) {
        for (const opening of ['', 'a ', '`[', '```\n', '[a']) {
          const text = `${opening}${char.repeat(length)}${ending}`
          expect(inPieces(text, [...text].keys().toArray())).toBe(safeMarkdown(text))
        }
      }
    }
  })

  it('never gives half a surrogate pair', () => {
    const safe = createSafeMarkdown()
    expect([safe.push('a\ud83d'), safe.push('\ude00b'), safe.end()]).toEqual(['a', '\u{1f600}b', ''])
  })
})

describe('whatever a model writes', () => {
  for (const [name, texts] of Object.entries({ dangerous, nested })) {
    it(`pings nobody and hides no target (${name})`, () => {
      fc.assert(
        fc.property(texts, (text) => {
          const safe = safeMarkdown(text)
          expect(pingsIn(safe)).toEqual([])
          expect(hidingIn(safe)).toEqual([])
        }),
        RUNS,
      )
    })

    it(`comes out the same however it is cut (${name})`, () => {
      fc.assert(
        fc.property(texts, fc.array(fc.nat(200), { maxLength: 12 }), (text, cuts) => {
          expect(inPieces(text, cuts)).toBe(safeMarkdown(text))
          expect(inPieces(text, [...text].keys().toArray())).toBe(safeMarkdown(text))
        }),
        RUNS,
      )
    })
  }

  it('comes through unchanged where nothing in it could do harm', () => {
    fc.assert(
      fc.property(dangerous, (text) => {
        const harmless = text.replaceAll(/[<[!@&]/g, '')
        expect(safeMarkdown(harmless)).toBe(harmless)
      }),
      RUNS,
    )
  })

  it('changes no more when it is made safe again', () => {
    fc.assert(
      fc.property(fc.oneof(dangerous, nested), (text) => {
        const safe = safeMarkdown(text)
        expect(pingsIn(safeMarkdown(safe))).toEqual([])
        expect(hidingIn(safeMarkdown(safe))).toEqual([])
      }),
      RUNS,
    )
  })
})
