import { Client } from 'discord.js'
import { afterEach, describe, expect, it } from 'vitest'
import { CODEBOOK, entryOf, isSameEmoji } from '../../../src/crowd/codebook.ts'
import { reactedEmoji } from '../../../src/platforms/discord/component-emoji.ts'
import { shownKey } from '../../../src/platforms/discord/places.ts'
import { standingReactions, stillGives } from '../../../src/platforms/discord/standing-reactions.ts'

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
  const [emoji = '', type] = key.split(' ')
  const [name, id = null] = emoji.split(':')
  const [normal, burst] = type === '1' ? [0, 1] : [1, 0]
  return { emoji: { id, name }, count_details: { normal, burst } }
}

const ofCodebook = (emoji: string) => entryOf(emoji, CODEBOOK) !== undefined
const like = (wanted: string) => (emoji: string) => isSameEmoji(emoji, wanted, CODEBOOK)

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
    const found = users(await standingReactions(client, MESSAGE, ofCodebook))
    expect(found.slice(0, 250)).toEqual(crowd.map((id) => `${id} 👍`))
    expect(found.slice(250)).toEqual(['100 👍🏽'])
    // The message, three pages of one and a page of the other.
    expect(asked).toHaveLength(5)
  })

  it('can be read for one emoji alone', async () => {
    const { client } = clientOver({ '👍 0': [100], '🚨 0': [101], '🚨 1': [102] })
    expect(users(await standingReactions(client, MESSAGE, like('🚨')))).toEqual(['101 🚨', '102 🚨'])
  })

  it('are known to hold one person’s with one look at each way it is given', async () => {
    const { client, asked } = clientOver({ '👍 0': [100, 102], '👍🏽 0': [101], '🚨 0': [103] })
    expect(await stillGives(client, MESSAGE, '101', like('👍🏿'))).toBe(true)
    expect(asked).toHaveLength(3)
    expect(await stillGives(client, MESSAGE, '103', like('👍🏿'))).toBe(false)
  })
})

describe('an emoji', () => {
  it('of a server’s own is known by its id, and asked for by it', async () => {
    const { client, asked } = clientOver({ 'our_no:123456789012345678 0': [100] })
    const counts = like('<:renamed:123456789012345678>')
    expect(users(await standingReactions(client, MESSAGE, counts))).toEqual([
      '100 <:our_no:123456789012345678>',
    ])
    expect(asked.at(-1)).toMatch(/our_no(?::|%3A)123456789012345678$/)
  })

  it('is written as people type it', () => {
    expect(reactedEmoji({ id: '1', name: 'shield' })).toBe('<:shield:1>')
    expect(reactedEmoji({ id: '1', name: null })).toBe('<:_:1>')
    expect(reactedEmoji({ id: null, name: '🛡' })).toBe('🛡')
    expect(reactedEmoji({ id: null, name: null })).toBeUndefined()
  })
})
