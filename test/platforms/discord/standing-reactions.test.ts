import { Client } from 'discord.js'
import { afterEach, describe, expect, it } from 'vitest'
import { entryOf } from '../../../src/crowd/codebook.ts'
import { shownKey } from '../../../src/platforms/discord/places.ts'
import {
  standingReactions,
  stillGives,
  votingEntry,
} from '../../../src/platforms/discord/standing-reactions.ts'

const clients: Client[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) await client.destroy()
})

const MESSAGE = shownKey('10', '20', '30')
const US = '999'

/** A client whose requests are answered from what people gave: by emoji and type, the ids of users in their order. */
function clientOver(given: Readonly<Record<string, readonly number[]>>) {
  const asked: string[] = []
  const client = new Client<true>({ intents: [] })
  clients.push(client)
  Object.assign(client, { user: { id: US } })
  client.rest.get = async (route, { query } = {}) => {
    asked.push(route)
    const emoji = /reactions\/([^/?]+)$/.exec(route)?.[1]
    if (emoji === undefined) return { reactions: Object.keys(given).map(reactionNamed) }
    const after = Number(query?.get('after'))
    const key = `${decodeURIComponent(emoji)} ${query?.get('type')}`
    const users = (given[key] ?? []).filter((id) => id > after)
    return users.slice(0, Number(query?.get('limit'))).map((id) => ({ id: String(id), bot: id === 5 }))
  }
  return { client, asked }
}

/** How Discord tells in a message of what was given under a key of `clientOver`. */
function reactionNamed(key: string) {
  const [name, type] = key.split(' ')
  const [normal, burst] = type === '1' ? [0, 1] : [1, 0]
  return { emoji: { id: null, name }, count_details: { normal, burst } }
}

const users = (reactions: Awaited<ReturnType<typeof standingReactions>>) =>
  reactions.map(({ voter, emoji }) => `${voter.user} ${emoji}`)

describe('the reactions that stand on a message', () => {
  it('are read page by page, in every tone and kind, without those of bots and ours', async () => {
    const crowd = Array.from({ length: 250 }, (_, index) => index + 100)
    const { client, asked } = clientOver({
      '👍 0': [...crowd, Number(US)],
      '👍🏽 1': [5, 100],
      '🦄 0': [100],
    })
    const found = users(await standingReactions(client, MESSAGE))
    expect(found.slice(0, 250)).toEqual(crowd.map((id) => `${id} 👍`))
    expect(found.slice(250)).toEqual(['100 👍🏽'])
    // The message, three pages of one and a page of the other.
    expect(asked).toHaveLength(5)
  })

  it('can be read for one emoji alone', async () => {
    const { client } = clientOver({ '👍 0': [100], '🚨 0': [101], '🚨 1': [102] })
    expect(users(await standingReactions(client, MESSAGE, entryOf('🚨')))).toEqual(['101 🚨', '102 🚨'])
  })

  it('are known to hold one person’s with one look at each way it is given', async () => {
    const { client, asked } = clientOver({ '👍 0': [100, 102], '👍🏽 0': [101], '🚨 0': [103] })
    const entry = votingEntry({ id: null, name: '👍🏿' })
    if (!entry) throw new Error('no such emoji')
    expect(await stillGives(client, MESSAGE, '101', entry)).toBe(true)
    expect(asked).toHaveLength(3)
    expect(await stillGives(client, MESSAGE, '103', entry)).toBe(false)
  })
})

describe('an emoji', () => {
  it('of a server is none of the codebook’s, whatever its name', () => {
    expect(votingEntry({ id: '1', name: 'shield' })).toBeUndefined()
    expect(votingEntry({ id: null, name: '🛡' })?.label).toBe('rightly_refused')
    expect(votingEntry({ id: null, name: null })).toBeUndefined()
  })
})
