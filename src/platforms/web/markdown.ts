import { Marked, type Token } from 'marked'
import { inReadingOrder } from '../../direction.ts'
import { escapeHtml, Html, html } from '../../html.ts'
import { isReadable } from './markdown-limits.ts'

/** Where a link of a model's text may lead. */
const LINK_SCHEMES = new Set(['http:', 'https:', 'mailto:'])

/**
 * A model's Markdown as markup. Raw HTML is shown as text, links lead to the web or a mailbox and nowhere
 * else, and an image becomes a link to it, so that reading an answer never calls on another server.
 * Never throws, and takes bounded time: a text that is too much for the parser is shown as it is.
 */
export function renderMarkdown(given: string): Html {
  const text = inReadingOrder(given)
  if (!isReadable(text)) return plainText(text)
  try {
    return new Html(marked.parse(text, { async: false }))
  } catch {
    // The parser calls itself for each level of nesting and runs out of stack where a text has too many.
    return plainText(text)
  }
}

function plainText(text: string): Html {
  return html`<div class="plain-text">${text}</div>`
}

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }) => escapeHtml(text),
    link({ href, tokens }) {
      const inner = withoutLinks(tokens)
      return link(href, this.parser.parseInline([...inner]), visibleText(inner))
    },
    image: ({ href, text }) => link(href, escapeHtml(altOf(text)), altOf(text)),
    // A page has one outline of its own; headings of an answer start below it.
    heading({ tokens, depth }) {
      const level = Math.min(6, depth + 3)
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`
    },
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    code({ text, lang }) {
      const language = /^[\w+#.-]{1,20}/.exec(lang ?? '')?.[0] ?? ''
      return (
        `<div class="code"><div class="code-bar"><span>${escapeHtml(language === '' ? 'code' : language)}</span>` +
        '<button type="button" class="copy" data-copy>Copy</button></div>' +
        `<pre tabindex="0" role="region" aria-label="Code"><code>${escapeHtml(text)}</code></pre></div>`
      )
    },
    table(token) {
      const cells = (row: typeof token.header, tag: 'th' | 'td') =>
        row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')
      const body = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('')
      return (
        '<div class="table" tabindex="0" role="region" aria-label="Table"><table>' +
        `<thead><tr>${cells(token.header, 'th')}</tr></thead><tbody>${body}</tbody></table></div>`
      )
    },
  },
})

/** A link that shows where it leads: its target stands beside it unless the link's text is that target or its host. */
function link(href: string, inner: string, text: string): string {
  const url = URL.parse(href)
  if (!url || !LINK_SCHEMES.has(url.protocol))
    return `${inner} <span class="link-target">(${escapeHtml(href)})</span>`
  const target = escapeHtml(url.href)
  const anchor = `<a href="${target}" rel="noopener noreferrer nofollow" target="_blank">${inner}</a>`
  const place = url.protocol === 'mailto:' ? url.pathname : url.host
  const says = text.trim()
  if (says === place || URL.parse(says)?.href === url.href) return anchor
  return `${anchor} <span class="link-target">(${escapeHtml(place)})</span>`
}

function altOf(text: string): string {
  return text.trim() === '' ? 'image' : text
}

/** A link's text with the pictures and links in it as mere text, since a link cannot hold another. */
function withoutLinks(tokens: readonly Token[]): readonly Token[] {
  return tokens.map((token) => {
    if (token.type === 'image' || token.type === 'link') {
      const text = token.type === 'image' ? altOf(token.text) : token.text
      return { type: 'text', raw: token.raw, text, escaped: false }
    }
    return 'tokens' in token && token.tokens ? { ...token, tokens: [...withoutLinks(token.tokens)] } : token
  })
}

function visibleText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if ('tokens' in token && token.tokens) return visibleText(token.tokens)
      return 'text' in token ? token.text : token.raw
    })
    .join('')
}
