import { ApplicationFlags, GatewayIntentBits } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { intentsFor, messageContent } from '../../../src/platforms/discord/intents.ts'

/** The intents that have to be granted (docs.discord.com/developers/events/gateway#privileged-intents). */
const PRIVILEGED = [
  GatewayIntentBits.GuildMembers,
  GatewayIntentBits.GuildPresences,
  GatewayIntentBits.MessageContent,
]

describe('the intents', () => {
  it('hold nothing that has to be granted where nothing was', () => {
    expect(messageContent(ApplicationFlags.Embedded)).toBe('missing')
    expect(intentsFor(ApplicationFlags.Embedded).filter((intent) => PRIVILEGED.includes(intent))).toEqual([])
  })

  it.each([
    ['granted', ApplicationFlags.GatewayMessageContent],
    ['limited', ApplicationFlags.GatewayMessageContentLimited],
  ])('hold the content of messages, and no more, where it is %s', (expected, flag) => {
    const flags = flag | ApplicationFlags.GatewayPresence
    expect(messageContent(flags)).toBe(expected)
    expect(intentsFor(flags).filter((intent) => PRIVILEGED.includes(intent))).toEqual([
      GatewayIntentBits.MessageContent,
    ])
  })
})
