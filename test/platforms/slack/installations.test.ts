import { describe, expect, it } from 'vitest'
import { Installations } from '../../../src/platforms/slack/installations.ts'
import { createSecretBox } from '../../../src/secret-box.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'

const [OLD, NEW] = ['the old key of these tests', 'the new key of these tests']

/** Records with installations under the old key, and what reads them with a key. */
const open = closedAfterEach(async (...workspaces: readonly string[]) => {
  const store = await openStore({ url: ':memory:' })
  let clock = 1
  const under = (key: string, ...before: readonly string[]) =>
    new Installations({
      records: store,
      box: createSecretBox(key, before),
      now: () => ++clock,
      wait: async () => {},
    })
  for (const id of workspaces) {
    await under(OLD).storeInstallation({
      team: { id, name: id },
      enterprise: undefined,
      isEnterpriseInstall: false,
      bot: { token: `xoxb-${id}`, refreshToken: 'once', expiresAt: 1, id: 'B', userId: 'U', scopes: [] },
      user: { id: 'U1', token: undefined, scopes: undefined },
    })
  }
  return { store, under, close: () => store.close() }
})

describe('a new key of encryption', () => {
  it('takes over every installation that can be read, beside one that is damaged', async () => {
    const { store, under } = await open('T1', 'T2', 'T3')
    const [row] = await store.installations(['T2'])
    if (!row) throw new Error('T2 is there')
    await store.resealInstallation('T2', row.sealed, { sealed: 'damaged', keyId: row.keyId })
    const installations = under(NEW, OLD)
    await expect(installations.sealAnew()).rejects.toMatchObject({ code: 'cannot_open' })
    for (const id of ['T1', 'T3']) expect((await under(NEW).open(id))?.secrets.bot.token).toBe(`xoxb-${id}`)
  })

  it('loses no token that was renewed just then', async () => {
    const { under } = await open('T1')
    const renewing = under(OLD)
    const found = await renewing.fetchInstallation({
      teamId: 'T1',
      enterpriseId: undefined,
      isEnterpriseInstall: false,
    })
    expect(await under(NEW, OLD).sealAnew()).toBe(1)
    if (found.bot) found.bot.token = 'xoxb-renewed'
    await renewing.storeInstallation(found)
    expect((await under(NEW, OLD).open('T1'))?.secrets.bot.token).toBe('xoxb-renewed')
  })

  it('gives a workspace nothing that was renewed for an earlier installation of it', async () => {
    const { store, under } = await open('T1')
    const renewing = under(OLD)
    const query = { teamId: 'T1', enterpriseId: undefined, isEnterpriseInstall: false } as const
    const found = await renewing.fetchInstallation(query)
    const [row] = await store.installations(['T1'])
    if (!row || !found.bot) throw new Error('T1 is there')
    await under(OLD).storeInstallation({ ...found, bot: { ...found.bot, token: 'xoxb-again' } })
    found.bot.token = 'xoxb-renewed'
    await renewing.storeInstallation(found)
    expect((await under(OLD).open('T1'))?.secrets.bot.token).toBe('xoxb-again')
  })
})
