import type { Logger } from '../../logger.ts'
import type { OpenInstallation } from './installations.ts'
import { type TokenSource, WorkspaceGone } from './slack-api.ts'

/** After this long it is looked again whether the workspace still has the app, in milliseconds. */
const LOOK_EVERY = 60_000

/** Slack's words for a token that no installation will ever use again. */
const REVOKED = new Set(['account_inactive', 'token_revoked'])

export interface WorkspaceTokensOptions {
  readonly workspace: string
  /** What is stored of the workspace now, with a token that is not about to expire. */
  readonly read: () => Promise<OpenInstallation | undefined>
  /** The installation is of no use any more. */
  readonly departed: (installation: OpenInstallation, why: string) => Promise<void>
  readonly logger: Logger
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** The bot token of one workspace as it is stored, which several processes may change. */
export class WorkspaceTokens implements TokenSource {
  readonly #options: WorkspaceTokensOptions
  #known: OpenInstallation | undefined
  #readAt: number
  #reading: Promise<void> | undefined
  #refusalTold = false

  constructor(known: OpenInstallation, options: WorkspaceTokensOptions) {
    this.#options = options
    this.#known = known
    this.#readAt = options.now()
  }

  /** When the installation was made that is in use; `undefined` when there is none any more. */
  get installedAt(): number | undefined {
    return this.#known?.record.installedAt
  }

  async current(): Promise<string> {
    if (this.#options.now() - this.#readAt >= LOOK_EVERY) await this.look()
    if (!this.#known) throw new WorkspaceGone()
    return tokenIn(this.#known)
  }

  async refused(token: string, error: string): Promise<string | undefined> {
    const { departed, logger, workspace } = this.#options
    await this.look()
    const known = this.#known
    if (!known) return undefined
    const other = tokenIn(known)
    if (other !== token) return other
    if (REVOKED.has(error)) {
      this.#known = undefined
      await departed(known, error)
    } else if (!this.#refusalTold) {
      this.#refusalTold = true
      logger.error(
        { workspace, refusal: error },
        'slack refuses the token of a workspace; it may have to install the app again',
      )
    }
    return undefined
  }

  /** Reads what is stored now; what is known stays where that cannot be. */
  async look(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined
    })
    await this.#reading
  }

  async #read(): Promise<void> {
    const { read, logger, workspace, now } = this.#options
    try {
      this.#known = await read()
    } catch (error) {
      logger.warn({ err: error, workspace }, 'installation could not be read; its known token is used')
    }
    this.#readAt = now()
  }
}

function tokenIn({ secrets: { bot: granted } }: OpenInstallation): string {
  return granted.token
}
