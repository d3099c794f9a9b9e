/**
 * The text of a Slack message as a person reads it. Slack escapes `&`, `<` and `>`, and writes mentions and links
 * between angle brackets: https://docs.slack.dev/messaging/formatting-message-text
 */
export function plainText(text: string, botUserId: string): string {
  const opened = text.replaceAll(/<([^<>\n]+)>/g, (_, inner: string) => {
    const [target = '', label] = splitOnce(inner)
    if (target.startsWith('@')) return target === `@${botUserId}` ? '' : label ? `@${label}` : '@someone'
    if (target.startsWith('#')) return label ? `#${label}` : '#a-channel'
    if (target.startsWith('!')) return label ?? `@${target.slice(1).replace(/\^.*$/, '')}`
    if (label === undefined || label === target || target.endsWith(label))
      return target.replace(/^(mailto|tel):/, '')
    return `${label} (${target})`
  })
  return unescaped(opened).trim()
}

/** Undoes Slack's escapes, and leaves everything else as it was typed. */
export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** Whether a text mentions this user. */
export function mentions(text: string, userId: string): boolean {
  return text.includes(`<@${userId}>`) || text.includes(`<@${userId}|`)
}

/** Whether a text begins by addressing somebody else. */
export function addressesAnother(text: string, botUserId: string): boolean {
  const first = /^\s*<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/.exec(text)?.[1]
  return first !== undefined && first !== botUserId
}

function splitOnce(inner: string): readonly [string, string | undefined] {
  const bar = inner.indexOf('|')
  return bar === -1 ? [inner, undefined] : [inner.slice(0, bar), inner.slice(bar + 1)]
}
