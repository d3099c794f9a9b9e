import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeMrkdwn, escapeWithin } from '../../../src/platforms/slack/escape-mrkdwn.ts'
import { addressesAnother, mentions, plainText, unescaped } from '../../../src/platforms/slack/plain-text.ts'

const BOT = 'U00000B071'

describe('the text of a message as a person reads it', () => {
  it.each([
    [`<@${BOT}> hello`, 'hello'],
    [`<@${BOT}|recourse> hello`, 'hello'],
    ['ask <@U0000000B1|ben>', 'ask @ben'],
    ['ask <@U0000000B1>', 'ask @someone'],
    ['see <#C000000001|general>', 'see #general'],
    ['see <#C000000001>', 'see #a-channel'],
    ['<!here> and <!channel> and <!everyone>', '@here and @channel and @everyone'],
    ['<!subteam^S0000001|@team>', '@team'],
    ['<!subteam^S0000001>', '@subteam'],
    ['at <!date^1795257000^{time}|noon>', 'at noon'],
    ['<https://example.org>', 'https://example.org'],
    ['<https://example.org|example.org>', 'https://example.org'],
    ['<https://example.org/a|the page>', 'the page (https://example.org/a)'],
    ['<mailto:ana@example.org|ana@example.org>', 'ana@example.org'],
    ['<tel:+491234|+491234>', '+491234'],
    ['if (a &lt; b &amp;&amp; c &gt; d)', 'if (a < b && c > d)'],
    ['write &amp;lt; for a bracket', 'write &lt; for a bracket'],
    ['#include &lt;stdio.h&gt;', '#include <stdio.h>'],
  ])('%s is read as %s', (text, read) => {
    expect(plainText(text, BOT)).toBe(read)
  })

  it('is what a person typed, when they mentioned nobody', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        expect(plainText(escapeMrkdwn(typed), BOT)).toBe(typed.trim())
        expect(unescaped(escapeMrkdwn(typed))).toBe(typed)
      }),
    )
  })
})

describe('whom a message is for', () => {
  it.each([
    [`<@${BOT}> hello`, true],
    [`hello <@${BOT}|recourse>`, true],
    [`<@${BOT}1> hello`, false],
    [`${BOT} hello`, false],
    [`&lt;@${BOT}&gt; hello`, false],
  ])('%s mentions the bot: %s', (text, expected) => {
    expect(mentions(text, BOT)).toBe(expected)
  })

  it.each([
    ['<@U0000000B1> what do you think?', true],
    ['  <@W0000000B1|ben> what do you think?', true],
    [`<@${BOT}> what do you think?`, false],
    ['I asked <@U0000000B1>', false],
    ['what do you think?', false],
  ])('%s addresses somebody else: %s', (text, expected) => {
    expect(addressesAnother(text, BOT)).toBe(expected)
  })
})

describe('text that is escaped to fit', () => {
  it('is never longer than the limit, and never ends within an escape or a character', () => {
    const texts = fc.string({ unit: fc.constantFrom('&', '<', '>', 'a', '😀', '\n') })
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 30 }), (text, limit) => {
        const fitted = escapeWithin(text, limit)
        expect(fitted.length).toBeLessThanOrEqual(limit)
        expect(fitted.isWellFormed()).toBe(true)
        const whole = fitted === escapeMrkdwn(text)
        expect(whole).toBe(escapeMrkdwn(text).length <= limit)
        if (!whole) expect(text.startsWith(unescaped(fitted.slice(0, -1)))).toBe(true)
        expect(fitted.replaceAll(/&(?:amp|lt|gt);/g, '')).not.toMatch(/[&<>]/)
      }),
    )
  })
})
