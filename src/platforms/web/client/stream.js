import { channelPath } from './api.js'
import { element } from './element.js'
import {
  change,
  keepOnly,
  replaceLog,
  showAppeal,
  showExchange,
  showNote,
  showText,
  showVotes,
} from './log.js'

const connection = document.querySelector('.connection')

const HANDLERS = {
  exchange: showExchange,
  text: showText,
  votes: showVotes,
  appeal: showAppeal,
  kept: ({ ids }) => change(() => keepOnly(ids)),
  announcement: ({ html }) => showNote(html),
  channels({ list, chip }) {
    document.getElementById('channels')?.replaceWith(element(list))
    document.getElementById('model-chip')?.replaceWith(element(chip))
  },
}

/** Follows what happens in the channel; the browser reconnects by itself and says how far it had read. */
export function follow(cursor = document.body.dataset.cursor) {
  const source = new EventSource(`${channelPath}/events?since=${encodeURIComponent(cursor)}`)
  for (const [type, handle] of Object.entries(HANDLERS)) {
    source.addEventListener(type, (event) => handle(JSON.parse(event.data)))
  }
  let full = false
  source.addEventListener('full', (event) => {
    full = true
    connection.textContent = JSON.parse(event.data).message
  })
  source.addEventListener('open', () => {
    full = false
    connection.textContent = ''
  })
  source.addEventListener('error', () => {
    if (!full) {
      connection.textContent =
        'The connection is lost; trying again. What others write appears once it is back.'
    }
    // A server that answers with an error page ends the stream for good; try again like after a lost connection.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => follow(cursor), 5000)
  })
  source.addEventListener('resync', () => {
    source.close()
    reload().catch(() => setTimeout(() => follow(cursor), 5000))
  })
}

/** Too much was missed: take the whole log anew, leaving what is being written alone. */
async function reload() {
  const response = await fetch(channelPath)
  if (!response.ok) throw new Error(`status ${response.status}`)
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  replaceLog(page)
  follow(page.body.dataset.cursor)
}
