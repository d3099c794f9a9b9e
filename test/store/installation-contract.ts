import { describe, expect, it } from 'vitest'
import type { StoredInstallation } from '../../src/store/installation-store.ts'
import type { OpenedStores } from './opened-stores.ts'
import { aClaim, finished, fresh } from './records.ts'

/** What keeping the workspaces that have installed the Slack app asks of a store. */
export function installationContract(opened: () => OpenedStores): void {
  const installationOf = (more: Partial<StoredInstallation> = {}): StoredInstallation => ({
    workspace: fresh('T'),
    team: 'T1',
    name: 'Recital',
    botUser: 'U1',
    scopes: ['chat:write', 'commands'],
    sealed: fresh('sealed'),
    keyId: 'key-1',
    installedAt: 1_000,
    ...more,
  })

  describe('installations', () => {
    it('are kept until they are removed, and replaced when a workspace installs again', async () => {
      const { store, other } = opened()
      const first = installationOf()
      const organisation = installationOf({ enterprise: 'E1' })
      await store.keepInstallation(first)
      await store.keepInstallation(organisation)
      expect(await other.installations([first.workspace, 'T-unknown'])).toEqual([first])
      expect(await other.installations([])).toEqual([])
      const again = { ...first, sealed: 'again', scopes: [], installedAt: 2_000 }
      await other.keepInstallation(again)
      expect(await store.installations([first.workspace])).toEqual([again])
      expect(await store.removeInstallation(first.workspace, first.sealed)).toBe(false)
      expect(await store.removeInstallation(first.workspace, again.sealed)).toBe(true)
      expect(await store.removeInstallation(first.workspace)).toBe(false)
      expect(await other.installations([first.workspace, organisation.workspace])).toEqual([organisation])
    })

    it('are listed page by page, and counted by key', async () => {
      const { store } = opened()
      const keyId = fresh('key')
      const some = Array.from({ length: 5 }, () => installationOf({ keyId }))
      for (const one of some) await store.keepInstallation(one)
      const listed: string[] = []
      for (let after = ''; ; ) {
        const page = await store.installationsAfter(after, 2)
        expect(page.length).toBeLessThanOrEqual(2)
        const last = page.at(-1)
        if (!last) break
        after = last.workspace
        listed.push(...page.filter((one) => one.keyId === keyId).map(({ workspace }) => workspace))
      }
      expect(listed.toSorted()).toEqual(some.map(({ workspace }) => workspace).toSorted())
      expect(await store.installationKeys()).toContainEqual({ keyId, count: 5 })
      const bot = fresh('U')
      await store.keepInstallation(installationOf({ botUser: bot }))
      expect(await store.installedBots([bot, 'U-nobody'])).toEqual([bot])
      expect(await store.installedBots([])).toEqual([])
    })

    it('take new secrets from one process, whoever asks at the same time, and only where nothing has changed', async () => {
      const { store, other } = opened()
      const one = installationOf()
      await store.keepInstallation(one)
      const stored = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          (n % 2 ? store : other).resealInstallation(one.workspace, one.sealed, {
            sealed: `new-${n}`,
            keyId: 'key-2',
          }),
        ),
      )
      expect(stored.filter(Boolean)).toHaveLength(1)
      const [now] = await store.installations([one.workspace])
      expect(now).toMatchObject({ sealed: `new-${stored.indexOf(true)}`, keyId: 'key-2' })
      await store.removeInstallation(one.workspace)
      const secrets = { sealed: 'late', keyId: 'key-2' }
      expect(await store.resealInstallation(one.workspace, now?.sealed ?? '', secrets)).toBe(false)
      expect(await store.installations([one.workspace])).toEqual([])
    })
  })

  describe('the work of a workspace that has removed the app', () => {
    it('is ended, with nothing left to take up or to tell; other workspaces go on', async () => {
      const { store, other } = opened()
      const platform = fresh('slack')
      const [gone, staying] = [fresh('T'), fresh('T')]
      const claimed = async (workspace: string) => {
        const one = aClaim({ place: { platform, workspace }, awaitsDelivery: true, leaseUntil: 10 })
        await store.claim(one)
        return one
      }
      const [running, untold, elsewhere] = [await claimed(gone), await claimed(gone), await claimed(staying)]
      await store.finish(finished(untold))
      const done = await claimed(gone)
      await store.finish(finished(done))
      await store.delivered(done.exchangeId, [])
      expect(await other.endWork({ platform, workspace: gone }, 500)).toBe(2)
      expect(await other.endWork({ platform, workspace: gone }, 500)).toBe(0)
      expect(await store.exchange(running.exchangeId)).toMatchObject({
        outcome: 'failed',
        finishedAt: 500,
        failure: { code: 'uninstalled' },
      })
      expect(await store.exchange(untold.exchangeId)).toMatchObject({ outcome: 'answered' })
      expect(await store.takeOver('two', 1_000, 2_000, platform, fresh('T'))).toBeUndefined()
      // Whoever was at work finds that it is over.
      expect(await store.finish(finished(running))).toBe(false)
      const left = await store.takeOver('two', 1_000, 2_000, platform)
      expect(left?.id).toBe(elsewhere.exchangeId)
      expect(await store.takeOver('two', 1_000, 2_000, platform)).toBeUndefined()
    })
  })

  describe('the home of a channel', () => {
    it('is where something was asked in it before it was shared', async () => {
      const { store } = opened()
      const [one, two] = [installationOf(), installationOf()]
      await store.keepInstallation(one)
      await store.keepInstallation(two)
      const channel = fresh('C')
      await store.claim(aClaim({ place: { platform: 'slack', workspace: two.workspace, channel } }))
      expect(await store.channelHome(channel, [one.workspace, two.workspace])).toBe(two.workspace)
      expect(await store.channelHome(fresh('C'), [one.workspace, two.workspace])).toBe(one.workspace)
    })

    it('is given to one workspace, whoever asks at the same time, until that removes the app', async () => {
      const { store, other } = opened()
      const [one, two] = [installationOf(), installationOf()]
      await store.keepInstallation(one)
      await store.keepInstallation(two)
      const channel = fresh('C')
      expect(await store.channelHome(channel)).toBeUndefined()
      const homes = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          (n % 2 ? store : other).channelHome(channel, [(n % 3 ? one : two).workspace]),
        ),
      )
      expect(new Set(homes).size).toBe(1)
      const home = homes[0] ?? ''
      const elsewhere = home === one.workspace ? two.workspace : one.workspace
      expect(await store.channelHome(channel, [elsewhere])).toBe(home)
      await store.removeInstallation(home)
      expect(await store.channelHome(channel)).toBeUndefined()
      expect(await store.channelHome(channel, [elsewhere])).toBe(elsewhere)
      expect(await store.channelHome(fresh('C'), [home])).toBeUndefined()
    })
  })
}
