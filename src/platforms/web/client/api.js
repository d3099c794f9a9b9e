/** Where this page's channel is on the server. */
export const channelPath = `/c/${document.body.dataset.channel ?? ''}`

/**
 * Sends JSON to this channel.
 *
 * @param {string} what path below the channel, such as `/votes`
 * @param {unknown} body
 * @returns {Promise<{ ok: true, data: any } | { ok: false, error: string }>} never rejects
 */
export async function post(what, body) {
  try {
    const response = await fetch(channelPath + what, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const data = await response.json().catch(() => ({}))
    if (response.ok) return { ok: true, data }
    return { ok: false, error: data.error ?? 'That did not work. Reload the page and try again.' }
  } catch {
    return { ok: false, error: 'Recourse cannot be reached. What you wrote is still here; try again.' }
  }
}
