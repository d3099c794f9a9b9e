import { afterEach, describe, expect, it, vi } from 'vitest'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { CHATS, type Chat } from '../support/chat-driver.ts'
import { measured, watching } from '../support/drift.ts'
import { scriptedModel } from '../support/scripted-model.ts'

let chat: Chat | undefined
let store: Store | undefined
afterEach(async () => {
  await chat?.close()
  await store?.close()
})

describe.each(Object.entries(CHATS))('a change of a model, told in %s', (_, openChat) => {
  it('is one message with its figures and its chart, however often models are looked at', async () => {
    chat = await openChat([scriptedModel(['Yes.'])])
    store = await openStore({ url: ':memory:' })
    const told = chat
    const warn = vi.fn()
    let isIn = false
    let run = 0
    const { clock, monitor, monday } = watching(store, {
      models: async () => ['rehearsal:gemma'],
      measure: async (model) => {
        run += 1
        return measured(model, run > 3 ? 30 : 9)
      },
      announce: (_channel, announcement) => told.announce(isIn ? 'general' : 'elsewhere', announcement),
      logger: { info: vi.fn(), warn, error: vi.fn() },
    })
    await monitor.look()
    for (let week = 1; week <= 4; week += 1) await monday(week)
    expect(told.announced()).toEqual([])
    expect(warn.mock.calls.map(([, line]) => String(line))).toEqual([
      expect.stringMatching(
        /^a change of a model could not be told in slack:C1: (Slack|Discord) .*ADMIN_CHANNEL/,
      ),
    ])
    isIn = true
    for (let week = 5; week <= 7; week += 1) {
      await monday(week)
      clock.now += 60_000
      await monitor.look()
    }
    expect(told.announced()).toEqual([
      {
        text: expect.stringContaining(
          'rehearsal:gemma (a scripted stand-in, no real model) refuses more safe requests by itself: 30 of 60 (50 %), against 15 % in 3 runs since 2026-11-23;',
        ),
        pictures: [
          {
            begins: 'PNG',
            bytes: expect.any(Number),
            alt: expect.stringContaining('The same prompts over time. rehearsal:gemma (a scripted'),
          },
        ],
      },
    ])
    expect(told.announced()[0]?.text).toMatch(/What to do: see in `\/(recourse )?stats`/)
  })
})
