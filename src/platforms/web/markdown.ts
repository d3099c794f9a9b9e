import { Marked } from 'marked'
import { escapeHtml, Html } from './html.ts'

/** Where a link of a model's text may lead. */
const LINK_SCHEMES = new Set(['http:', 'https:', 'mailto:'])

/**
 * A model's Markdown as markup. Raw HTML is shown as text, links lead to the web or a mailbox and nowhere
 * else, and an image becomes a link to it, so that reading an answer never calls on another server.
 */
export function renderMarkdown(text: string): Html {
  return new Html(marked.parse(text, { async: false }))
}

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }) => escapeHtml(text),
    link({ href, tokens }) {
      return link(href, this.parser.parseInline(tokens))
    },
    image: ({ href, text }) => link(href, escapeHtml(text === '' ? 'image' : text)),
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

/** A link that shows where it leads: its target stands beside it where the text says something else. */
function link(href: string, inner: string): string {
  const url = URL.parse(href)
  if (!url || !LINK_SCHEMES.has(url.protocol))
    return `${inner} <span class="link-target">(${escapeHtml(href)})</span>`
  const target = escapeHtml(url.href)
  const anchor = `<a href="${target}" rel="noopener noreferrer nofollow" target="_blank">${inner}</a>`
  const place = url.protocol === 'mailto:' ? url.pathname : url.host
  return inner.includes(escapeHtml(place))
    ? anchor
    : `${anchor} <span class="link-target">(${escapeHtml(place)})</span>`
}
