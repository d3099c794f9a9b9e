import type { RequestListener } from 'node:http'
import { webApi } from '@slack/bolt'
import type { Installers } from '../../admins.ts'
import type { Bot } from '../../bot-types.ts'
import type { Logger } from '../../logger.ts'
import type { SecretBox } from '../../secret-box.ts'
import type { InstallationRecords } from '../../store/installation-store.ts'
import type { State } from '../../store/state.ts'
import { createInstallPages, createInstallProvider, type OAuthApp } from './install-pages.ts'
import { Installations } from './installations.ts'
import { InstalledWorkspaces } from './installed-workspaces.ts'
import { clientOptions } from './slack-api.ts'
import type { WorkspaceSource } from './workspace-source.ts'

/** An app that any workspace can install. */
export interface DistributedApp extends OAuthApp {
  readonly records: InstallationRecords
  readonly box: SecretBox
  /** Is told who installed the app where. */
  readonly installers: Installers
}

export interface DistributionParts {
  readonly apiUrl: string | undefined
  readonly state: Pick<State, 'add'>
  readonly logger: Logger
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly wait: (milliseconds: number) => Promise<void>
  /** What is open of a workspace is out of date. */
  readonly forget: (workspace: string) => void
}

/** How workspaces come and go by OAuth. */
export function createDistribution(
  app: DistributedApp,
  { apiUrl, state, logger, now, wait, forget }: DistributionParts,
): { readonly pages: RequestListener; readonly sourceFor: (bot: Bot) => WorkspaceSource } {
  const { records, box, installers } = app
  const options = clientOptions({ url: apiUrl, logger })
  const installations = new Installations({ records, box, now, wait })
  const provider = createInstallProvider(app, { installations, clientOptions: options, logger })
  let source: InstalledWorkspaces | undefined
  return {
    pages: createInstallPages({
      app,
      provider,
      installed(workspace) {
        source?.forget(workspace)
        forget(workspace)
      },
      logger,
    }),
    sourceFor(bot) {
      source = new InstalledWorkspaces({
        installations,
        records,
        provider,
        state,
        installers,
        tryToken: (token) => new webApi.WebClient(token, options).auth.test(),
        async gone(workspace) {
          forget(workspace)
          return bot.endWork({ platform: 'slack', workspace })
        },
        logger,
        now,
      })
      return source
    },
  }
}
