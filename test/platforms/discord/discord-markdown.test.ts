import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDiscordMarkdown, discordMarkdown } from '../../../src/platforms/discord/discord-markdown.ts'

const fragment = fc.constantFrom(
  ...[
    '-# ',
    '-',
    '#',
    ' ',
    '\n',
    '\n\n',
    '> ',
    '* ',
    'word',
    '<@1>',
    '@everyone',
    '`',
    '```\n',
    '[a](https://x.io)',
  ],
)

describe('a model’s Markdown for Discord', () => {
  it('is the same however it is cut into pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fragment, { maxLength: 60 }),
        fc.array(fc.nat(7), { minLength: 1 }),
        (pieces, sizes) => {
          const text = pieces.join('')
          const markdown = createDiscordMarkdown()
          let out = ''
          for (let at = 0, turn = 0; at < text.length; turn += 1) {
            const next = at + 1 + (sizes[turn % sizes.length] ?? 0)
            out += markdown.push(text.slice(at, next))
            at = next
          }
          expect(out + markdown.end()).toBe(discordMarkdown(text))
        },
      ),
    )
  })

  it('has no small print, behind whatever marks it begins a line', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 60 }), (pieces) => {
        expect(discordMarkdown(pieces.join(''))).not.toMatch(/^[\s>*-]*-#/m)
      }),
    )
  })

  it('keeps everything else of a text that is harmless', () => {
    const text = 'A **bold** word, a `-# span`, 3 -# 4.\n\n- an item\n\n```ts\nconst a = x < y\n```\n'
    expect(discordMarkdown(text)).toBe(text)
  })
})

const LINK = '[bank](https://evil.example/x)'

describe('a link that hides its target', () => {
  it.each([
    ['a fence of tildes, which Discord does not know', `~~~\n${LINK}\n~~~`],
    ['a fence that Discord ends in the middle of a line', `\`\`\`js\ncode \`\`\` ${LINK}\n\`\`\``],
    ['a longer fence, which Discord ends at three backticks', `\`\`\`\`\n\`\`\`\n${LINK}\n\`\`\`\`\``],
    ['a span that Discord begins a paragraph earlier', `open \` here\n\n\`${LINK}\` done`],
    ['a span that Discord begins before the list', `open \` here\n- \`${LINK}\` done`],
    ['code, with blanks and an angle before it', '```\n[bank](\n <https://evil.example/x>)\n```'],
    ['code, with an escape in it', '```\n[bank](HTTPS\\://evil.example/x)\n```'],
    ['code, behind another bracket', '```\n[bank](h](](https://evil.example/x)\n```'],
  ])('is broken in %s', (_, text) => {
    const shown = discordMarkdown(text)
    expect(shown).not.toMatch(/\]\(\s*<?https?\\?:/i)
    expect(shown.replaceAll('\u2060', '')).toBe(text)
  })

  it('is broken wherever the text is cut', () => {
    const text = `~~~\n${LINK}\n~~~\n- a[0](http) [x](\n-# y`
    for (let at = 0; at <= text.length; at += 1) {
      const markdown = createDiscordMarkdown()
      const shown = markdown.push(text.slice(0, at)) + markdown.push(text.slice(at)) + markdown.end()
      expect(shown).toBe(discordMarkdown(text))
    }
  })

  it('is told from code that calls what it looks up', () => {
    const code = '```js\nhandlers[0](http, list[1](), table[2](\n  value))\n```'
    expect(discordMarkdown(code)).toBe(code)
  })
})

it('small print of the model’s own is broken, also in numbered lists and behind a lone carriage return', () => {
  for (const text of ['-# forged', '> - -# forged', '1. -# forged', '> 2) -# forged', 'a\r-# forged']) {
    expect(discordMarkdown(text)).not.toContain('-#')
  }
  expect(discordMarkdown('a -# b')).toBe('a -# b')
})
