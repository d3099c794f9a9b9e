import type { InstallProvider } from '@slack/oauth'
import type { Installers } from '../../admins.ts'
import type { Logger } from '../../logger.ts'
import type { InstallationRecords, StoredInstallation } from '../../store/installation-store.ts'
import type { State } from '../../store/state.ts'
import { RecentMap } from '../recent-map.ts'
import type { Identity } from './incoming.ts'
import { everyInstallation, type Installations, type OpenInstallation } from './installations.ts'
import { sentFrom } from './sent-from.ts'
import { withSiblingsNamed } from './sibling-bots.ts'
import { isTokenRefused } from './slack-api.ts'
import type { WorkspaceAccess, WorkspaceSource } from './workspace-source.ts'
import { WorkspaceTokens } from './workspace-tokens.ts'

/** A token that expires is renewed when it has less than this left, in milliseconds; the SDK's own measure. */
const RENEWED_BEFORE = 2 * 60 * 60_000

/** For which time one process alone renews a token, in milliseconds. */
const RENEWING = 30_000

/** What was found of names and channels is believed for so long, and what was not there, in milliseconds. */
const BELIEVED = 60_000
const ABSENCE_BELIEVED = 5_000
const REMEMBERED = 10_000

export interface InstalledWorkspacesOptions {
  readonly installations: Installations
  readonly records: InstallationRecords
  readonly provider: Pick<InstallProvider, 'authorize'>
  readonly state: Pick<State, 'add'>
  readonly installers: Installers
  /** Asks Slack whether it takes a token. @throws the SDK's error where it does not, or cannot be asked */
  readonly tryToken: (token: string) => Promise<unknown>
  /** The app was removed from a workspace: what waits there is to be ended. */
  readonly gone: (workspace: string) => Promise<number>
  readonly logger: Logger
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** The workspaces that have installed the app by OAuth. */
export class InstalledWorkspaces implements WorkspaceSource {
  readonly #options: InstalledWorkspacesOptions
  readonly #tokens = new WeakMap<WorkspaceAccess, { readonly of: WorkspaceTokens; readonly since: number }>()
  /** Whether an installation of this name was there, and when that was seen. */
  readonly #installed = new RecentMap<string, { readonly is: boolean; readonly at: number }>(REMEMBERED)
  readonly #homes = new RecentMap<string, { readonly home: string | undefined; readonly at: number }>(
    REMEMBERED,
  )

  constructor(options: InstalledWorkspacesOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    const { installations, logger } = this.#options
    await installations.checkKeys()
    installations.sealAnew().then(
      (count) => {
        if (count > 0)
          logger.info({ workspaces: count }, 'slack tokens were encrypted anew with ENCRYPTION_KEY')
      },
      (error: unknown) => logger.warn({ err: error }, 'slack tokens could not be encrypted anew'),
    )
  }

  /**
   * In a channel that several of our workspaces share, Slack may tell us through any of them. The first through which
   * we heard of it is its home, and all of what happens in it belongs there.
   */
  async named(body: unknown): Promise<string | undefined> {
    const { installations, happenedIn, channel, isShared } = sentFrom(body)
    const [through] = await this.#installedAmong(installations)
    if (through === undefined || channel === undefined || channel.startsWith('D')) return through
    const others = isShared && happenedIn !== undefined ? await this.#installedAmong([happenedIn]) : []
    const home = await this.#homeOf(channel, isShared ? [through, ...others] : undefined)
    const [still] = home === undefined ? [] : await this.#installedAmong([home])
    return still ?? through
  }

  async open(workspace: string): Promise<WorkspaceAccess | undefined> {
    const { installers, logger, now } = this.#options
    const found = await this.#read(workspace)
    this.#installed.set(workspace, { is: found !== undefined, at: now() })
    if (!found) return undefined
    const { bot: granted, user } = found.secrets
    const tokens = new WorkspaceTokens(found, {
      workspace,
      read: () => this.#read(workspace),
      departed: (installation, why) => this.#remove(installation.record, why),
      logger,
      now,
    })
    installers.set({ platform: 'slack', workspace }, user.id)
    const access: WorkspaceAccess = {
      identity: { team: workspace, botUser: granted.userId, botId: granted.id },
      token: granted.token,
      tokens,
    }
    this.#tokens.set(access, { of: tokens, since: found.record.installedAt })
    return access
  }

  isSame(access: WorkspaceAccess): boolean {
    const tokens = this.#tokens.get(access)
    return tokens !== undefined && tokens.of.installedAt === tokens.since
  }

  async *all(): AsyncGenerator<string> {
    for await (const { workspace } of everyInstallation(this.#options.records)) yield workspace
  }

  async heard(event: object, body: unknown, identity: Identity): Promise<unknown> {
    const { records } = this.#options
    if (!sentFrom(body).isShared) return event
    return withSiblingsNamed(event, identity, (users) => records.installedBots(users))
  }

  /**
   * An event of this kind may come late, when the workspace has the app again: Slack is asked whether the token that
   * we have is still good. Of several that it may be about, one may only not have renewed its own for long.
   */
  async departed(body: unknown): Promise<void> {
    const { tryToken } = this.#options
    const { installations: names, happenedIn = '' } = sentFrom(body)
    for (const name of new Set([...names, happenedIn])) {
      const found = await this.#read(name)
      if (!found) continue
      const isGood = await tryToken(found.secrets.bot.token).then(
        () => true,
        (error: unknown) => !isTokenRefused(error),
      )
      if (!isGood) await this.#remove(found.record, 'uninstalled')
    }
  }

  /** A workspace has just installed the app: nothing is believed of it any more. */
  forget(workspace: string): void {
    this.#installed.delete(workspace)
  }

  /** Those of these workspaces that have the app, in their order. */
  async #installedAmong(names: readonly string[]): Promise<readonly string[]> {
    const { records, now } = this.#options
    const at = now()
    const believed = (name: string) => {
      const known = this.#installed.get(name)
      return known && at - known.at < (known.is ? BELIEVED : ABSENCE_BELIEVED) ? known.is : undefined
    }
    const unknown = names.filter((name) => believed(name) === undefined)
    if (unknown.length > 0) {
      const found = new Set((await records.installations(unknown)).map(({ workspace }) => workspace))
      for (const name of unknown) this.#installed.set(name, { is: found.has(name), at })
    }
    return names.filter((name) => believed(name) === true)
  }

  async #homeOf(channel: string, claimFor: readonly string[] | undefined): Promise<string | undefined> {
    const { records, now } = this.#options
    const known = this.#homes.get(channel)
    const believed = known?.home === undefined ? ABSENCE_BELIEVED : BELIEVED
    const isFresh = known !== undefined && now() - known.at < believed
    if (isFresh && (known.home !== undefined || claimFor === undefined)) return known.home
    const home = await records.channelHome(channel, claimFor)
    this.#homes.set(channel, { home, at: now() })
    return home
  }

  /** What is stored, with a token that has enough time left. */
  async #read(workspace: string): Promise<OpenInstallation | undefined> {
    const { installations, provider, state, logger, now } = this.#options
    const found = await installations.open(workspace)
    const { expiresAt, refreshToken } = found?.secrets.bot ?? {}
    if (!found || expiresAt === undefined || refreshToken === undefined) return found
    if (expiresAt * 1000 - now() > RENEWED_BEFORE) return found
    // The token to renew it with can be used once: whoever is second would lose it.
    try {
      if (!(await state.add(`slack:renewing:${workspace}`, true, RENEWING))) return found
      const isForAll = found.record.team === undefined
      await provider.authorize(
        isForAll
          ? { isEnterpriseInstall: true, enterpriseId: workspace, teamId: undefined }
          : { isEnterpriseInstall: false, enterpriseId: found.record.enterprise, teamId: workspace },
      )
    } catch (error) {
      logger.warn({ err: error, workspace }, 'slack token not renewed; it is tried again')
      return found
    }
    return installations.open(workspace)
  }

  async #remove(record: StoredInstallation, why: string): Promise<void> {
    const { records, installers, gone, logger, now } = this.#options
    const { workspace, sealed } = record
    if (!(await records.removeInstallation(workspace, sealed))) return
    this.#installed.set(workspace, { is: false, at: now() })
    installers.delete({ platform: 'slack', workspace })
    const requests = await gone(workspace)
    logger.info(
      { workspace, why, requests },
      'slack app is not installed there any more; what waited is ended',
    )
  }
}
