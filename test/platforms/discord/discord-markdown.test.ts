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
