import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/sql-store.ts'
import { openState, type State } from '../../src/store/state.ts'
import type { Store } from '../../src/store/store.ts'
import { answered as answeredInDiscord, openDiscord } from '../support/discord.ts'
import { scriptedModel } from '../support/scripted-model.ts'
import { answered as answeredInSlack, openSlack } from '../support/slack.ts'

const KEPT = 'The sea is wide.'
const models = [scriptedModel([KEPT, KEPT, KEPT, KEPT])]

let folder: string
let store: Store
let state: State
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recourse-nameless-'))
  store = await openStore({ url: join(folder, 'records.db') })
  state = await openState({ url: join(folder, 'state.db') })
})
afterEach(async () => {
  await store.close()
  await state.close()
  await rm(folder, { recursive: true })
})

/** Those of the ids that stand anywhere in the files of records and state. */
async function idsLeft(ids: readonly string[]): Promise<readonly string[]> {
  const files = await readdir(folder)
  const bytes = Buffer.concat(await Promise.all(files.map((file) => readFile(join(folder, file)))))
  expect(bytes.includes(KEPT)).toBe(true)
  return ids.filter((id) => bytes.includes(id))
}

const untilVotes = async (many: number) => {
  await expect
    .poll(async () => (await Array.fromAsync(store.exportVotes({}, 'events'))).flat().length, {
      timeout: 20_000,
    })
    .toBe(many)
}

describe('records and state', () => {
  it('know nobody of Slack by id, whatever they did', async () => {
    const { slack, close } = await openSlack({ models, store, platform: { state } })
    try {
      const { ana, ben, cleo } = slack.people
      const { general } = slack.channels
      const asked = await slack.say(ana, general, `<@${slack.botUserId}> Tell me of the sea.`)
      const ts = (await answeredInSlack(slack, general, asked)).at(-1)?.ts ?? ''
      await slack.react(ben, general, ts, '+1')
      await untilVotes(1)
      await slack.unreact(ben, general, ts, '+1')
      await untilVotes(2)
      await slack.click(cleo, general, ts, 'recourse_feedback')
      await untilVotes(3)
      await slack.click(ana, general, ts, 'recourse_feedback', { feedback: 'negative' })
      await slack.until(() => slack.openedViews(ana).length > 0)
      const [form] = slack.openedViews(ana)
      if (form) await slack.submit(ana, form, { rating: 'should_have_refused' })
      await untilVotes(4)
      await slack.command(cleo, general, '/recourse', 'ask Tell me of the lake.')
      await slack.command(ana, general, '/recourse', 'listen all')
      await slack.until(() => slack.ephemerals(ana).length > 0)
      await slack.settled()
      expect(await idsLeft([ana, ben, cleo])).toEqual([])
    } finally {
      await close()
    }
  })

  it('know nobody of Discord by id, whatever they did', async () => {
    const { discord, close } = await openDiscord({ models, store, state })
    try {
      const { ana, ben, cleo } = discord.people
      const { general } = discord.channels
      const { id: asked } = discord.say(ana, general, `<@${discord.botUserId}> Tell me of the sea.`)
      const shown = (await answeredInDiscord(discord, general, asked)).at(-1)?.id ?? ''
      discord.react(ben, general, shown, '👍')
      await untilVotes(1)
      discord.unreact(ben, general, shown, '👍')
      await untilVotes(2)
      await discord.click(cleo, general, shown, /:vote:.*:answered_well$/)
      await untilVotes(3)
      await discord.command(ana, general, '/listen', { what: 'all' })
      await discord.until(() => discord.ephemerals(ana).some(({ loading }) => !loading))
      expect(await idsLeft([ana, ben, cleo])).toEqual([])
    } finally {
      await close()
    }
  })
})
