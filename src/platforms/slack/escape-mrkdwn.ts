import { inReadingOrder } from '../../direction.ts'

/**
 * Text that Slack shows as it was written: without this `<!channel>` would call everybody and `<https://…|…>`
 * would hide where it leads. Slack asks for exactly these three (docs.slack.dev/messaging/formatting-message-text).
 */
export function escapeMrkdwn(text: string): string {
  return inReadingOrder(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** The same, cut to fit: neither an escape nor a character is cut in half, and a cut is shown. */
export function escapeWithin(text: string, limit: number): string {
  const whole = escapeMrkdwn(text)
  if (whole.length <= limit) return whole
  const cut = whole
    .slice(0, limit - 1)
    .replace(/&[a-z]{0,3}$/, '')
    .replace(/[\uD800-\uDBFF]$/, '')
  return `${cut}…`
}
