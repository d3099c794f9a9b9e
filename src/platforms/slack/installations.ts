import type { Installation, InstallationQuery, InstallationStore } from '@slack/bolt'
import { z } from 'zod'
import { RecourseError } from '../../errors.ts'
import type { Sealed, SecretBox } from '../../secret-box.ts'
import type { InstallationRecords, StoredInstallation } from '../../store/installation-store.ts'
import { patiently } from '../patiently.ts'

/** What is kept of an installation beside its row; all of it encrypted. */
const secrets = z.object({
  bot: z.object({
    token: z.string(),
    refreshToken: z.string().optional(),
    /** Seconds since 1970, as Slack counts. */
    expiresAt: z.number().optional(),
    id: z.string(),
    userId: z.string(),
    scopes: z.array(z.string()),
  }),
  /** Who installed it. */
  user: z.object({ id: z.string() }),
  appId: z.string().optional(),
  enterpriseUrl: z.string().optional(),
})

export type InstallationSecrets = z.output<typeof secrets>

/** An installation whose secrets are open. */
export interface OpenInstallation {
  readonly record: StoredInstallation
  readonly secrets: InstallationSecrets
}

export interface InstallationsOptions {
  readonly records: InstallationRecords
  readonly box: SecretBox
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly wait: (milliseconds: number) => Promise<void>
}

/**
 * Where the SDK keeps installations: in our records, encrypted. An installation for a whole organisation is kept
 * under the organisation, any other under its team.
 */
export class Installations implements InstallationStore {
  readonly #options: InstallationsOptions
  /** Of bots that were read here: the secrets they were read from. */
  readonly #readFrom = new WeakMap<object, StoredInstallation>()

  constructor(options: InstallationsOptions) {
    this.#options = options
  }

  /**
   * Keeps a new installation; or, of one that was fetched here before, its new tokens. Those go nowhere where the
   * workspace has meanwhile removed the app, or installed it again.
   */
  async storeInstallation<Version extends 'v1' | 'v2'>(
    installation: Installation<Version, boolean>,
  ): Promise<void> {
    const { records, box, now, wait } = this.#options
    const { bot: granted, team, enterprise, isEnterpriseInstall = false } = installation
    const workspace = isEnterpriseInstall ? enterprise?.id : team?.id
    if (workspace === undefined || !granted) {
      throw new RecourseError('slack_install', 'Slack has given no bot token for a workspace.')
    }
    const sealed = box.seal(JSON.stringify(secrets.parse(installation)), aboutOf(workspace))
    const known = this.#readFrom.get(granted)
    if (known) {
      // Slack takes the old ones no longer.
      await patiently(() => this.#renew(known, sealed), wait)
      return
    }
    await records.keepInstallation({
      workspace,
      ...(team && { team: team.id }),
      ...(enterprise && { enterprise: enterprise.id }),
      name: (isEnterpriseInstall ? enterprise?.name : team?.name) ?? workspace,
      botUser: granted.userId,
      scopes: granted.scopes,
      ...sealed,
      installedAt: now(),
    })
  }

  /** In place of what was read, or of the same which another process has meanwhile encrypted with a new key. */
  async #renew({ workspace, installedAt, sealed: known }: StoredInstallation, sealed: Sealed): Promise<void> {
    const { records } = this.#options
    if (await records.resealInstallation(workspace, known, sealed)) return
    const [now] = await records.installations([workspace])
    if (now?.installedAt === installedAt) await records.resealInstallation(workspace, now.sealed, sealed)
  }

  async fetchInstallation(query: InstallationQuery<boolean>): Promise<Installation<'v2', boolean>> {
    const workspace = keyOf(query)
    const found = workspace === undefined ? undefined : await this.open(workspace)
    if (!found) throw new RecourseError('slack_uninstalled', 'The app is not installed there.')
    const { record, secrets } = found
    const { bot, user, appId, enterpriseUrl } = secrets
    this.#readFrom.set(bot, record)
    const { team, enterprise, name } = record
    return {
      team: team === undefined ? undefined : { id: team, name },
      enterprise: enterprise === undefined ? undefined : { id: enterprise },
      bot: bot as NonNullable<Installation['bot']>,
      user: { id: user.id, token: undefined, scopes: undefined },
      ...(appId !== undefined && { appId }),
      ...(enterpriseUrl !== undefined && { enterpriseUrl }),
      tokenType: 'bot',
      isEnterpriseInstall: query.isEnterpriseInstall,
      authVersion: 'v2',
    }
  }

  /** @throws {RecourseError} where its secrets cannot be opened */
  async open(workspace: string): Promise<OpenInstallation | undefined> {
    const [record] = await this.#options.records.installations([workspace])
    return record && { record, secrets: this.#secretsOf(record) }
  }

  /** @throws {RecourseError} where it cannot be opened */
  tokenOf(record: StoredInstallation): string {
    const { bot: granted } = this.#secretsOf(record)
    return granted.token
  }

  #secretsOf(record: StoredInstallation): InstallationSecrets {
    return secrets.parse(JSON.parse(this.#options.box.open(record, aboutOf(record.workspace))))
  }

  /**
   * Encrypts anew what an earlier key has encrypted. Gives how many that were.
   *
   * @throws {RecourseError} after all others, where one cannot be opened
   */
  async sealAnew(): Promise<number> {
    const { records, box } = this.#options
    const keys = await records.installationKeys()
    if (keys.every(({ keyId }) => keyId === box.keyId)) return 0
    let count = 0
    const broken: unknown[] = []
    for await (const record of everyInstallation(records)) {
      if (record.keyId === box.keyId) continue
      try {
        const text = box.open(record, aboutOf(record.workspace))
        const sealed = box.seal(text, aboutOf(record.workspace))
        if (await records.resealInstallation(record.workspace, record.sealed, sealed)) count += 1
      } catch (error) {
        broken.push(error)
      }
    }
    if (broken.length > 0) throw broken[0]
    return count
  }

  /** @throws {RecourseError} where a key is missing without which some installations are of no use */
  async checkKeys(): Promise<void> {
    const { records, box } = this.#options
    const lost = (await records.installationKeys()).filter(({ keyId }) => !box.knows(keyId))
    const count = lost.reduce((sum, one) => sum + one.count, 0)
    if (count === 0) return
    throw new RecourseError(
      'cannot_open',
      `The Slack tokens of ${count} workspace${count === 1 ? '' : 's'} were encrypted with another key than ENCRYPTION_KEY (${lost.map(({ keyId }) => keyId).join(', ')}): put that key in ENCRYPTION_KEY_BEFORE. If it is lost, run: recourse installations remove --lost, and have the app installed there again.`,
    )
  }
}

/** Installations at a time. */
const PAGE = 200

/** Every installation, page by page. */
export async function* everyInstallation(
  records: Pick<InstallationRecords, 'installationsAfter'>,
): AsyncGenerator<StoredInstallation> {
  for (let after = ''; ; ) {
    const page = await records.installationsAfter(after, PAGE)
    yield* page
    const last = page.at(-1)
    if (!last) return
    after = last.workspace
  }
}

function keyOf(query: InstallationQuery<boolean>): string | undefined {
  return query.isEnterpriseInstall ? query.enterpriseId : query.teamId
}

/** What the secrets are of, so that those of two workspaces cannot be swapped. */
function aboutOf(workspace: string): string {
  return `slack installation ${workspace}`
}
