/** Pages read at the most; a channel is never read without end. */
const MOST_PAGES = 50

interface Page {
  readonly response_metadata?: { readonly next_cursor?: string }
}

/** Reads what Slack gives in pages, one after another: https://docs.slack.dev/apis/web-api/pagination */
export async function* pagesOf<Read extends Page>(
  read: (from: { readonly cursor?: string }) => Promise<Read>,
): AsyncGenerator<Read> {
  let from: { readonly cursor?: string } = {}
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const page = await read(from)
    yield page
    const cursor = page.response_metadata?.next_cursor
    if (!cursor) return
    from = { cursor }
  }
}
