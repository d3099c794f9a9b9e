import { InputError } from '../errors.ts'
import { SLACK_SCOPES } from '../platforms/slack/manifest.ts'
import { APPS } from '../platforms/slack/token-problems.ts'
import type { StoredInstallation } from '../store/installation-store.ts'
import type { Check } from './doctor.ts'
import { type SlackCall, slackCaller } from './slack-call.ts'

/** Up to so many workspaces are told one by one; of more only those with a fault. */
const TOLD_ONE_BY_ONE = 20

/** Faults that are told where there are many workspaces. */
const MOST_FAULTS = 10

export interface SlackAppSettings {
  readonly clientId: string
  readonly clientSecret: string
  readonly apiUrl?: string | undefined
  /** Where the installing begins, as far as it is known. */
  readonly publicUrl?: string | undefined
  /** Absent where the records cannot be read yet. */
  readonly installations: readonly StoredInstallation[] | undefined
  /** @throws where it cannot be read, saying why */
  readonly tokenOf: (installation: StoredInstallation) => string
}

/** What the doctor looks at of an app that workspaces install by OAuth: its secrets, and every workspace. */
export function slackAppChecks(settings: SlackAppSettings, timeout: number): readonly Check[] {
  const { installations, publicUrl } = settings
  const call = slackCaller(timeout, settings.apiUrl)
  const client: Check = { name: 'slack client', look: () => tryClient(settings, call) }
  if (!installations) return [client]
  if (installations.length === 0) {
    const where = publicUrl === undefined ? '/slack/install' : `${publicUrl}/slack/install`
    return [
      client,
      {
        name: 'slack workspaces',
        look: async () => ({ warning: `None has installed the app yet: open ${where}.` }),
      },
    ]
  }
  const looks = installations.map((one) => ({
    name: `slack workspace ${one.name} (${one.workspace})`,
    look: () => tryWorkspace(one, settings, call),
  }))
  return [client, ...(looks.length <= TOLD_ONE_BY_ONE ? looks : [together(looks)])]
}

/** Slack looks at the secrets before it looks at the code, which is good for nothing. */
async function tryClient({ clientId, clientSecret }: SlackAppSettings, call: SlackCall): Promise<string> {
  const code = 'recourse-doctor'
  const where = `copy it at ${APPS} → your app → Basic Information.`
  const well = 'Slack knows it'
  const isExpected = 'the code is unknown'
  try {
    await call({
      method: 'oauth.v2.access',
      remedies: {
        invalid_code: isExpected,
        invalid_client_id: `Slack does not know SLACK_CLIENT_ID: ${where}`,
        bad_client_secret: `SLACK_CLIENT_SECRET is not that of SLACK_CLIENT_ID: ${where}`,
      },
      options: { client_id: clientId, client_secret: clientSecret, code },
    })
  } catch (error) {
    if (!(error instanceof InputError) || error.message !== isExpected) throw error
  }
  return well
}

async function tryWorkspace(
  installation: StoredInstallation,
  { tokenOf, publicUrl }: SlackAppSettings,
  call: SlackCall,
): Promise<string> {
  const again = `whoever may install apps there has to open ${publicUrl ?? ''}/slack/install again`
  const gone = `It has the app no more: the running bot forgets it with the next event, or run recourse installations remove ${installation.workspace}; to go on, ${again}.`
  await call({
    method: 'auth.test',
    token: tokenOf(installation),
    remedies: {
      account_inactive: gone,
      token_revoked: gone,
      invalid_auth: `Slack does not take its token: where the workspace allows only some addresses, allow this machine’s; else ${again}.`,
      token_expired: `Its token has expired, and was not renewed: ${again}.`,
    },
  })
  const missing = SLACK_SCOPES.filter((scope) => !installation.scopes.includes(scope))
  if (missing.length === 0) return `answers; all ${SLACK_SCOPES.length} scopes are granted`
  throw new InputError(`Missing since an update: ${missing.join(', ')}. For them, ${again}.`)
}

function together(checks: readonly Check[]): Check {
  return {
    name: 'slack workspaces',
    async look() {
      const faults: string[] = []
      for (const { name, look } of checks) {
        await look().catch((error: unknown) => {
          faults.push(
            `${name.replace('slack workspace ', '')}: ${error instanceof Error ? error.message : ''}`,
          )
        })
      }
      if (faults.length === 0) return `${checks.length} answer, with all scopes granted`
      const more = faults.length > MOST_FAULTS ? ` And ${faults.length - MOST_FAULTS} more.` : ''
      throw new InputError(
        `${faults.length} of ${checks.length} need care. ${faults.slice(0, MOST_FAULTS).join(' ')}${more}`,
      )
    },
  }
}
