import type { Migration } from './migration.ts'

/**
 * The workspaces that have installed the Slack app, whose tokens are encrypted; and of channels that several of them
 * share, which one is the channel's home.
 */
export const createInstallations: Migration = async (db) => {
  await db.schema
    .createTable('slack_installations')
    // The team, or the organisation of an installation for all of its teams.
    .addColumn('workspace', 'text', (column) => column.primaryKey())
    .addColumn('team_id', 'text')
    .addColumn('enterprise_id', 'text')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('bot_user', 'text', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('installed_at', 'bigint', (column) => column.notNull())
    .execute()

  await db.schema
    .createIndex('slack_installations_bot')
    .on('slack_installations')
    .column('bot_user')
    .execute()

  await db.schema
    .createTable('slack_channel_homes')
    .addColumn('channel', 'text', (column) => column.primaryKey())
    .addColumn('workspace', 'text', (column) =>
      column.notNull().references('slack_installations.workspace').onDelete('cascade'),
    )
    .execute()
  await db.schema
    .createIndex('slack_channel_homes_workspace')
    .on('slack_channel_homes')
    .column('workspace')
    .execute()
}
