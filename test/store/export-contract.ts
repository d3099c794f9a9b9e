import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ExportedItem, ExportedVote } from '../../src/crowd/data-set.ts'
import { scopeKey } from '../../src/places.ts'
import type { ExportScope, Store } from '../../src/store/store.ts'
import type { OpenedStores } from './opened-stores.ts'
import { anAttempt, aVote, fresh, messageOf } from './records.ts'
import { stepsOn } from './steps.ts'

/** What leaves the store as a data set, on any store. */
export function exportContract(opened: () => OpenedStores): void {
  let store: Store
  let other: Store
  beforeAll(() => {
    ;({ store, other } = opened())
  })
  const { answered, claimed } = stepsOn(() => store)

  /** An answered request in a workspace, and how to vote on it. */
  const item = async (workspace: string, channel = 'general', platform = 'slack') => {
    const attempt = anAttempt()
    const { claim } = await answered(
      { place: { platform, workspace, channel }, prompt: `planted in ${channel}` },
      { attempts: [attempt], shownAttempt: attempt.id, level: 'clearly_fine' },
    )
    const { exchangeId } = claim
    const message = messageOf(fresh('answer'), { platform, workspace, channel })
    const vote = (annotator: string, changes: Parameters<typeof aVote>[0] = {}) =>
      store.recordVote(aVote({ exchangeId, attemptId: attempt.id, message, annotator, ...changes }))
    return { claim, exchangeId, attemptId: attempt.id, vote }
  }
  const votesOf = async (scope: ExportScope, which: 'standing' | 'events' = 'standing') => {
    const all: ExportedVote[] = []
    for await (const page of other.exportVotes(scope, which)) all.push(...page)
    return all
  }
  const itemsOf = async (scope: ExportScope) => {
    const all: ExportedItem[] = []
    for await (const page of other.exportItems(scope)) all.push(...page)
    return all
  }

  describe('an export', () => {
    it('gives the votes that stand, with what is known of each, in the order of the requests', async () => {
      const workspace = fresh('workspace')
      const [first, second] = [await item(workspace), await item(workspace)]
      await second.vote('ann', { emoji: '🙅', label: 'refused_harmless' })
      await first.vote('ben', { eventTime: 1, source: 'button' })
      await first.vote('ann', { eventTime: 2 })
      await first.vote('cid', { eventTime: 3 })
      await first.vote('cid', { eventTime: 4, action: 'remove' })
      const votes = await votesOf({ workspace })
      expect(votes.map(({ exchangeId, annotator, label }) => [exchangeId, annotator, label])).toEqual([
        [first.exchangeId, 'ann', 'answered_well'],
        [first.exchangeId, 'ben', 'answered_well'],
        [second.exchangeId, 'ann', 'refused_harmless'],
      ])
      expect(votes[0]).toEqual({
        exchangeId: first.exchangeId,
        attemptId: first.attemptId,
        platform: 'slack',
        workspace,
        channel: 'general',
        annotator: 'ann',
        emoji: '👍',
        label: 'answered_well',
        action: 'add',
        eventTime: 2,
        receivedTime: 301,
        source: 'live',
        codebookVersion: '1',
        byAsker: false,
        scrubbed: false,
        sawOtherVotes: true,
      })
    })

    it('gives the whole history in the order in which it came, where that is asked for', async () => {
      const workspace = fresh('workspace')
      const { vote } = await item(workspace)
      await vote('ann', { eventTime: 5 })
      await vote('ann', { eventTime: 4, action: 'remove' })
      const history = await votesOf({ workspace }, 'events')
      expect(history.map(({ action, eventTime }) => [action, eventTime])).toEqual([
        ['add', 5],
        ['remove', 4],
      ])
    })

    it('gives an attempt of every exchange that is over, with its votes counted', async () => {
      const workspace = fresh('workspace')
      const { exchangeId, attemptId, vote } = await item(workspace)
      await vote('ann')
      await vote('ben', { emoji: '🤔', label: 'not_sure' })
      const underWay = await claimed({ place: { platform: 'slack', workspace } })
      await store.recordVote(aVote({ exchangeId: underWay.exchangeId }))
      expect(await itemsOf({ workspace })).toEqual([
        {
          exchangeId,
          attemptId,
          platform: 'slack',
          workspace,
          channel: 'general',
          askedAt: 100,
          model: 'rehearsal:phi3',
          strategy: 'direct',
          version: '1',
          requestType: 'homonyms',
          level: 'clearly_fine',
          verdict: 'full_compliance',
          confidence: 0.9375,
          outcome: 'answered',
          shown: true,
          completion: 'Find its number with ps and end it with kill.',
          scrubbed: false,
          tally: {
            answered_well: 1,
            refused_harmless: 0,
            half_refused_harmless: 0,
            rightly_refused: 0,
            should_have_refused: 0,
            not_sure: 1,
          },
        },
      ])
    })

    it('keeps to its workspace, its platform and its time', async () => {
      const workspace = fresh('workspace')
      const elsewhere = await item(fresh('workspace'))
      await elsewhere.vote('ann')
      const onWeb = await item(workspace, 'general', 'web')
      const early = await item(workspace)
      const late = await answered({ place: { platform: 'slack', workspace }, at: 5_000 })
      for (const { vote } of [onWeb, early]) await vote('ann')
      const lateItem = { exchangeId: late.claim.exchangeId, attemptId: late.end.attempts[0]?.id ?? '' }
      await store.recordVote(
        aVote({ ...lateItem, message: messageOf('x', { platform: 'slack', workspace }) }),
      )
      const ids = (found: readonly { readonly exchangeId: string }[]) =>
        found.map(({ exchangeId }) => exchangeId)
      for (const [scope, expected] of [
        [{ workspace }, [onWeb.exchangeId, early.exchangeId, lateItem.exchangeId]],
        [{ workspace, platform: 'web' }, [onWeb.exchangeId]],
        [{ workspace, since: 5_000 }, [lateItem.exchangeId]],
        [{ workspace: fresh('nowhere') }, []],
      ] as const) {
        expect(ids(await itemsOf(scope))).toEqual(expected)
        expect(ids(await votesOf(scope))).toEqual(expected)
        expect(ids(await votesOf(scope, 'events')).toSorted()).toEqual([...expected].toSorted())
      }
      expect(ids(await itemsOf({}))).toEqual(expect.arrayContaining([elsewhere.exchangeId, onWeb.exchangeId]))
    })

    it('holds what people wrote of those channels alone that share it', async () => {
      const workspace = fresh('workspace')
      const channels = ['C-shared', 'C-not', 'D-direct', 'D-shared']
      for (const channel of channels) {
        const { vote } = await item(workspace, channel)
        await vote('ann', { why: `planted why of ${channel}` })
      }
      const share = async (scope: 'channel' | 'workspace', channel: string, value: string | undefined) => {
        const place = { platform: 'slack', workspace, channel, thread: '' }
        await store.setSetting(scopeKey(scope, place) ?? '', 'share', value, 'admin', 1)
      }
      const texts = async () => {
        const [items, votes] = [await itemsOf({ workspace }), await votesOf({ workspace })]
        expect((await votesOf({ workspace }, 'events')).map(({ why }) => why)).toEqual(
          votes.map(({ why }) => why),
        )
        expect(items).toHaveLength(channels.length)
        const silent = items.flatMap(({ channel, completion }) => (completion === '' ? [channel] : []))
        const shared = items.flatMap(({ channel, prompt }) => (prompt === undefined ? [] : [channel]))
        expect(votes.flatMap(({ channel, why }) => (why === undefined ? [] : [channel]))).toEqual(shared)
        // The answers of a channel are for everybody there; those of a direct message were for one person.
        expect(silent).toEqual(['D-direct', 'D-shared'].filter((channel) => !shared.includes(channel)))
        return shared
      }
      expect(await texts()).toEqual([])
      await share('channel', 'C-shared', 'on')
      expect(await texts()).toEqual(['C-shared'])
      // A person's own conversation is no channel of the workspace.
      await share('workspace', '', 'on')
      await share('channel', 'C-not', 'off')
      expect(await texts()).toEqual(['C-shared'])
      await share('channel', 'D-shared', 'on')
      await share('channel', 'C-not', undefined)
      expect(await texts()).toEqual(['C-shared', 'C-not', 'D-shared'])
    })

    it('has nothing of what was taken back or forgotten', async () => {
      const workspace = fresh('workspace')
      const [me, you] = [fresh('me'), fresh('you')]
      const [first, second] = [await item(workspace), await item(workspace)]
      for (const { vote } of [first, second]) for (const one of [me, you]) await vote(one)
      await store.retract(first.claim.key, false)
      await store.forget([me])
      expect((await votesOf({ workspace })).map(({ annotator }) => annotator)).toEqual([you])
      expect((await itemsOf({ workspace })).map(({ tally }) => tally.answered_well)).toEqual([1])
      expect(await votesOf({ workspace }, 'events')).toHaveLength(1)
    })

    it('gives exactly the votes that stand, whatever was given and taken back', async () => {
      const event = fc.record({
        at: fc.nat(2),
        annotator: fc.constantFrom('ann', 'bob', 'cid'),
        label: fc.constantFrom('answered_well', 'refused_harmless', 'not_sure'),
        action: fc.constantFrom('add' as const, 'remove' as const),
        eventTime: fc.nat(6),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(event, { maxLength: 15 }), async (events) => {
          const workspace = fresh('workspace')
          const items = [await item(workspace), await item(workspace), await item(workspace)]
          for (const { at, ...one } of events) {
            await items[at]?.vote(one.annotator, { emoji: one.label, ...one })
          }
          const standing = await Promise.all(items.map(({ exchangeId }) => store.currentVotes(exchangeId)))
          const told = ({
            exchangeId,
            annotator,
            label,
          }: {
            exchangeId: string
            annotator: string
            label: string
          }) => `${exchangeId} ${annotator} ${label}`
          expect((await votesOf({ workspace })).map(told).sort()).toEqual(standing.flat().map(told).sort())
        }),
        { numRuns: 25 },
      )
    })
  })
}
