import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { defineCommand } from '../../../commands/define-command.ts'
import { COMMANDS } from '../../../commands/index.ts'
import {
  SLACK_EVENTS,
  SLACK_SCOPES,
  SUGGESTED_PROMPTS,
  slackManifest,
} from '../../../src/platforms/slack/manifest.ts'
import { CALLBACKS } from '../../../src/platforms/slack/names.ts'
import { MANIFEST_FILE, slackManifestYaml } from '../../support/write-slack-manifest.ts'

const manifest = slackManifest(COMMANDS)

/** What Slack wants before it sends an event; the rest need nothing (docs.slack.dev/reference/events). */
const SCOPE_OF_EVENT: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
}

describe('docs/slack-manifest.yaml', () => {
  const yaml = readFileSync(MANIFEST_FILE, 'utf8')

  it('is what the code says; `npm run manifest:slack` makes it anew', () => {
    expect(parse(yaml)).toEqual(manifest)
    expect(yaml).toBe(slackManifestYaml())
  })

  it('becomes the manifest for HTTP by what its first lines tell', () => {
    const edited = yaml
      .replace('socket_mode_enabled: true', 'socket_mode_enabled: false')
      .replaceAll(/# (\w+: https:\/\/)HOST/g, '$1bot.example.org')
    expect(parse(edited)).toEqual(
      slackManifest(COMMANDS, { requestUrl: 'https://bot.example.org/slack/events' }),
    )
  })

  it('becomes that of an app that other workspaces can install by one more line', () => {
    const edited = yaml
      .replace('socket_mode_enabled: true', 'socket_mode_enabled: false')
      .replaceAll(/# (\w+: \[?https:\/\/)HOST/g, '$1bot.example.org')
    expect(parse(edited)).toEqual(
      slackManifest(COMMANDS, {
        requestUrl: 'https://bot.example.org/slack/events',
        redirectUrl: 'https://bot.example.org/slack/oauth_redirect',
      }),
    )
  })
})

describe('the manifest', () => {
  it('reaches the bot by Socket Mode, without any address', () => {
    expect(manifest.settings.socket_mode_enabled).toBe(true)
    expect(JSON.stringify(manifest)).not.toContain('http')
  })

  it('covers every event by a scope, and asks for none twice', () => {
    expect(SLACK_EVENTS.filter((event) => SCOPE_OF_EVENT[event] === undefined)).toEqual([
      'app_home_opened',
      'app_uninstalled',
      'tokens_revoked',
    ])
    for (const event of SLACK_EVENTS)
      expect(['none', ...SLACK_SCOPES]).toContain(SCOPE_OF_EVENT[event] ?? 'none')
    expect(new Set(SLACK_SCOPES).size).toBe(SLACK_SCOPES.length)
  })

  it('asks for every scope of the Web API methods that the adapter calls', () => {
    const needed = [
      'chat:write',
      'assistant:write',
      'im:write',
      'files:write',
      'users:read',
      'reactions:write',
    ]
    expect(manifest.oauth_config.scopes.bot).toEqual(expect.arrayContaining(needed))
  })

  it('stays within Slack’s limits', () => {
    const { display_information: display, features } = manifest
    expect(display.name).toMatch(/^.{1,35}$/)
    expect(display.description).toMatch(/^.{1,140}$/)
    expect(display.long_description).toMatch(/^.{174,4000}$/)
    expect(features.agent_view.agent_description).toMatch(/^.{1,300}$/)
    expect(features.bot_user.display_name).toMatch(/^[a-z0-9._-]{1,80}$/)
    expect(features.shortcuts.filter(({ type }) => type === 'message').length).toBeLessThanOrEqual(5)
    for (const shortcut of features.shortcuts) {
      expect(shortcut.name).toMatch(/^.{1,24}$/)
      expect(shortcut.description).toMatch(/^.{1,150}$/)
    }
    for (const command of features.slash_commands) {
      expect(command.command).toMatch(/^\/[a-z-]{1,31}$/)
      expect(command.description).toMatch(/^.{1,2000}$/)
      expect(command.usage_hint).toMatch(/^.{1,1000}$/)
    }
  })

  it('hints at every command there is', () => {
    const hint = manifest.features.slash_commands[0]?.usage_hint ?? ''
    expect(hint.split(' | ').map((part) => part.split(' ')[0])).toEqual(COMMANDS.map(({ name }) => name))
  })

  it('leaves whole commands away where they are too many for the hint', () => {
    const names = Array.from({ length: 60 }, (_, index) => `command-${'x'.repeat(index % 20)}`)
    const many = names.map((name) =>
      defineCommand({
        name,
        description: 'One of many',
        options: z.object({}),
        examples: [name],
        access: 'everyone',
        visibility: 'private',
        async *run() {},
      }),
    )
    const hint = slackManifest(many).features.slash_commands[0]?.usage_hint ?? ''
    expect(hint.length).toBeLessThanOrEqual(1000)
    expect(hint.length).toBeGreaterThan(900)
    const hinted = hint.split(' | ')
    expect(hinted).toEqual(names.slice(0, hinted.length))
  })

  it('suggests two to four different things to ask', () => {
    expect(SUGGESTED_PROMPTS.length).toBeGreaterThanOrEqual(2)
    expect(SUGGESTED_PROMPTS.length).toBeLessThanOrEqual(4)
    expect(new Set(SUGGESTED_PROMPTS.map(({ message }) => message)).size).toBe(SUGGESTED_PROMPTS.length)
    expect(manifest.features.agent_view.suggested_prompts).toEqual(SUGGESTED_PROMPTS)
  })

  it('names the shortcuts as the code that answers them does', () => {
    expect(manifest.features.shortcuts.map(({ callback_id }) => callback_id)).toEqual([
      CALLBACKS.rate,
      CALLBACKS.compare,
    ])
  })
})
