import type { Config } from '../config.ts'
import { InputError } from '../errors.ts'
import { SLACK_SCOPES } from '../platforms/slack/manifest.ts'
import type { StoredInstallation } from '../store/installation-store.ts'
import type { Store } from '../store/store.ts'
import { type Terminal, write } from './output.ts'
import { slackCaller } from './slack-call.ts'
import { API_TIMEOUT } from './slack-checks.ts'
import { installationsIn } from './slack-installations.ts'

/** Writes a line, or an object, for every workspace that has installed the Slack app; never a token. */
export async function listInstallations(
  terminal: Pick<Terminal, 'stdout'>,
  records: Store,
  config: Config,
  { json }: { readonly json: boolean },
): Promise<void> {
  const { all, isReadable } = installationsIn(records, config)
  let count = 0
  for await (const one of all()) {
    count += 1
    const shown = shownOf(one, isReadable(one))
    await write(terminal.stdout, json ? `${JSON.stringify(shown)}\n` : `${lineOf(shown)}\n`)
  }
  if (count === 0 && !json) await write(terminal.stdout, 'No workspace has installed the Slack app.\n')
}

/**
 * Removes the app from a workspace: at Slack, where that can be, and here in any case.
 *
 * @throws {InputError} where the workspace does not have it
 */
export async function removeInstallation(
  terminal: Pick<Terminal, 'stdout'>,
  records: Store,
  config: Config,
  workspace: string,
): Promise<void> {
  const [found] = await records.installations([workspace])
  if (!found) {
    throw new InputError(
      `No workspace ${workspace} has installed the Slack app. See which have with: recourse installations`,
    )
  }
  const why = await uninstall(found, records, config)
  await forget(found, records)
  await write(
    terminal.stdout,
    `${nameOf(found)} is removed.${why === undefined ? '' : ` Slack was not told, so it still lists the app there: ${why}`}\n`,
  )
}

/** Removes every installation whose key is lost: nobody can use it any more. */
export async function removeLost(
  terminal: Pick<Terminal, 'stdout'>,
  records: Store,
  config: Config,
): Promise<void> {
  const { all, isReadable } = installationsIn(records, config)
  if (config.encryptionKey === undefined)
    throw new InputError('ENCRYPTION_KEY is not set, without which all would count as lost.')
  let count = 0
  for await (const one of all()) {
    if (isReadable(one)) continue
    await forget(one, records)
    count += 1
    await write(terminal.stdout, `${nameOf(one)} is removed; it has to install the app again.\n`)
  }
  if (count === 0) await write(terminal.stdout, 'None is lost.\n')
}

/** Gives why Slack could not be told; `undefined` where it was. */
async function uninstall(
  installation: StoredInstallation,
  records: Store,
  config: Config,
): Promise<string | undefined> {
  const { slackClientId, slackClientSecret, slackApiUrl } = config
  if (slackClientId === undefined || slackClientSecret === undefined)
    return 'SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are not set.'
  try {
    await slackCaller(
      API_TIMEOUT,
      slackApiUrl,
    )({
      method: 'apps.uninstall',
      token: installationsIn(records, config).tokenOf(installation),
      remedies: { account_inactive: '', token_revoked: '' },
      options: { client_id: slackClientId, client_secret: slackClientSecret },
    })
    return undefined
  } catch (error) {
    const why = error instanceof Error ? error.message : ''
    // The workspace has removed it already.
    return why === '' ? undefined : why
  }
}

async function forget({ workspace, sealed }: StoredInstallation, records: Store): Promise<void> {
  await records.removeInstallation(workspace, sealed)
  await records.endWork({ platform: 'slack', workspace }, Date.now())
}

function shownOf(one: StoredInstallation, isReadable: boolean) {
  const { workspace, team, enterprise, name, botUser, keyId, installedAt } = one
  return {
    workspace,
    name: oneLine(name),
    ...(team !== undefined && { team }),
    ...(enterprise !== undefined && { enterprise }),
    botUser,
    installedAt: new Date(installedAt).toISOString(),
    missingScopes: SLACK_SCOPES.filter((scope) => !one.scopes.includes(scope)),
    keyId,
    isReadable,
  }
}

function lineOf({
  workspace,
  name,
  installedAt,
  missingScopes,
  isReadable,
}: ReturnType<typeof shownOf>): string {
  const since = `since ${installedAt.slice(0, 10)}`
  const faults = [
    ...(missingScopes.length > 0 ? [`lacks ${missingScopes.join(', ')}: it has to be installed again`] : []),
    ...(isReadable ? [] : ['its tokens cannot be read with ENCRYPTION_KEY']),
  ]
  return [`${workspace}  ${name}`, since, ...faults].join('; ')
}

function nameOf({ name, workspace }: StoredInstallation): string {
  return `${oneLine(name)} (${workspace})`
}

/** A name for one line of a terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{C}+/gu, ' ').slice(0, 80)
}
