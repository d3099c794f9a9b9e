import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderMarkdown } from '../../../src/platforms/web/markdown.ts'
import { isReadable } from '../../../src/platforms/web/markdown-limits.ts'

const shown = (text: string) => renderMarkdown(text).markup

/** Elements a model's text may become; everything else is a hole. */
const ALLOWED =
  /^(p|br|hr|em|strong|del|code|pre|div|span|button|a|ul|ol|li|blockquote|h4|h5|h6|table|thead|tbody|tr|th|td)$/

describe('a model’s text as markup', () => {
  it('shows raw HTML as text', () => {
    const markup = shown('Hello <img src=x onerror=alert(1)>\n\n<script>alert(1)</script>\n\n<b>bold</b>')
    expect(markup).not.toMatch(/<(img|script|b)\b/)
    expect(markup).toContain('alert(1)')
  })

  it('makes no link of a scheme that can run or fetch anything', () => {
    for (const href of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'java\tscript:alert(1)',
      '&#106;avascript:alert(1)',
      'data:text/html,hi',
      'vbscript:x',
      'file:///etc/passwd',
      '/logout',
      '//evil.example',
    ]) {
      expect(shown(`[press](<${href}>)`), href).not.toContain('<a ')
      expect(shown(`![press](<${href}>)`), href).not.toMatch(/<a |<img/)
    }
  })

  it('links to the web and to mailboxes without handing over who came from where', () => {
    const markup = shown('[guide](https://example.org/a?b=1&c="2") and [write](mailto:a@example.org)')
    expect(markup.match(/<a /g)).toHaveLength(2)
    expect(markup.match(/rel="noopener noreferrer nofollow"/g)).toHaveLength(2)
    expect(markup).not.toContain('"2"')
  })

  it('shows where a link leads when its text says something else', () => {
    expect(shown('[your bank](https://evil.example/login)')).toContain('(evil.example)')
    expect(shown('[https://example.org](https://example.org)')).not.toContain('(example.org)')
  })

  it('is not talked out of showing where a link leads by a text that names the place among others', () => {
    for (const text of [
      'http://bank.example evil.example',
      'evil.example.bank.example',
      '**bank** evil.example',
    ]) {
      expect(shown(`[${text}](http://evil.example)`), text).toContain('(evil.example)')
    }
    for (const text of ['evil.example', '**evil.example**', 'http://evil.example/']) {
      expect(shown(`[${text}](http://evil.example)`), text).not.toContain('(evil.example)')
    }
    expect(shown('See www.evil.example and a@evil.example')).not.toContain('link-target')
  })

  it('puts no link into a link', () => {
    const markup = shown(
      '[![a chart](https://one.example/x.png) *![](https://two.example)*](https://three.example)',
    )
    expect(markup.match(/<a /g)).toHaveLength(1)
    expect(markup).toContain('href="https://three.example/"')
    expect(markup).toContain('>a chart <em>image</em></a>')
    expect(markup).toContain('(three.example)')
  })

  it('never loads a picture; it links to it', () => {
    const markup = shown('![a chart](https://example.org/track.png)')
    expect(markup).not.toContain('<img')
    expect(markup).toContain('href="https://example.org/track.png"')
    expect(markup).toContain('a chart')
  })

  it('escapes code and offers to copy it', () => {
    const markup = shown('```html"><script>\n<script>alert(1)</script>\n```')
    expect(markup).not.toContain('<script')
    expect(markup).toContain('data-copy')
    expect(markup).toContain('&#60;script&#62;alert(1)')
  })

  it.each([
    ['quotes', '>'],
    ['numbered lists', '1. '],
    ['lists', '+ '],
    ['items', '- '],
  ])('shows %s too deep for the parser as they are', (_, unit) => {
    for (const length of [2_500, 16_000, 200_000]) {
      expect(shown(unit.repeat(length / unit.length))).toContain('<div class="plain-text">')
    }
  })

  it('shows text that nests inline without end as it is', () => {
    const nested = '*a **b '.repeat(1_600) + 'b** a* '.repeat(1_600)
    expect(shown(nested)).toBe(`<div class="plain-text">${nested}</div>`)
  })

  it('reads as Markdown only what the parser gets through in bounded time', () => {
    for (const unit of ['_a_', '!a', '**a', '-|-\n-\n', 'https://a.b/(', 'www.)']) {
      expect(isReadable(unit.repeat(16_000 / unit.length)), unit).toBe(false)
      expect(isReadable(unit.repeat(200_000 / unit.length)), unit).toBe(false)
    }
    const row = '| **name** | `value` | a few words that say more about it |\n'
    const code = `\`\`\`py\n${'some_name = other_name(a_b, c_d)\n'.repeat(150)}\`\`\`\n\n`
    expect(isReadable(row.repeat(120))).toBe(true)
    expect(isReadable((code + 'A *long* paragraph with `code` in it. '.repeat(40)).repeat(3))).toBe(true)
  })

  it('holds no element but those of prose, whatever the text', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '`',
      '```',
      '&',
      '[',
      ']',
      '(',
      ')',
      '!',
      '|',
      '-',
      '\n',
      '\n\n',
      '*',
      '#',
      '~',
      '\\',
      'a',
      ' ',
      '<svg/onload=x>',
      '<a href=x>',
      'javascript:x',
      'https://e.org',
      '&lt;script&gt;',
      '&#x3c;img&#x3e;',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const markup = shown(parts.join(''))
        for (const [, name = ''] of markup.matchAll(/<\/?([^\s>/]+)/g)) expect(name).toMatch(ALLOWED)
        for (const [tag] of markup.matchAll(/<[^>]*>/g))
          expect(tag).not.toMatch(/\son\w+\s*=|href="(?!https?:|mailto:)/i)
      }),
    )
  })
})
