import { PermissionsBitField } from 'discord.js'
import { describe, expect, it } from 'vitest'
import {
  BOT_PERMISSION_BITS,
  BOT_PERMISSIONS,
  inviteUrl,
  missingPermissions,
} from '../../../src/platforms/discord/permissions.ts'

describe('the permissions', () => {
  it('are those and no others in the invitation', () => {
    const url = new URL(inviteUrl('123'))
    const asked = new PermissionsBitField(BigInt(url.searchParams.get('permissions') ?? '0'))
    expect(asked.toArray().toSorted()).toEqual([...BOT_PERMISSIONS].toSorted())
    expect(url.searchParams.get('client_id')).toBe('123')
    expect(url.searchParams.get('scope')).toBe('bot applications.commands')
  })

  it('are missed one by one', () => {
    expect(missingPermissions(BOT_PERMISSION_BITS)).toEqual([])
    expect(missingPermissions(0n)).toEqual(BOT_PERMISSIONS)
    expect(
      missingPermissions(BOT_PERMISSION_BITS & ~PermissionsBitField.Flags.SendMessagesInThreads),
    ).toEqual(['SendMessagesInThreads'])
  })

  it('are all there for an administrator', () => {
    expect(missingPermissions(PermissionsBitField.Flags.Administrator)).toEqual([])
  })
})
