import { webApi } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import { Installers } from '../../../src/admins.ts'
import { silentLogger } from '../../../src/logger.ts'
import { Installations } from '../../../src/platforms/slack/installations.ts'
import { InstalledWorkspaces } from '../../../src/platforms/slack/installed-workspaces.ts'
import { createSecretBox } from '../../../src/secret-box.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { openState } from '../../../src/store/state.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'

const NOW = 1_800_000_000_000

/** A workspace that has the app beside its organisation, whose own token ran out while nothing happened there. */
const open = closedAfterEach(async (refusals: Readonly<Record<string, string>>) => {
  const store = await openStore({ url: ':memory:' })
  const state = await openState({ url: ':memory:' })
  const installations = new Installations({
    records: store,
    box: createSecretBox('a key for tests that is long enough'),
    now: () => NOW,
    wait: async () => {},
  })
  const keep = (id: string, isEnterpriseInstall: boolean) => {
    const grant = { token: `xoxb-${id}-old`, refreshToken: `renew-${id}`, expiresAt: NOW / 1000 - 60 }
    return installations.storeInstallation({
      team: isEnterpriseInstall ? undefined : { id, name: id },
      enterprise: { id: 'E1', name: 'Org' },
      isEnterpriseInstall,
      bot: { ...grant, id: 'B1', userId: 'U0BOT', scopes: [] },
      user: { id: 'U1', token: undefined, scopes: undefined },
    })
  }
  await keep('T1', false)
  await keep('E1', true)
  const workspaces = new InstalledWorkspaces({
    installations,
    records: store,
    provider: {
      async authorize(source) {
        const of = source.isEnterpriseInstall ? source.enterpriseId : source.teamId
        const query = { teamId: source.teamId, enterpriseId: source.enterpriseId }
        const found = await installations.fetchInstallation(
          source.isEnterpriseInstall
            ? { ...query, enterpriseId: of ?? '', teamId: undefined, isEnterpriseInstall: true }
            : { ...query, teamId: of ?? '', isEnterpriseInstall: false },
        )
        if (refusals[`renew-${of}`] === undefined && found.bot) {
          Object.assign(found.bot, { token: `xoxb-${of}-new`, expiresAt: NOW / 1000 + 43_200 })
          await installations.storeInstallation(found)
        }
        return {}
      },
    },
    state,
    installers: new Installers(),
    async tryToken(token) {
      const error = refusals[token]
      if (error !== undefined) throw new webApi.WebAPIPlatformError({ ok: false, error })
    },
    gone: async () => 0,
    logger: silentLogger,
    now: () => NOW,
  })
  return {
    workspaces,
    names: async () => (await store.installationsAfter('', 10)).map(({ workspace }) => workspace),
    async close() {
      await store.close()
      await state.close()
    },
  }
})

const removal = { team_id: 'T1', enterprise_id: 'E1', event: { type: 'app_uninstalled' } }

describe('news that the app was removed', () => {
  it('remove nothing of which only the token ran out', async () => {
    const { workspaces, names } = await open({
      'renew-T1': 'invalid_refresh_token',
      'xoxb-T1-old': 'token_revoked',
      'xoxb-E1-old': 'token_expired',
    })
    await workspaces.departed(removal)
    expect(await names()).toEqual(['E1'])
  })

  it('remove what can neither be used nor renewed', async () => {
    const { workspaces, names } = await open({
      'renew-T1': 'invalid_refresh_token',
      'xoxb-T1-old': 'token_expired',
      'renew-E1': 'invalid_refresh_token',
      'xoxb-E1-old': 'token_expired',
    })
    await workspaces.departed(removal)
    expect(await names()).toEqual([])
  })
})
