import { expect, it } from 'vitest'
import { missedMessages } from '../../../src/platforms/slack/missed-messages.ts'
import type { SlackWorkspaces } from '../../../src/platforms/slack/slack-workspaces.ts'
import { watchedLogger } from '../../support/watched-logs.ts'

it('a missed request is answered though somebody asked again in its thread meanwhile, and was answered', async () => {
  const second = Math.floor(Date.now() / 1000)
  const timed = (ago: number, user: string) => ({
    type: 'message',
    ts: `${second - ago}.000100`,
    user,
    text: '<@UBOT> Tell me of the sea.',
    thread_ts: `${second - 60}.000100`,
  })
  /** What is taken of a request with these replies, read of from 90 to 40 seconds ago. */
  async function takenOf(replies: readonly ReturnType<typeof timed>[]) {
    const taken: string[] = []
    const repliers = { reply_users: replies.map(({ user }) => user), latest_reply: replies.at(-1)?.ts }
    const request = { ...timed(60, 'UANA'), ...repliers }
    const until = ({ ts }: { readonly ts: string }, latest: string) => Number(ts) <= Number(latest)
    const workspace = {
      identity: { team: 'T', botUser: 'UBOT', botId: 'BBOT' },
      services: {
        api: {
          client: {
            conversations: {
              history: async () => ({ messages: [request] }),
              replies: async ({ latest }: { readonly latest: string }) => ({
                messages: [request, ...replies.filter((one) => until(one, latest))],
              }),
            },
          },
          call: (request: () => Promise<unknown>) => request(),
        },
        bot: {
          commands: [],
          recentPlaces: async () => [{ platform: 'slack', workspace: 'T', channel: 'C', thread: '1.0' }],
        },
        now: Date.now,
        workspace: 'T',
        wait: async () => {},
        logger: watchedLogger,
      },
      conversations: { take: async ({ ts }: { readonly ts: string }) => void taken.push(ts) },
    }
    const take = missedMessages({
      workspaces: { get: async () => workspace } as unknown as SlackWorkspaces,
      source: {
        async *all() {
          yield 'T'
        },
      },
      bot: {
        recentMessages: async () => [{ platform: 'slack', workspace: 'T', channel: 'C', message: '1' }],
      },
      logger: watchedLogger,
      stopped: new AbortController().signal,
      now: Date.now,
      wait: async () => {},
    })
    await take({ since: (second - 90) * 1000, until: (second - 40) * 1000 })
    return taken.filter((ts) => ts === request.ts)
  }
  expect(await takenOf([timed(50, 'UBEN'), timed(20, 'UBOT')])).toHaveLength(1)
  expect(await takenOf([timed(25, 'UBEN'), timed(20, 'UBOT')])).toHaveLength(1)
  expect(await takenOf([timed(25, 'UBOT'), timed(20, 'UBEN')])).toEqual([])
})

it('of many workspaces only those are read again that could not be read', async () => {
  const asked: string[] = []
  let failures = 1
  const take = missedMessages({
    workspaces: {
      async get(name: string) {
        asked.push(name)
        if (name === 'T2' && failures-- > 0) throw new Error('its token cannot be read')
        return undefined
      },
    } as unknown as SlackWorkspaces,
    source: {
      async *all() {
        yield* ['T1', 'T2', 'T3']
      },
    },
    bot: { recentMessages: async () => [{ platform: 'slack', workspace: 'T', channel: 'C', message: '1' }] },
    logger: watchedLogger,
    stopped: new AbortController().signal,
    now: Date.now,
    wait: async () => {},
  })
  const absence = { since: 1, until: 2 }
  await expect(take(absence)).rejects.toThrow('1 workspaces could not be read')
  expect(asked.toSorted()).toEqual(['T1', 'T2', 'T3'])
  expect(await take(absence)).toBe(0)
  expect(asked.slice(3)).toEqual(['T2'])
  await take({ ...absence })
  expect(asked.slice(4).toSorted()).toEqual(['T1', 'T2', 'T3'])
})
