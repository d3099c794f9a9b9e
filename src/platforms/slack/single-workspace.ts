import { RecourseError } from '../../errors.ts'
import { isOwnWorkspace } from './own-workspace.ts'
import { callFailure, type SlackApi } from './slack-api.ts'
import type { WorkspaceAccess, WorkspaceSource } from './workspace-source.ts'

/** The one workspace whose bot token is set. */
export class SingleWorkspace implements WorkspaceSource {
  readonly #token: string
  readonly #api: SlackApi
  #access: WorkspaceAccess | undefined

  constructor(token: string, api: SlackApi) {
    this.#token = token
    this.#api = api
  }

  async start(): Promise<void> {
    try {
      const { team_id, user_id, bot_id } = await this.#api.client.auth.test()
      const identity = { team: team_id ?? '', botUser: user_id ?? '', botId: bot_id ?? '' }
      this.#access = { identity, token: this.#token }
    } catch (error) {
      throw startError(error, 'SLACK_BOT_TOKEN')
    }
  }

  get only(): string | undefined {
    return this.#access?.identity.team
  }

  async named(body: unknown): Promise<string | undefined> {
    const own = this.#access?.identity.team
    return own !== undefined && isOwnWorkspace(body, own) ? own : undefined
  }

  async open(workspace: string): Promise<WorkspaceAccess | undefined> {
    return workspace === this.#access?.identity.team ? this.#access : undefined
  }

  isSame(): boolean {
    return true
  }

  async *all(): AsyncGenerator<string> {
    if (this.#access) yield this.#access.identity.team
  }
}

/** Why Slack is not connected, in one line. */
export function startError(error: unknown, variable: string): RecourseError {
  const failure = callFailure(error)
  const message =
    failure.kind === 'refused'
      ? `Slack refuses ${variable} (${failure.error}). Set it to the token of your app, then run: recourse doctor`
      : 'Slack cannot be reached. Check the network and SLACK_API_URL, then start again.'
  return new RecourseError('slack_start', message, { cause: error })
}
