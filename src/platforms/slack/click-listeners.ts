import type { App, RespondFn } from '@slack/bolt'
import { COMPARISON_BLOCK } from './comparison-view.ts'
import { ACTIONS, CALLBACKS } from './names.ts'
import { RATING_BLOCK } from './rating-view.ts'
import { Routes } from './routes.ts'
import type { SlackWorkspace } from './slack-workspace.ts'

export type WorkspaceAt = (body: object) => Promise<SlackWorkspace>

type OnClick = (workspace: SlackWorkspace, body: object, respond: RespondFn) => Promise<void>

const CLICKS = new Routes<OnClick>({
  [ACTIONS.reading]: ({ clicks }, body) => clicks.reading(body),
  [ACTIONS.firstRefusal]: ({ clicks }, body) => clicks.firstRefusal(body),
  [ACTIONS.feedback]: ({ clicks }, body) => clicks.feedback(body),
  [ACTIONS.label]: ({ labelling }, body, respond) => labelling.label(body, respond),
  [ACTIONS.unlabel]: ({ labelling }, body, respond) => labelling.unlabel(body, respond),
  [ACTIONS.stopLabelling]: ({ labelling }, body, respond) => labelling.stop(body, respond),
  [ACTIONS.appeal]: ({ clicks }, body) => clicks.appeal(body),
  [ACTIONS.appealVote]: ({ clicks }, body) => clicks.appealVote(body),
  [ACTIONS.compareVote]: ({ comparisonClicks }, body) => comparisonClicks.vote(body),
  [ACTIONS.compareRead]: ({ comparisonClicks }, body) => comparisonClicks.read(body),
  [ACTIONS.compareReveal]: ({ comparisonClicks }, body) => comparisonClicks.reveal(body),
  [ACTIONS.compareCancel]: ({ comparisonClicks }, body) => comparisonClicks.cancel(body),
})

const SHORTCUTS = new Routes<(workspace: SlackWorkspace, body: object) => Promise<void>>({
  [CALLBACKS.rate]: ({ clicks }, body) => clicks.rate(body),
  [CALLBACKS.compare]: ({ comparisonClicks }, body) => comparisonClicks.offerForm(body),
})

interface Form {
  /** The block under which is shown what is wrong. */
  readonly block: string
  /** What is wrong with what was filled in. */
  readonly submit: (workspace: SlackWorkspace, body: object) => Promise<string | undefined>
}

const FORMS = new Routes<Form>({
  [CALLBACKS.rateView]: { block: RATING_BLOCK, submit: ({ clicks }, body) => clicks.submit(body) },
  [CALLBACKS.compareView]: {
    block: COMPARISON_BLOCK,
    submit: ({ comparisonClicks }, body) => comparisonClicks.submit(body),
  },
})

/** Joins clicks, shortcuts and forms to what they mean; each kind has one listener of Bolt's. */
export function listenToClicks(app: App, any: RegExp, at: WorkspaceAt): void {
  app.action(any, async ({ action, body, ack, respond }) => {
    const clicked = 'action_id' in action ? CLICKS.of(action.action_id) : undefined
    if (!clicked) return
    await ack()
    await clicked(await at(body), body, respond)
  })
  app.shortcut(any, async ({ shortcut, body, ack }) => {
    const chosen = SHORTCUTS.of(shortcut.callback_id)
    if (!chosen) return
    await ack()
    await chosen(await at(body), body)
  })
  app.view(any, async ({ view, body, ack }) => {
    const form = FORMS.of(view.callback_id)
    if (!form) return
    const wrong = await form.submit(await at(body), body)
    if (wrong === undefined) await ack()
    else await ack({ response_action: 'errors', errors: { [form.block]: wrong } })
  })
}
