import type { Kysely, Selectable } from 'kysely'
import { storable } from './exchange-rows.ts'
import type { StoredInstallation } from './installation-store.ts'
import { isMissingParent } from './store-errors.ts'
import type { InstallationRow, Queries, Tables } from './tables.ts'

/** Workspaces that have installed the Slack app. */

/** What an exchange is stored to have failed of whose workspace has removed the app. */
const UNINSTALLED = {
  code: 'uninstalled',
  message: 'The app was removed from the workspace before this was answered.',
}

export async function keepInstallation(db: Kysely<Tables>, installation: StoredInstallation): Promise<void> {
  const { workspace, team, enterprise, name, botUser, scopes, sealed, keyId, installedAt } = installation
  const row = {
    team_id: team ?? null,
    enterprise_id: enterprise ?? null,
    name: storable(name),
    bot_user: botUser,
    scopes: scopes.join(','),
    sealed,
    key_id: keyId,
    installed_at: installedAt,
  }
  await db
    .insertInto('slack_installations')
    .values({ workspace, ...row })
    .onConflict((conflict) => conflict.column('workspace').doUpdateSet(row))
    .execute()
}

export async function resealInstallation(
  db: Kysely<Tables>,
  workspace: string,
  known: string,
  { sealed, keyId }: Pick<StoredInstallation, 'sealed' | 'keyId'>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('slack_installations')
    .set({ sealed, key_id: keyId })
    .where('workspace', '=', workspace)
    .where('sealed', '=', known)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export async function installations(
  db: Queries,
  workspaces: readonly string[],
): Promise<readonly StoredInstallation[]> {
  if (workspaces.length === 0) return []
  const rows = await db
    .selectFrom('slack_installations')
    .selectAll()
    .where('workspace', 'in', workspaces)
    .execute()
  return rows.map(installationOf)
}

export async function installedBots(db: Queries, users: readonly string[]): Promise<readonly string[]> {
  if (users.length === 0) return []
  const rows = await db
    .selectFrom('slack_installations')
    .select('bot_user')
    .distinct()
    .where('bot_user', 'in', users)
    .execute()
  return rows.map(({ bot_user: user }) => user)
}

export async function installationsAfter(
  db: Queries,
  after: string,
  limit: number,
): Promise<readonly StoredInstallation[]> {
  const rows = await db
    .selectFrom('slack_installations')
    .selectAll()
    .where('workspace', '>', after)
    .orderBy('workspace')
    .limit(limit)
    .execute()
  return rows.map(installationOf)
}

export async function installationKeys(
  db: Queries,
): Promise<readonly { readonly keyId: string; readonly count: number }[]> {
  const rows = await db
    .selectFrom('slack_installations')
    .select(['key_id', (select) => select.fn.countAll().as('count')])
    .groupBy('key_id')
    .orderBy('key_id')
    .execute()
  return rows.map(({ key_id: keyId, count }) => ({ keyId, count: Number(count) }))
}

export async function removeInstallation(
  db: Kysely<Tables>,
  workspace: string,
  known?: string,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('slack_installations')
    .where('workspace', '=', workspace)
    .$if(known !== undefined, (query) => query.where('sealed', '=', known ?? ''))
    .executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}

export async function channelHome(
  db: Kysely<Tables>,
  channel: string,
  claimFor: readonly string[] = [],
): Promise<string | undefined> {
  const known = await homeOf(db, channel)
  const [first] = claimFor
  if (known !== undefined || first === undefined) return known
  const earlier = await db
    .selectFrom('exchanges')
    .select('workspace')
    .where('platform', '=', 'slack')
    .where('workspace', 'in', claimFor)
    .where('channel', '=', channel)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  try {
    await db
      .insertInto('slack_channel_homes')
      .values({ channel, workspace: earlier?.workspace ?? first })
      .onConflict((conflict) => conflict.column('channel').doNothing())
      .execute()
  } catch (error) {
    // Removed meanwhile: then it is nobody's home.
    if (!isMissingParent(error)) throw error
  }
  return homeOf(db, channel)
}

async function homeOf(db: Queries, channel: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('slack_channel_homes')
    .select('workspace')
    .where('channel', '=', channel)
    .executeTakeFirst()
  return row?.workspace
}

export async function endWork(
  db: Kysely<Tables>,
  { platform, workspace }: { readonly platform: string; readonly workspace: string },
  at: number,
): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const exchanges = transaction
      .updateTable('exchanges')
      .where('platform', '=', platform)
      .where('workspace', '=', workspace)
    const open = await exchanges
      .set({
        outcome: 'failed',
        finished_at: at,
        delivery: 'done',
        failure_code: UNINSTALLED.code,
        failure_message: UNINSTALLED.message,
      })
      .where('outcome', 'is', null)
      .executeTakeFirstOrThrow()
    const untold = await exchanges
      .set({ delivery: 'done' })
      .where('delivery', '=', 'due')
      .executeTakeFirstOrThrow()
    const comparisons = transaction
      .updateTable('comparisons')
      .where('platform', '=', platform)
      .where('workspace', '=', workspace)
    const broken = await comparisons
      .set({ status: 'failed', note: UNINSTALLED.message })
      .where('status', '=', 'running')
      .returning('id')
      .execute()
    for (const { id } of broken) {
      await transaction
        .updateTable('comparison_cells')
        .set({ text: null, verdict: null })
        .where('comparison_id', '=', id)
        .execute()
    }
    // What people have voted stays worth something.
    await comparisons.set({ status: 'revealed', revealed_at: at }).where('status', '=', 'open').execute()
    return Number(open.numUpdatedRows + untold.numUpdatedRows)
  })
}

function installationOf(row: Selectable<InstallationRow>): StoredInstallation {
  return {
    workspace: row.workspace,
    ...(row.team_id !== null && { team: row.team_id }),
    ...(row.enterprise_id !== null && { enterprise: row.enterprise_id }),
    name: row.name,
    botUser: row.bot_user,
    scopes: row.scopes.split(',').filter((scope) => scope !== ''),
    sealed: row.sealed,
    keyId: row.key_id,
    installedAt: row.installed_at,
  }
}
