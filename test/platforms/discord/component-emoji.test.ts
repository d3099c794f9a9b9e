import { describe, expect, it } from 'vitest'
import { componentEmoji } from '../../../src/platforms/discord/component-emoji.ts'

const KNOWN = '123456789012345678'
const client = { emojis: { cache: new Map([[KNOWN, {}]]) } }

describe('an emoji in a button', () => {
  it.each([
    ['👍', { name: '👍' }],
    [`<:our_no:${KNOWN}>`, { id: KNOWN, name: 'our_no' }],
    [`<a:our_no:${KNOWN}>`, { id: KNOWN, name: 'our_no', animated: true }],
  ])('%s is written as Discord takes it', (emoji, written) => {
    expect(componentEmoji(emoji, client)).toEqual(written)
  })

  it('is left out where the server has it no more, for Discord would refuse the message', () => {
    expect(componentEmoji('<:our_no:999999999999999999>', client)).toBeUndefined()
  })
})
