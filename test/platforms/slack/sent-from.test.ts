import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDeparture, sentFrom } from '../../../src/platforms/slack/sent-from.ts'

describe('what Slack sends', () => {
  it.each([
    [
      'an event',
      {
        team_id: 'T1',
        context_team_id: 'T1',
        authorizations: [{ team_id: 'T1', enterprise_id: null, is_enterprise_install: false }],
        event: { type: 'message', channel: 'C1' },
      },
      { installations: ['T1'], happenedIn: 'T1', channel: 'C1', isShared: false },
    ],
    [
      'an event that a guest caused in a shared channel',
      {
        team_id: 'T2',
        context_team_id: 'T1',
        authorizations: [{ team_id: 'T1' }],
        is_ext_shared_channel: true,
        event: { type: 'reaction_added', item: { channel: 'C1' } },
      },
      { installations: ['T1'], happenedIn: 'T2', channel: 'C1', isShared: true },
    ],
    [
      'an event of an organisation that has the app as a whole',
      {
        team_id: 'T1',
        enterprise_id: 'E1',
        authorizations: [{ team_id: 'T1', enterprise_id: 'E1', is_enterprise_install: true }],
        event: { type: 'app_home_opened', channel: 'D1' },
      },
      { installations: ['E1', 'T1'], happenedIn: 'T1', channel: 'D1', isShared: false },
    ],
    [
      'a command',
      {
        command: '/recourse',
        team_id: 'T1',
        enterprise_id: 'E1',
        is_enterprise_install: 'false',
        channel_id: 'C1',
      },
      { installations: ['T1', 'E1'], happenedIn: 'T1', channel: 'C1', isShared: false },
    ],
    [
      'a command of an organisation',
      {
        command: '/recourse',
        team_id: 'T1',
        enterprise_id: 'E1',
        is_enterprise_install: 'true',
        channel_id: 'C1',
      },
      { installations: ['E1', 'T1'], happenedIn: 'T1', channel: 'C1', isShared: false },
    ],
    [
      'a click of a guest',
      { team: { id: 'T1' }, user: { id: 'U1', team_id: 'T2' }, channel: { id: 'C1' } },
      { installations: ['T1'], channel: 'C1', isShared: false },
    ],
    [
      'a click in an organisation',
      { team: null, enterprise: { id: 'E1' }, is_enterprise_install: true, user: { team_id: 'T1' } },
      { installations: ['E1'], channel: undefined, isShared: false },
    ],
    [
      'a form that a guest hands in',
      { team: { id: 'T2' }, user: { team_id: 'T2' }, view: { app_installed_team_id: 'T1' } },
      { installations: ['T1'], channel: undefined, isShared: false },
    ],
  ])('says whom %s is for', (_, body, from) => {
    expect(sentFrom(body)).toEqual(from)
  })

  it('is for nobody where it says nothing that can be read', () => {
    fc.assert(
      fc.property(fc.anything(), (body) => {
        expect(Array.isArray(sentFrom(body).installations)).toBe(true)
        expect(isDeparture(body)).toBe(false)
      }),
    )
    expect(isDeparture({ event: { type: 'tokens_revoked' } })).toBe(true)
  })
})
